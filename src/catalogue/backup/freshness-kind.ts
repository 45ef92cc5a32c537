import type { Finding } from '../../core/finding.ts';
import { quote } from '../../core/shell.ts';
import type { freshnessMessages } from './freshness-messages.ts';
import type { Kind } from './kinds.ts';
import { type Backup, median } from './recent.ts';

type Found = Finding<keyof typeof freshnessMessages>;

/** Touched so lately that a writer may still be at it. */
const settleSeconds = 60;
/** Light probes can follow the script's first lines by minutes; what is later is from the future. */
const futureSeconds = 300;
/** A backup in the making that has not grown for so long has been given up. */
const stalledSeconds = 3600;
/** Below this share of the usual size something is missing. */
const smallShare = 0.7;

export const hours = (seconds: number): number => Math.round(seconds / 360) / 10;

/** Those that count, newest first. */
export function finishedOf(all: readonly Backup[], now: number): readonly Backup[] {
  return all.filter(
    ({ state, modifiedAtSeconds: at }) =>
      state === 'finished' && now - at >= settleSeconds && at - now <= futureSeconds,
  );
}

/** Everything there is to say about one kind, the worst first. */
export function judgeKind(
  { name, pattern }: Kind,
  all: readonly Backup[],
  finished: readonly Backup[],
  { directory, maxAgeHours }: { readonly directory: string; readonly maxAgeHours: number },
  now: number,
): Found[] {
  const [newest, ...before] = finished;
  const found: Found[] = [];
  const path = (file: string) => quote(`${directory}/${file}`);
  const look = { id: 'remedy-look', args: { directory: quote(directory) } } as const;
  const fromFuture = all.filter(({ modifiedAtSeconds: at }) => at - now > futureSeconds);
  const closed = all.find(({ state }) => state === 'closed');
  if (closed && (!newest || closed.modifiedAtSeconds >= newest.modifiedAtSeconds)) {
    const args = { kind: name, file: closed.file };
    found.push({
      key: name,
      severity: 'unknown',
      message: { id: 'closed', args },
      remedy: { id: 'remedy-closed', args: { path: path(closed.file) } },
    });
  } else if (!newest) {
    // With nothing but times from the future nobody can tell how old they are.
    if (fromFuture.length === 0) {
      const message = { id: 'none', args: { kind: name, pattern, directory } } as const;
      found.push({ key: name, severity: 'critical', message, remedy: look });
    }
  } else if (newest.sizeBytes === 0) {
    const message = { id: 'empty', args: { kind: name, file: newest.file } } as const;
    found.push({ key: name, severity: 'critical', message, remedy: look });
  } else if (now - newest.modifiedAtSeconds > maxAgeHours * 3600) {
    const ageHours = hours(now - newest.modifiedAtSeconds);
    const args = { kind: name, file: newest.file, ageHours, maxAgeHours };
    found.push({ key: name, severity: 'critical', message: { id: 'old', args }, remedy: look });
  }
  const usual = median(
    before
      .map(({ sizeBytes }) => sizeBytes)
      .filter(Boolean)
      .slice(0, 7),
  );
  if (newest && newest.sizeBytes > 0 && usual && newest.sizeBytes < smallShare * usual) {
    const percent = Math.floor((100 * newest.sizeBytes) / usual);
    const sizes = { sizeBytes: newest.sizeBytes, usualBytes: Math.round(usual) };
    found.push({
      key: `${name}:size`,
      severity: 'warning',
      message: { id: 'small', args: { kind: name, file: newest.file, percent, ...sizes } },
      remedy: { id: 'remedy-small', args: { directory: quote(directory) } },
    });
  }
  const [future] = fromFuture;
  if (future) {
    const modifiedAt = isoTime(future.modifiedAtSeconds);
    found.push({
      key: `${name}:clock`,
      severity: newest ? 'warning' : 'unknown',
      message: { id: 'future', args: { kind: name, file: future.file, modifiedAt } },
      remedy: { id: 'remedy-future', args: { path: path(future.file) } },
    });
  }
  const making = all.find(
    ({ state, modifiedAtSeconds: at }) =>
      at - now <= futureSeconds && (state === 'partial' || now - at < settleSeconds),
  );
  if (making && (!newest || making.modifiedAtSeconds >= newest.modifiedAtSeconds)) {
    const idle = now - making.modifiedAtSeconds;
    const stalled = idle > stalledSeconds;
    const args = { kind: name, file: making.file, judged: newest?.file ?? '-' };
    found.push({
      key: `${name}:unfinished`,
      severity: stalled ? 'warning' : 'note',
      message: stalled
        ? { id: 'unfinished', args: { ...args, idleHours: hours(idle) } }
        : { id: 'being-written', args },
      remedy: { id: 'remedy-unfinished', args: { path: path(making.file) } },
    });
  }
  return found;
}

/** ISO 8601, within what a Date can hold: file systems keep stranger times than that. */
function isoTime(seconds: number): string {
  return new Date(Math.min(seconds, 8.64e12) * 1000).toISOString();
}
