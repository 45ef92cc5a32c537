import { type Finding, finding } from '../../core/finding.ts';
import { quote } from '../../core/shell.ts';
import type { Context } from '../define.ts';
import type { Plan } from '../define-task.ts';
import type { Cluster, RestoreFacts } from './restore-facts.ts';
import type { RestoreMessage as Id } from './restore-messages.ts';
import type { RestoreParams } from './restore-params.ts';
import type { RestoreChange } from './restore-script.ts';
import { madeAtSeconds, refusedName } from './scratch-guard.ts';

export type Found = Finding<Id>;

const roomFactor = 3;
/** Indexes and the like take more when they are made than they did. */
const growth = 1.2;

export function planRestore(
  facts: RestoreFacts,
  params: RestoreParams,
  { host }: Context,
): Plan<RestoreChange, Id> {
  const { backup, cluster, archive } = facts;
  const refused = [...backupObstacles(facts, params), ...clusterObstacles(facts, params)];
  if (refused.length > 0 || !backup || !cluster || 'complaint' in cluster) {
    return { kind: 'refused', findings: refused };
  }
  const { result } = facts;
  if (
    result?.file === backup.file &&
    result.modifiedAtSeconds === backup.modifiedAtSeconds &&
    isGood(result)
  ) {
    const { file } = backup;
    return { kind: 'no-op', reason: { id: 'tested', args: { file } } };
  }
  const { leftovers, others } = sortScratches(cluster, facts, params, host.epochSeconds);
  const { file, sizeBytes } = backup;
  const place = `${cluster.host}:${cluster.port}`;
  return {
    kind: 'change',
    change: {
      file,
      archive: archive?.file ?? null,
      host: cluster.host,
      port: cluster.port,
      systemIdentifier: cluster.systemIdentifier,
      locale: facts.locale,
      leftovers,
    },
    changes: [
      ...leftovers.map((name) => ({ id: 'drop-leftover', args: { name } }) as const),
      { id: 'restore', args: { file, sizeBytes, target: params.target, place } },
      ...(archive
        ? [
            {
              id: 'unpack',
              args: { file: archive.file, sizeBytes: archive.sizeBytes, scratch: params.scratch },
            } as const,
          ]
        : []),
      { id: 'compare', args: { manifest: facts.manifest } },
      { id: 'drop', args: { target: params.target } },
    ],
    findings: [
      ...leftovers.map((name) => finding(`leftover:${name}`, 'note', 'leftover', { name })),
      ...others.map((name) => finding(`scratch:${name}`, 'note', 'other', { name })),
      ...(cluster.freeBytes === null
        ? [finding('space', 'warning', 'space-unknown', { place }, 'space-unknown-remedy')]
        : []),
    ],
  };
}

function isGood(result: NonNullable<RestoreFacts['result']>): boolean {
  const { restore, counted, dropped, comparedWith, differencesCount, smoke, uploads } = result;
  return (
    restore === 'done' &&
    counted &&
    dropped &&
    comparedWith === 'manifest' &&
    differencesCount === 0 &&
    !smoke?.failed &&
    !uploads?.failed
  );
}

/** Databases of ours that nobody works with any more, and those of which that is not known. */
function sortScratches(
  { scratches }: Cluster,
  { running }: RestoreFacts,
  { timeoutSeconds }: RestoreParams,
  nowSeconds: number,
) {
  const leftovers: string[] = [];
  const others: string[] = [];
  for (const name of scratches) {
    const at = madeAtSeconds(name);
    if (at === undefined) continue;
    const ended = running?.name === name ? !running.alive : nowSeconds - at > timeoutSeconds + 600;
    (ended ? leftovers : others).push(name);
  }
  return { leftovers, others };
}

function backupObstacles(facts: RestoreFacts, params: RestoreParams): Found[] {
  const { directory, pattern, scratch } = params;
  const { backup, folder, tool } = facts;
  const place = { directory: quote(directory) };
  if (folder !== 'listed') {
    const remedy = folder === 'unreadable' ? 'remedy-unreadable' : 'remedy-missing';
    return [finding('folder', 'unknown', folder, { directory }, remedy, place)];
  }
  if (!backup) {
    return [finding('dump', 'critical', 'none', { pattern, directory }, 'none-remedy', place)];
  }
  const { file, dumpedBy, server } = backup;
  if (!backup.readable) {
    const args = { path: quote(`${directory}/${file}`) };
    return [finding('dump', 'unknown', 'denied', { file }, 'remedy-closed', args)];
  }
  const found: Found[] = [];
  const known = ['custom', 'directory', 'pg-tar', 'sql', 'sql.gz'];
  if (!known.includes(backup.format)) {
    const args = { file, format: backup.format };
    found.push(finding('dump', 'critical', 'no-dump', args, 'none-remedy', place));
  }
  if (backup.elsewhere) {
    found.push(finding('dump', 'critical', 'elsewhere', { file }, 'elsewhere-remedy'));
  }
  if (tool === null) {
    found.push(finding('tool', 'unknown', 'no-tool', {}, 'no-tool-remedy'));
  } else if ((dumpedBy ?? 0) > tool || /unsupported version \(/.test(backup.complaint)) {
    const args = { file, tool, dumpedBy: dumpedBy ?? 'unknown' };
    found.push(finding('tool', 'critical', 'old-tool', args, 'old-tool-remedy'));
  } else if (backup.complaint !== '') {
    const damaged = finding('dump', 'critical', 'damaged', { file }, 'damaged-remedy', place);
    found.push({ ...damaged, evidence: backup.complaint });
  }
  const { cluster } = facts;
  const major = cluster && !('complaint' in cluster) ? cluster.major : null;
  if (major !== null && server !== null && server > major) {
    const args = { file, server, major };
    found.push(finding('server', 'critical', 'newer-server', args, 'newer-server-remedy'));
  }
  if (facts.archive) {
    const guess = roomFactor * facts.archive.sizeBytes;
    const needBytes = Math.ceil(growth * (facts.uploadsBytes ?? guess));
    const freeBytes = facts.scratchBytes;
    if (freeBytes === null || freeBytes < needBytes) {
      const args = { scratch, freeBytes: freeBytes ?? 0, needBytes };
      found.push(finding('scratch', 'critical', 'scratch-space', args, 'scratch-space-remedy'));
    }
  }
  return found;
}

export function clusterObstacles(facts: RestoreFacts, params: RestoreParams): Found[] {
  const { clusters, database, target } = params;
  const { cluster, backup } = facts;
  if (cluster === null) return [];
  if ('complaint' in cluster) {
    const one = finding('cluster', 'critical', 'down', { place: cluster.place }, 'down-remedy');
    return [{ ...one, evidence: cluster.complaint }];
  }
  const { host, port, systemIdentifier, major } = cluster;
  const allowed = clusters.some(
    (one) => one.systemIdentifier === systemIdentifier && one.host === host && one.port === port,
  );
  const found: Found[] = [];
  if (!allowed) {
    const args = { place: `${host}:${port}`, systemIdentifier, host, port };
    found.push(finding('cluster', 'critical', 'not-allowed', args, 'not-allowed-remedy'));
  }
  const name = refusedName(target, database);
  if (name) found.push(finding('target', 'critical', 'name', { target, database }, 'name-remedy'));
  if (cluster.superuser || cluster.ownsProduction) {
    const id = cluster.superuser ? 'superuser' : 'owner';
    found.push(finding('role', 'critical', id, { database }, 'role-remedy'));
  } else if (!cluster.mayCreate) {
    found.push(finding('role', 'critical', 'no-createdb', {}, 'role-remedy'));
  }
  if (cluster.recovery)
    found.push(finding('cluster', 'critical', 'recovery', { major }, 'recovery-remedy'));
  if (backup && cluster.freeBytes !== null) {
    const room = Math.max(roomFactor * backup.sizeBytes, growth * (facts.databaseBytes ?? 0));
    const [needBytes, freeBytes] = [Math.ceil(room), cluster.freeBytes];
    if (freeBytes < needBytes) {
      const args = { place: `${host}:${port}`, freeBytes, needBytes };
      found.push(finding('space', 'critical', 'space', args, 'space-remedy'));
    }
  }
  return found;
}
