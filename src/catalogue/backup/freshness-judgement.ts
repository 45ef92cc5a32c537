import type { Finding, Measurement } from '../../core/finding.ts';
import { quote } from '../../core/shell.ts';
import type { Context, Judgement } from '../define.ts';
import { finishedOf, hours, judgeKind } from './freshness-kind.ts';
import type { freshnessMessages } from './freshness-messages.ts';
import { type Kind, withoutSlash } from './kinds.ts';
import type { FolderState } from './listing.ts';
import type { Backup } from './recent.ts';

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

const roomFactor = 1.5;

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
