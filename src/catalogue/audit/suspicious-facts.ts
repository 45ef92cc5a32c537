import { z } from 'zod';
import type { ShellOutput } from '../../core/probe.ts';
import type { Earlier } from '../define.ts';
import { shownAddress } from './address-range.ts';
import type { LogParams } from './log-params.ts';
import { isUnderstood, Lines, type Reading, readingOf } from './reading.ts';

const Row = z.object({
  address: z.string(),
  requests: z.number(),
  /** Requests by status. */
  kinds: z.record(z.string(), z.number()),
});

export interface SuspiciousFacts extends Reading {
  /** Requests with a status from 400 to 409. */
  readonly requests: number;
  readonly addresses: number;
  /** No count is lower than the truth by more than this. */
  readonly countsLowBy: number;
  readonly kinds: Readonly<Record<string, number>>;
  /** Most first; `examplePath` is one of the things that were asked for. */
  readonly top: readonly (z.output<typeof Row> & { readonly examplePath: string })[];
  readonly paths: readonly { readonly path: string; readonly requests: number }[];
}

export function suspiciousFacts(output: ShellOutput, params: LogParams): SuspiciousFacts {
  const lines = new Lines(output);
  const reading = readingOf(lines, params);
  if (reading.state !== 'read' || !isUnderstood(reading))
    return { ...reading, requests: 0, addresses: 0, countsLowBy: 0, kinds: {}, top: [], paths: [] };
  return {
    ...reading,
    requests: lines.number('total'),
    addresses: lines.number('addresses'),
    countsLowBy: lines.number('floor'),
    kinds: Object.fromEntries(lines.all('code').map((text) => pair(text, ' '))),
    top: lines.all('address').map((text) => {
      const [key = '', requests = '', kinds = '', ...path] = text.split(' ');
      return {
        address: shownAddress(key),
        requests: Number(requests),
        kinds: Object.fromEntries(kinds.split(',').map((kind) => pair(kind, ':'))),
        examplePath: path.join(' '),
      };
    }),
    paths: lines.all('path').map((text) => {
      const [requests = '', ...path] = text.split(' ');
      return { path: path.join(' '), requests: Number(requests) };
    }),
  };
}

function pair(text: string, separator: string): [string, number] {
  const [name = '', count = ''] = text.split(separator);
  return [name, Number(count)];
}

const earlierTop = z.object({ log: z.string(), position: z.object({}), top: z.array(Row) });

/** The addresses that were on top when the log was last read; undefined on a first run. */
export function lastTop(
  history: Earlier['history'],
  log: string,
): ReadonlyMap<string, number> | undefined {
  for (const { facts } of history) {
    const { data } = earlierTop.safeParse(facts);
    if (data?.log === log)
      return new Map(data.top.map(({ address, requests }) => [address, requests]));
  }
  return undefined;
}
