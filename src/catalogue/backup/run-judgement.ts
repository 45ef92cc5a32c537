import { type Finding, finding } from '../../core/finding.ts';
import { quote } from '../../core/shell.ts';
import type { Context } from '../define.ts';
import type { Plan, Verification } from '../define-task.ts';
import { evaluateIntegrity } from './integrity-judgement.ts';
import { type Backup, median } from './recent.ts';
import type { Look, RunFacts } from './run-facts.ts';
import type { RunMessage as Id } from './run-messages.ts';
import { kindsOf, type RunParams } from './run-params.ts';

type Found = Finding<Id>;

export interface RunChange {
  readonly by: 'script' | 'built-in';
}

const roomFactor = 1.5;
/** Below this share of the usual size something is missing. */
const smallShare = 0.7;

export function planBackup(
  facts: RunFacts,
  params: RunParams,
  { host }: Context,
): Plan<RunChange, Id> {
  const { directory, script, notAgainWithinMinutes } = params;
  const refused = facts.look
    ? obstacles(facts.look, facts, params)
    : scriptObstacles(facts, params);
  if (facts.folder !== 'listed' && refused.length === 0) {
    const id = facts.folder;
    refused.push(finding('folder', 'unknown', id, { directory }, `remedy-${readable(id)}`));
  }
  if (refused.length > 0) return { kind: 'refused', findings: refused };
  const newest = facts.kinds.map(({ backups }) => finished(backups)[0]);
  const ages = newest.map((one) => one && (host.epochSeconds - one.modifiedAtSeconds) / 60);
  if (ages.every((age) => age !== undefined && age >= 0 && age < notAgainWithinMinutes)) {
    const minutes = Math.max(...ages.map((age) => Math.floor(age ?? 0)));
    return { kind: 'no-op', reason: { id: 'recent', args: { directory, minutes } } };
  }
  if (!facts.look) {
    return {
      kind: 'change',
      change: { by: 'script' },
      changes: [{ id: 'run-script', args: { script: script ?? '', directory } }],
    };
  }
  const { server, leftovers, uploadsBytes } = facts.look;
  const databaseBytes = server.state === 'up' ? server.sizeBytes : 0;
  const sizeBytes = expectedBytes(facts);
  const { database, format, uploads } = params;
  return {
    kind: 'change',
    change: { by: 'built-in' },
    changes: [
      { id: 'dump', args: { database, databaseBytes, format, directory } },
      ...(uploads === 'none' ? [] : [uploading(uploads, uploadsBytes)]),
      { id: 'manifest', args: { directory, sizeBytes } },
      ...leftovers.map(
        ({ path, modifiedAt }) => ({ id: 'remove-leftover', args: { path, modifiedAt } }) as const,
      ),
    ],
    findings: [...ofReplica(facts, params), ...leftBehind(facts)],
  };
}

const uploading = (path: string, bytes: number | null) =>
  bytes === null
    ? ({ id: 'archive', args: { path } } as const)
    : ({ id: 'archive-sized', args: { path, uploadsBytes: bytes } } as const);

const ofReplica = ({ look }: RunFacts, { database }: RunParams): Found[] =>
  look?.server.state === 'up' && look.server.recovery
    ? [finding('server', 'note', 'replica', { database })]
    : [];

/** Told before and after, for the work removes them. */
const leftBehind = ({ look }: RunFacts): Found[] =>
  (look?.leftovers ?? []).map(({ path, modifiedAt }) =>
    finding(`leftover:${path}`, 'note', 'leftover', { path, modifiedAt }),
  );

const readable = (state: 'missing' | 'not-a-folder' | 'unreadable') =>
  state === 'unreadable' ? ('unreadable' as const) : ('missing' as const);

const finished = (backups: readonly Backup[]) =>
  backups.filter(({ state }) => state === 'finished');

/** As much as the last ones took; without any, half of what is there to be saved. */
function expectedBytes({ kinds, look }: RunFacts): number {
  const last = kinds.map(({ backups }) => finished(backups)[0]?.sizeBytes);
  if (last.every((bytes) => bytes !== undefined)) return last.reduce((sum, one) => sum + one, 0);
  const server = look?.server;
  return ((server?.state === 'up' ? server.sizeBytes : 0) + (look?.uploadsBytes ?? 0)) / 2;
}

function obstacles(look: Look, facts: RunFacts, params: RunParams): Found[] {
  const { directory, database, port, uploads } = params;
  const found: Found[] = [];
  const place = { directory: quote(directory) };
  if (look.folder === 'missing') {
    found.push(finding('folder', 'critical', 'no-folder', { directory }, 'no-folder-remedy'));
  } else if (look.folder === 'unsafe') {
    const args = { directory, path: look.unsafe };
    found.push(finding('folder', 'critical', 'unsafe', args, 'unsafe-remedy'));
  }
  if (look.lock === 'held') {
    found.push(finding('lock', 'warning', 'held', { directory }, 'held-remedy', place));
  }
  if (look.uploads === 'missing') {
    found.push(finding('uploads', 'critical', 'no-uploads', { uploads }, 'no-uploads-remedy'));
  }
  const { server, tool, freeBytes } = look;
  if (server.state === 'no-tools') {
    found.push(finding('server', 'unknown', 'no-tools', {}, 'no-tools-remedy'));
  } else if (server.state === 'failed') {
    const one = finding('server', 'critical', 'down', { database, port }, 'down-remedy');
    found.push({ ...one, evidence: server.complaint });
  } else if (tool !== null && tool < server.major) {
    const args = { tool, major: server.major };
    found.push(finding('server', 'critical', 'old-pg-dump', args, 'old-pg-dump-remedy'));
  }
  const needBytes = Math.ceil(roomFactor * expectedBytes(facts));
  if (look.folder === 'ok' && freeBytes === null) {
    found.push(finding('space', 'unknown', 'space-unknown', { directory }, 'space-remedy', place));
  } else if (freeBytes !== null && freeBytes < needBytes) {
    const args = { directory, freeBytes, needBytes };
    found.push(finding('space', 'critical', 'space', args, 'space-remedy', place));
  }
  return found;
}

function scriptObstacles({ script, unsafe }: RunFacts, params: RunParams): Found[] {
  const path = params.script ?? '';
  if (script === 'missing') {
    return [finding('script', 'critical', 'no-script', { path }, 'no-script-remedy')];
  }
  if (script === 'ok') return [];
  return [
    finding('script', 'critical', 'unsafe-script', { script: path, path: unsafe }, 'unsafe-remedy'),
  ];
}

interface Seen {
  readonly before: RunFacts;
  readonly after: RunFacts;
}

/** That each kind is new, was read to its end, and is what its manifest says. */
export function verifyBackup(
  { before, after }: Seen,
  params: RunParams,
  context: Context,
): Verification<Id> {
  const { directory, timeoutSeconds } = params;
  const kinds = kindsOf(params);
  const findings: Found[] = [];
  const written: { id: 'written'; args: { kind: string; file: string; sizeBytes: number } }[] = [];
  for (const { name: kind } of kinds) {
    const [newest, ...earlier] = backupsOf(after, kind);
    const [last] = backupsOf(before, kind);
    const isNew =
      newest !== undefined &&
      (newest.file !== last?.file || newest.modifiedAtSeconds > last.modifiedAtSeconds);
    if (!isNew) {
      const args = { kind, directory, newest: newest?.file ?? '-' };
      findings.push(finding(kind, 'critical', 'not-written', args, 'not-written-remedy'));
      continue;
    }
    const { file, sizeBytes } = newest;
    written.push({ id: 'written', args: { kind, file, sizeBytes } });
    const usualBytes = median(earlier.slice(0, 7).map((one) => one.sizeBytes));
    if (usualBytes !== undefined && sizeBytes < smallShare * usualBytes) {
      const args = { kind, file, sizeBytes, usualBytes };
      findings.push(finding(`${kind}:size`, 'warning', 'shrunken', args, 'shrunken-remedy'));
    }
    const read = after.checked.find((one) => one.kind === kind);
    if (read?.file !== file) {
      findings.push(finding(kind, 'unknown', 'not-read', { kind, file }, 'not-read-remedy'));
    }
  }
  const fresh = after.checked.filter(({ kind, file }) =>
    written.some(({ args }) => args.kind === kind && args.file === file),
  );
  const judged = evaluateIntegrity(
    { kinds: fresh },
    { directory, kinds, timeoutSeconds },
    { ...context, history: [] },
  );
  return {
    findings: [...findings, ...judged.findings, ...ofReplica(after, params), ...leftBehind(before)],
    measurements: judged.measurements ?? [],
    changes: written,
  };
}

const backupsOf = ({ kinds }: RunFacts, kind: string) =>
  finished(kinds.find(({ name }) => name === kind)?.backups ?? []);
