import { z } from 'zod';
import { Unparsable } from '../define.ts';
import { parseServiceMemory } from '../perf/service-memory.ts';
import { parsePss } from './pss-helper.ts';

/** What a record keeps, and a later run reads again. */
export const leakFacts = z.object({
  /** PSS where all of it could be read, else RSS: the two are never in one line. */
  measure: z.enum(['pss', 'rss']),
  processes: z.array(
    z.object({
      /** Boot, process id and start: one lifetime. */
      lifetime: z.string(),
      pid: z.number(),
      name: z.string(),
      unit: z.string(),
      bytes: z.number(),
    }),
  ),
  services: z.array(
    z.object({
      /** InvocationID: from a start of the service to its end. */
      lifetime: z.string(),
      name: z.string(),
      bytes: z.number(),
    }),
  ),
});

export type LeakFacts = z.output<typeof leakFacts>;

/** @throws Unparsable */
export function parseUse(use: string, units: string): LeakFacts {
  const boot = /^boot (\S+)$/m.exec(use)?.[1];
  if (boot === undefined || !/^end$/m.test(use) || !/^end$/m.test(units)) {
    throw new Unparsable('boot, processes, end', use.slice(-300));
  }
  const lines = [...use.matchAll(/^process (\d+) (\d+) (\d+) (\S+)\t(.*)$/gm)];
  if (lines.length === 0) throw new Unparsable('a process at least', use.slice(-300));
  const pss = parsePss(use);
  const invocations = new Map(
    [...units.matchAll(/^invocation (\S+) (\S+)$/gm)].map(([, name = '', id = '']) => [name, id]),
  );
  return {
    measure: pss ? 'pss' : 'rss',
    processes: lines.flatMap(([, pid = '', start = '', rss, unit = '', name = '']) => {
      const bytes = pss ? pss.get(Number(pid)) : Number(rss);
      // It has ended between the two readings.
      if (bytes === undefined) return [];
      const known = { pid: Number(pid), name, unit: unit === '-' ? '' : unit, bytes };
      return [{ lifetime: `${boot}/${pid}/${start}`, ...known }];
    }),
    services: parseServiceMemory(units, Number.POSITIVE_INFINITY).flatMap(
      ({ service, usedBytes }) => {
        const lifetime = invocations.get(service);
        return lifetime === undefined ? [] : [{ lifetime, name: service, bytes: usedBytes }];
      },
    ),
  };
}
