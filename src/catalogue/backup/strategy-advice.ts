import { z } from 'zod';
import type { Finding, Measurement } from '../../core/finding.ts';
import type { Context } from '../define.ts';
import { median } from './recent.ts';
import type { StrategyFacts } from './strategy-facts.ts';
import type { StrategyMessage as Id } from './strategy-messages.ts';

type Found = Finding<Id>;

interface Params {
  readonly rtoMinutes: number;
  readonly restoreMinutes?: number | undefined;
}

interface Growth {
  readonly kind: string;
  readonly perDay: number;
}

const mebibyte = 1024 * 1024;
/** Above this it is worth while to try another compression. */
const largeBytes = 1024 * mebibyte;
const longDumpSeconds = 1800;

const earlierRestore = z.object({
  restore: z.object({ seconds: z.number(), sizeBytes: z.number().nullable() }),
});

/**
 * How long a restore takes, as it was measured; how long it would take with the newest dump, and in
 * a year; what else there is than whole dumps.
 */
export function restoreAdvice(
  { kinds, newest, restore }: StrategyFacts,
  params: Params,
  history: Context['history'],
  growths: readonly Growth[],
): { readonly findings: readonly Found[]; readonly measurements: readonly Measurement[] } {
  const { rtoMinutes } = params;
  const findings: Found[] = [];
  const measurements: Measurement[] = [];
  const [dump] = kinds;
  const dumpBytes = dump?.backups[0]?.sizeBytes ?? 0;
  const measured = measuredSeconds(restore, params, history, dumpBytes);
  const say = (key: string, severity: Found['severity'], id: Id, args: Args, remedy?: Id) =>
    findings.push({
      key,
      severity,
      message: { id, args },
      ...(remedy && { remedy: { id: remedy, args } }),
    });
  if (measured === null) {
    say('restore', 'note', 'restore-unknown', {}, 'restore-test');
  } else {
    measurements.push({ name: 'restore', value: measured, unit: 'seconds' });
    const minutes = inMinutes(measured);
    const growth = growths.find(({ kind }) => kind === dump?.name);
    const later =
      growth && dumpBytes > 0 ? (measured * (dumpBytes + 365 * growth.perDay)) / dumpBytes : null;
    if (measured > rtoMinutes * 60) {
      say('restore', 'warning', 'restore-slow', { minutes, rtoMinutes, dumpBytes }, 'incremental');
    } else if (later !== null && later > rtoMinutes * 60) {
      const args = { minutes, later: inMinutes(later), rtoMinutes };
      say('restore', 'warning', 'restore-later', args, 'incremental');
    } else {
      const percent = Math.ceil((100 * measured) / (rtoMinutes * 60));
      say('restore', 'note', 'restore-fits', { minutes, rtoMinutes, percent });
    }
  }
  if (newest && newest.dumpSeconds > longDumpSeconds) {
    const args = { minutes: inMinutes(newest.dumpSeconds), dumpBytes };
    say('dump', 'note', 'long-dump', args, 'incremental');
  }
  if (newest && dumpBytes >= largeBytes) {
    const { serverMajor, dumpMajor, format } = newest;
    const args = { dumpBytes, minutes: inMinutes(newest.dumpSeconds), serverMajor };
    if ((dumpMajor ?? 0) >= 16 && format !== 'tar')
      say('zstd', 'note', 'zstd', args, 'zstd-remedy');
    else if (serverMajor < 16) say('zstd', 'note', 'zstd-later', args);
  }
  return { findings, measurements };
}

type Args = Readonly<Record<string, string | number>>;

/** To one place, and never rounded down to nothing. */
const inMinutes = (seconds: number) => Math.ceil(seconds / 6) / 10;

/** What the runbook says, else the median of what was measured, for a dump as large as the newest. */
function measuredSeconds(
  restore: StrategyFacts['restore'],
  { restoreMinutes }: Params,
  history: Context['history'],
  dumpBytes: number,
): number | null {
  if (restoreMinutes !== undefined) return restoreMinutes * 60;
  const earlier = history.flatMap(({ facts }) => {
    const read = earlierRestore.safeParse(facts);
    return read.success ? [read.data.restore] : [];
  });
  const all = [...(restore ? [restore] : []), ...earlier.slice(0, 4)];
  const scaled = all.map(({ seconds, sizeBytes }) =>
    sizeBytes !== null && sizeBytes > 0 && dumpBytes > 0
      ? (seconds * dumpBytes) / sizeBytes
      : seconds,
  );
  const middle = median(scaled);
  return middle === undefined ? null : Math.round(middle * 10) / 10;
}
