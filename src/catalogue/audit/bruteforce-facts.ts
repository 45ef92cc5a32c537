import { z } from 'zod';
import type { ShellOutput } from '../../core/probe.ts';
import type { Earlier } from '../define.ts';
import { shownAddress } from './address-range.ts';
import type { LogParams } from './log-params.ts';
import { isUnderstood, Lines, type Reading, readingOf, time } from './reading.ts';
import { type SshFacts, sshFactsOf } from './ssh-facts.ts';

/** Who was in the middle of guessing when the log ended: a success may follow in the next run. */
const Carried = z.object({
  key: z.string().regex(/^[0-9a-f.:]{3,45}$/),
  failures: z.number().int().positive(),
  at: z.number().int().nonnegative(),
});

export interface BruteforceFacts extends Reading {
  readonly path: string;
  readonly failures: number;
  readonly successes: number;
  /** At least so many: none is counted twice unless the table was full. */
  readonly addresses: number;
  readonly accounts: number;
  /** No count is lower than the truth by more than this. */
  readonly countsLowBy: number;
  readonly firstFailureAt?: string;
  readonly lastFailureAt?: string;
  /** Failures within the worst hour. */
  readonly peakPerHour: number;
  readonly peakFromAt?: string;
  /** When so many addresses had begun to fail within an hour. */
  readonly sprayedAt?: string;
  /** Addresses and accounts that were above the limit within ten minutes. */
  readonly fastAddresses: number;
  readonly fastAccounts: number;
  readonly hits: readonly { address: string; failures: number; at: string; account: string }[];
  readonly top: readonly { address: string; failures: number; lastAt: string; fast: boolean }[];
  readonly topAccounts: readonly { account: string; failures: number; fast: boolean }[];
  readonly carried: readonly z.output<typeof Carried>[];
  readonly ssh: SshFacts;
}

const none = {
  failures: 0,
  successes: 0,
  addresses: 0,
  accounts: 0,
  countsLowBy: 0,
  peakPerHour: 0,
  fastAddresses: 0,
  fastAccounts: 0,
  hits: [],
  top: [],
  topAccounts: [],
  carried: [],
};

export function bruteforceFacts(
  outputs: { readonly log: ShellOutput; readonly ssh: ShellOutput },
  params: LogParams & { readonly path: string },
): BruteforceFacts {
  const lines = new Lines(outputs.log);
  const reading = readingOf(lines, params);
  const ssh = sshFactsOf(new Lines(outputs.ssh));
  const { path } = params;
  if (reading.state !== 'read' || !isUnderstood(reading)) return { ...reading, path, ...none, ssh };
  const at = <Key extends string>(key: Key, seconds = 0) =>
    (seconds > 0 ? { [key]: time(seconds) } : {}) as { readonly [K in Key]?: string };
  const [first, last] = lines.numbers('between');
  const [peakPerHour = 0, peakFrom] = lines.numbers('peak');
  const [fastAddresses = 0, fastAccounts = 0] = lines.numbers('over');
  return {
    ...reading,
    path,
    failures: lines.number('failures'),
    successes: lines.number('successes'),
    addresses: lines.number('addresses'),
    accounts: lines.number('accounts'),
    countsLowBy: lines.number('floor'),
    ...at('firstFailureAt', first),
    ...at('lastFailureAt', last),
    peakPerHour,
    ...at('peakFromAt', peakFrom),
    ...at('sprayedAt', lines.number('sprayed')),
    fastAddresses,
    fastAccounts,
    hits: lines.all('hit').map((text) => {
      const [key = '', failures = '', seconds = '', ...account] = text.split(' ');
      return {
        address: shownAddress(key),
        failures: Number(failures),
        at: time(Number(seconds)),
        account: account.join(' '),
      };
    }),
    top: lines.all('address').map((text) => {
      const [key = '', failures = '', seconds = '', fast] = text.split(' ');
      return {
        address: shownAddress(key),
        failures: Number(failures),
        lastAt: time(Number(seconds)),
        fast: fast === '1',
      };
    }),
    topAccounts: lines.all('account').map((text) => {
      const [failures = '', fast, ...account] = text.split(' ');
      return { account: account.join(' '), failures: Number(failures), fast: fast === '1' };
    }),
    carried: lines.all('carry').flatMap((text) => {
      const [key, failures, at] = text.split(' ');
      const one = Carried.safeParse({
        key,
        failures: Number(failures),
        at: Math.floor(Number(at)),
      });
      return one.success ? [one.data] : [];
    }),
    ssh,
  };
}

const withCarried = z.object({
  position: z.object({ at: z.number() }),
  carried: z.array(z.unknown()),
});

/** Those of the last run that could read, as words for awk: `address failures seconds …`. */
export function carriedWords(history: Earlier['history']): string {
  const last = history
    .map(({ facts }) => withCarried.safeParse(facts))
    .find(({ success }) => success);
  return (last?.data?.carried ?? [])
    .flatMap((one) => {
      // In a public repository the addresses of a record are pseudonyms, and nothing can be carried.
      const { data } = Carried.safeParse(one);
      return data ? [`${data.key} ${data.failures} ${data.at}`] : [];
    })
    .join(' ');
}
