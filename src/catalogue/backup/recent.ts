import { type Kind, nameState } from './kinds.ts';
import type { Listing } from './listing.ts';

/** One backup of a kind: a file, or the folder of a dump of format -Fd. */
export interface Backup {
  readonly file: string;
  readonly modifiedAtSeconds: number;
  /** Of a folder: the sum of its files. */
  readonly sizeBytes: number;
  /**
   * `partial` by its name, or a folder without `toc.dat`, which pg_dump writes last;
   * `closed` is a folder that cannot be looked into.
   */
  readonly state: 'finished' | 'partial' | 'closed';
}

/** How many are kept in the facts: the judged one, the seven before it, one that is just written. */
const keptFinished = 9;
/** Leftovers must not crowd out what counts. */
const keptOthers = 3;

/** The newest backups of a kind. */
export function newestOf(kind: Kind, listing: Listing): readonly Backup[] {
  const backups = backupsOf(kind, listing);
  const finished = backups.filter(({ state }) => state === 'finished').slice(0, keptFinished);
  const others = backups.filter(({ state }) => state !== 'finished').slice(0, keptOthers);
  return backups.filter((backup) => finished.includes(backup) || others.includes(backup));
}

/** All of a kind, newest first; of two with the same time, the name that sorts last is newer. */
export function backupsOf(kind: Kind, { files, closed }: Listing): readonly Backup[] {
  const backups: Backup[] = [];
  for (const { path, folder, modifiedAtSeconds, sizeBytes } of files) {
    const state = path.includes('/') ? undefined : nameState(path, kind);
    if (state === undefined) continue;
    if (!folder) {
      backups.push({ file: path, modifiedAtSeconds, sizeBytes, state });
      continue;
    }
    const parts = files.filter((part) => part.path.startsWith(`${path}/`));
    const whole = parts.some((part) => part.path === `${path}/toc.dat`);
    backups.push({
      file: path,
      modifiedAtSeconds: Math.max(
        modifiedAtSeconds,
        ...parts.map((part) => part.modifiedAtSeconds),
      ),
      sizeBytes: parts.reduce((sum, part) => sum + part.sizeBytes, 0),
      state: closed.includes(path) ? 'closed' : whole ? state : 'partial',
    });
  }
  return backups.sort(
    (a, b) => b.modifiedAtSeconds - a.modifiedAtSeconds || (a.file < b.file ? 1 : -1),
  );
}

/** The middle value; of an even number, the mean of the middle two. Undefined of none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}
