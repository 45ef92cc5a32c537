import { parseArgs } from 'node:util';

export interface Options {
  /** Numbers of hosts. */
  readonly sizes: readonly number[];
  readonly rounds: number;
  readonly starts: number;
  readonly serverRounds: number;
  /** Names of contestants that stay away. */
  readonly without: readonly string[];
  /** Whether this is the run whose results are written down. */
  readonly full: boolean;
}

/**
 * `--quick`: a glance in two minutes. `--hosts 50,200`, `--rounds 3`, `--without Ansible`: parts of
 * the whole, to try a change. Only the run without any of them writes the page.
 */
export function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      hosts: { type: 'string' },
      rounds: { type: 'string' },
      without: { type: 'string', multiple: true, default: [] },
    },
  });
  const { quick, hosts, rounds, without } = values;
  return {
    sizes: hosts?.split(',').map(Number) ?? (quick ? [1, 5, 20] : [1, 50, 200]),
    rounds: Number(rounds ?? (quick ? 2 : 9)),
    starts: quick ? 5 : 31,
    serverRounds: quick ? 2 : 5,
    without,
    full: !quick && hosts === undefined && rounds === undefined && without.length === 0,
  };
}
