import type { ConnectionError } from '../../connectors/session.ts';
import type { HostKeys, Pin } from './compare.ts';

/**
 * YAML that can be pasted into fleet.yml: only `hostKeys`, each with its fingerprint above it and
 * how it stands to what is pinned now. Hosts without an answer are comments.
 */
export function renderHostKeys(
  hosts: readonly HostKeys[],
  explain: (failure: ConnectionError) => readonly string[],
): string {
  const blocks = hosts.map((host) =>
    host.failure ? failed(host.name, explain(host.failure)) : offered(host),
  );
  return ['hosts:', ...blocks, ''].join('\n');
}

const states = {
  same: 'as pinned',
  changed: 'DIFFERS FROM WHAT IS PINNED: find out why before you replace it',
  missing: 'not pinned yet: compare the fingerprints on the console of the host first',
  unreachable: 'no answer',
} as const;

function offered({ name, state, keys, pins }: HostKeys): string {
  const gone = pins.filter((pin) => !pin.offered);
  return [
    `  ${name}: # ${states[state]}`,
    ...gone.map((pin) => `    # pinned, but not offered any more: ${describe(pin)}`),
    '    hostKeys:',
    ...keys.flatMap(({ fingerprint, line, pinned }) => [
      `      # ${fingerprint}${state === 'missing' ? '' : pinned ? ' (pinned)' : ' (not pinned)'}`,
      `      - ${line}`,
    ]),
  ].join('\n');
}

function failed(name: string, lines: readonly string[]): string {
  return [`  # ${name}: ${lines[0] ?? ''}`, ...lines.slice(1).map((line) => `  #   ${line}`)].join(
    '\n',
  );
}

function describe({ type, fingerprint }: Pin): string {
  return `${type} ${fingerprint}`;
}
