import type { Finding, Measurement } from '../../core/finding.ts';
import { quote } from '../../core/shell.ts';
import type { Context, Judgement } from '../define.ts';
import type { freshnessMessages } from './freshness-messages.ts';
import { type Kind, withoutSlash } from './kinds.ts';
import type { FolderState } from './listing.ts';
import { type Backup, median } from './recent.ts';

export interface FolderFacts {
  readonly state: FolderState;
  /** What the tools said when the folder could not be listed. */
  readonly complaint: string;
  readonly kinds: readonly { readonly name: string; readonly backups: readonly Backup[] }[];
  /** Null when df could not tell. */
  readonly device: string | null;
  readonly availableBytes: number | null;
}

export interface FreshnessFacts {
  readonly local: FolderFacts;
  readonly offHost: FolderFacts | null;
}

interface Params {
  readonly directory: string;
  readonly kinds: readonly Kind[];
  readonly maxAgeHours: number;
  readonly offHostDirectory?: string | undefined;
}

type Id = keyof typeof freshnessMessages;
type Found = Finding<Id>;

/** Touched so lately that a writer may still be at it. */
const settleSeconds = 60;
/** Light probes can follow the script's first lines by minutes; what is later is from the future. */
const futureSeconds = 300;
/** A backup in the making that has not grown for so long has been given up. */
const stalledSeconds = 3600;
/** Below this share of the usual size something is missing. */
const smallShare = 0.7;
const roomFactor = 1.5;

const hours = (seconds: number): number => Math.round(seconds / 360) / 10;

export function evaluateFreshness(
  { local, offHost }: FreshnessFacts,
  params: Params,
  { host }: Context,
): Judgement<Id> {
  const directory = withoutSlash(params.directory);
  if (local.state !== 'listed') return { findings: [cannotList('directory', directory, local)] };
  const findings: Found[] = [];
  const measurements: Measurement[] = [];
  const judged: { readonly kind: string; readonly finished: readonly Backup[] }[] = [];
  for (const kind of params.kinds) {
    const all = local.kinds.find(({ name }) => name === kind.name)?.backups ?? [];
    const finished = finishedOf(all, host.epochSeconds);
    judged.push({ kind: kind.name, finished });
    findings.push(...judgeKind(kind, all, finished, { ...params, directory }, host.epochSeconds));
    const newest = finished[0];
    if (newest === undefined) continue;
    const age = hours(Math.max(0, host.epochSeconds - newest.modifiedAtSeconds));
    measurements.push(
      { name: 'age', object: kind.name, value: age, unit: 'hours' },
      { name: 'size', object: kind.name, value: newest.sizeBytes, unit: 'bytes' },
    );
  }
  findings.push(
    ...judgeSpace(
      directory,
      local,
      judged.map(({ finished }) => finished[0]),
    ),
  );
  if (local.availableBytes !== null) {
    measurements.push({
      name: 'available',
      object: directory,
      value: local.availableBytes,
      unit: 'bytes',
    });
  }
  if (offHost !== null) {
    const away = withoutSlash(params.offHostDirectory ?? '');
    findings.push(...judgeOffHost(directory, local, away, offHost, judged));
  }
  return { findings, measurements };
}

function finishedOf(all: readonly Backup[], now: number): readonly Backup[] {
  return all.filter(
    ({ state, modifiedAtSeconds: at }) =>
      state === 'finished' && now - at >= settleSeconds && at - now <= futureSeconds,
  );
}

/** Everything there is to say about one kind, the worst first. */
function judgeKind(
  { name, pattern }: Kind,
  all: readonly Backup[],
  finished: readonly Backup[],
  { directory, maxAgeHours }: Params,
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

function judgeSpace(
  directory: string,
  { availableBytes }: FolderFacts,
  newest: readonly (Backup | undefined)[],
): Found[] {
  const lastBytes = newest.reduce((sum, backup) => sum + (backup?.sizeBytes ?? 0), 0);
  const needBytes = Math.ceil(roomFactor * lastBytes);
  const remedy = { id: 'remedy-space', args: { directory: quote(directory) } } as const;
  if (availableBytes === null) {
    const message = { id: 'space-unknown', args: { directory } } as const;
    return [{ key: 'space', severity: 'unknown', message, remedy }];
  }
  if (availableBytes >= needBytes) return [];
  const args = { directory, availableBytes, needBytes };
  return [{ key: 'space', severity: 'warning', message: { id: 'space', args }, remedy }];
}

/** A copy may lag by one backup: the newest but one is still good. */
function judgeOffHost(
  directory: string,
  local: FolderFacts,
  away: string,
  facts: FolderFacts,
  judged: readonly { readonly kind: string; readonly finished: readonly Backup[] }[],
): Found[] {
  if (facts.state !== 'listed') return [cannotList('off-host', away, facts)];
  const found: Found[] = [];
  const remedy = { id: 'remedy-off-host', args: { directory: quote(away) } } as const;
  if (facts.device !== null && facts.device === local.device) {
    const args = { directory, away, device: facts.device };
    const message = { id: 'off-host-same', args } as const;
    found.push({ key: 'off-host', severity: 'warning', message, remedy });
  }
  for (const { kind, finished } of judged) {
    const copies = facts.kinds.find(({ name }) => name === kind)?.backups ?? [];
    const wanted = finished.slice(0, 2);
    const there = wanted.some(({ file, sizeBytes }) =>
      copies.some((copy) => copy.file === file && copy.sizeBytes === sizeBytes),
    );
    if (there || wanted.length === 0) continue;
    const args = { kind, away, file: wanted[0]?.file ?? '-', newest: copies[0]?.file ?? '-' };
    const message = { id: 'off-host-missing', args } as const;
    found.push({ key: `off-host:${kind}`, severity: 'warning', message, remedy });
  }
  return found;
}

function cannotList(key: string, directory: string, facts: FolderFacts): Found {
  const id = facts.state === 'listed' ? 'unreadable' : facts.state;
  return {
    key,
    severity: 'unknown',
    message: { id, args: { directory } },
    remedy: {
      id: id === 'unreadable' ? 'remedy-unreadable' : 'remedy-missing',
      args: { directory: quote(directory) },
    },
    ...(facts.complaint ? { evidence: facts.complaint } : {}),
  };
}

/** ISO 8601, within what a Date can hold: file systems keep stranger times than that. */
function isoTime(seconds: number): string {
  return new Date(Math.min(seconds, 8.64e12) * 1000).toISOString();
}
