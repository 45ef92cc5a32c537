import { z } from 'zod';
import type {
  CatalogueEntry,
  EntryKind,
  LoadableCatalogue,
} from '../../src/runbook/catalogue-view.ts';

const absolute = z.string().regex(/^\//, 'an absolute path');
const percent = z.number().min(0).max(100);
const kinds = z.array(z.strictObject({ name: z.string(), pattern: z.string() })).min(1);
const sampled = z.strictObject({
  warning: percent.default(80),
  critical: percent.default(95),
  seconds: z.int().min(1).max(60).default(5),
});
const filesystem = z
  .strictObject({
    path: absolute.default('/var/log'),
    warning: percent.default(80),
    critical: percent.default(90),
  })
  .refine(({ warning, critical }) => warning < critical, {
    error: '`warning` must be below `critical`',
    path: ['warning'],
  });

const entries: readonly CatalogueEntry[] = [
  entry('check', 'logs.disk-usage', filesystem),
  entry('check', 'disk.root-usage', filesystem),
  entry(
    'check',
    'logs.large-files',
    z.object({ directory: absolute, pattern: z.string(), largerThanMiB: z.number() }),
  ),
  entry(
    'check',
    'backup.freshness',
    z.strictObject({ directory: absolute, kinds, maxAgeHours: z.number().positive() }),
  ),
  entry('check', 'backup.integrity', z.strictObject({ directory: absolute, kinds })),
  entry(
    'check',
    'tls.file-expiry',
    z.strictObject({ certificate: absolute, warningDays: z.int(), criticalDays: z.int() }),
  ),
  entry(
    'check',
    'tls.served-cert',
    z.strictObject({ host: z.string(), port: z.int().min(1).max(65_535), serverName: z.string() }),
  ),
  entry('check', 'perf.cpu', sampled),
  entry('check', 'perf.memory', sampled),
  entry('check', 'perf.disk-io', sampled),
  entry('check', 'capacity.sample', z.strictObject({})),
  entry('task', 'logs.rotate-force', z.strictObject({ config: absolute })),
  { ...entry('task', 'system.reboot', z.strictObject({})), level: 2 },
  entry('review', 'incidents.review', z.strictObject({})),
];

/** Entries with the parameters that the instance uses, so that these tests need no real catalogue. */
export const stubCatalogue: LoadableCatalogue = {
  ids: entries.map(({ id }) => id),
  load: () => Promise.resolve(),
  get: (id) => entries.find((each) => each.id === id),
};

function entry(kind: EntryKind, id: string, params: z.ZodType): CatalogueEntry {
  return { kind, id, level: 1, params };
}
