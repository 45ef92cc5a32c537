import { type Finding, finding } from '../../core/finding.ts';
import { quote } from '../../core/shell.ts';
import { clusterObstacles } from '../backup/restore-judgement.ts';
import type { DrillFacts } from './drill-facts.ts';
import type { DrillMessage as Id } from './drill-messages.ts';
import { asRestore, type DrillParams } from './drill-params.ts';

export type Found = Finding<Id>;

/** Files take blocks, and an archive's size is without folders. */
const growth = 1.2;

/** All that stands in the way; each of them alone keeps a drill from being begun. */
export function obstacles(facts: DrillFacts, params: DrillParams): Found[] {
  return [
    ...hostObstacles(facts),
    ...backupObstacles(facts, params),
    ...clusterGuards(facts, params),
    ...serviceObstacles(facts, params),
    ...folderObstacles(facts, params),
  ];
}

function hostObstacles({ marker, name, origins, running }: DrillFacts): Found[] {
  const found: Found[] = [];
  if (marker !== 'ok') {
    found.push(finding('host', 'critical', 'no-target', { marker, name }, 'no-target-remedy'));
  }
  if (origins.hosts.includes(name)) {
    found.push(finding('host', 'critical', 'source-host', { name }, 'source-host-remedy'));
  }
  if (running === 'alive') found.push(finding('drill', 'critical', 'busy', {}));
  return found;
}

function backupObstacles(facts: DrillFacts, { directory, pattern }: DrillParams): Found[] {
  const { restore, candidates, unusable } = facts;
  const place = { directory: quote(directory) };
  if (restore.folder !== 'listed') {
    const remedy = restore.folder === 'unreadable' ? 'remedy-unreadable' : 'remedy-missing';
    return [finding('folder', 'unknown', restore.folder, { directory }, remedy, place)];
  }
  if (candidates.length > 0) return [];
  const args = { directory, pattern };
  const one = finding('backup', 'critical', 'no-candidates', args, 'no-candidates-remedy', place);
  const why = unusable.map(({ manifest, why }) => `${manifest}: ${why}`).join('\n');
  return [why ? { ...one, evidence: why.slice(0, 1000) } : one];
}

function clusterGuards(facts: DrillFacts, params: DrillParams): Found[] {
  const { restore, origins, candidates, cluster: seen, versions } = facts;
  const [newest] = candidates;
  const { tool, backup } = restore;
  if (tool === null) return [finding('tool', 'unknown', 'no-tool', {}, 'no-tool-remedy')];
  const measured = newest &&
    backup && {
      ...restore,
      backup: { ...backup, sizeBytes: newest.dumpBytes },
      databaseBytes: newest.databaseBytes,
    };
  const found: Found[] = [...clusterObstacles(measured ?? restore, asRestore(params))];
  const { cluster } = restore;
  if (!cluster || 'complaint' in cluster) return found;
  const { systemIdentifier, host, port, major } = cluster;
  const place = `${host}:${port}`;
  if (origins.clusters.includes(systemIdentifier)) {
    const args = { place, systemIdentifier };
    found.push(finding('cluster', 'critical', 'source-cluster', args, 'own-cluster-remedy'));
  }
  if (!seen) return [...found, finding('cluster', 'unknown', 'not-seen', { place }, 'down-remedy')];
  const names = new Set([params.database, ...origins.databases]);
  for (const { name } of seen.databases.filter((one) => names.has(one.name))) {
    const args = { place, name };
    found.push(finding('cluster', 'critical', 'has-production', args, 'own-cluster-remedy'));
  }
  const { target, role } = params;
  if (seen.databases.some(({ name, ours }) => name === target && !ours)) {
    found.push(finding('target', 'critical', 'taken', { target, place }, 'taken-remedy'));
  }
  if (role !== 'none' && !seen.hasRole) {
    found.push(finding('role', 'critical', 'no-role', { role }, 'no-role-remedy'));
  }
  if (newest && versions && versions.server > major) {
    const args = { file: newest.dump, server: versions.server, major };
    found.push(finding('server', 'critical', 'newer-server', args, 'newer-server-remedy'));
  }
  if (newest && versions && (versions.dumpedBy ?? 0) > tool) {
    const args = { file: newest.dump, tool, dumpedBy: versions.dumpedBy ?? 'unknown' };
    found.push(finding('tool', 'critical', 'old-tool', args, 'old-tool-remedy'));
  }
  return found;
}

function serviceObstacles({ service, running, http }: DrillFacts, { unit }: DrillParams): Found[] {
  const found: Found[] = [];
  const wanted = unit.includes('.service') ? unit : `${unit}.service`;
  if (service.load === 'not-found') {
    found.push(finding('service', 'critical', 'no-service', { unit }, 'no-service-remedy'));
  } else if (service.load !== 'loaded') {
    const args = { unit, state: service.load || '-' };
    found.push(finding('service', 'unknown', 'bad-service', args, 'service-remedy'));
  } else if (service.id !== wanted) {
    const args = { unit, id: service.id };
    found.push(finding('service', 'critical', 'alias', args, 'no-service-remedy'));
  } else if (running === null && !['inactive', 'failed'].includes(service.active)) {
    const args = { unit, state: service.active };
    found.push(finding('service', 'critical', 'active', args, 'active-remedy'));
  }
  if (!http) found.push(finding('http', 'critical', 'no-http', {}, 'no-http-remedy'));
  return found;
}

function folderObstacles(facts: DrillFacts, { scratch }: DrillParams): Found[] {
  if (!facts.ownScratch) {
    const args = { scratch };
    return [finding('scratch', 'critical', 'no-scratch', args, 'no-scratch-remedy')];
  }
  const [newest] = facts.candidates;
  const needBytes = Math.ceil(growth * (newest?.uploadsBytes ?? 0));
  const freeBytes = facts.restore.scratchBytes;
  if (freeBytes !== null && freeBytes >= needBytes) return [];
  const args = { scratch, freeBytes: freeBytes ?? 0, needBytes };
  return [finding('scratch', 'critical', 'scratch-space', args, 'scratch-space-remedy')];
}
