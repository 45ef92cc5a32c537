import type { Finding } from '../../core/finding.ts';
import { quote } from '../../core/shell.ts';
import { clusterObstacles } from '../backup/restore-judgement.ts';
import type { Context } from '../define.ts';
import type { Plan } from '../define-task.ts';
import type { Candidate, DrillFacts } from './drill-facts.ts';
import type { DrillMessage as Id } from './drill-messages.ts';
import { asRestore, type DrillParams } from './drill-params.ts';
import type { DrillChange } from './drill-script.ts';

export type Found = Finding<Id>;

/** Files take blocks, and an archive's size is without folders. */
const growth = 1.2;

export function planDrill(
  facts: DrillFacts,
  params: DrillParams,
  { host }: Context,
): Plan<DrillChange, Id> {
  const { candidates, restore, result } = facts;
  const refused = [
    ...hostObstacles(facts),
    ...backupObstacles(facts, params),
    ...clusterGuards(facts, params),
    ...serviceObstacles(facts, params),
    ...folderObstacles(facts, params),
  ];
  const [newest, ...older] = candidates;
  const { cluster } = restore;
  if (refused.length > 0 || !newest || !cluster || 'complaint' in cluster) {
    return { kind: 'refused', findings: refused };
  }
  const ageHours = result ? (host.epochSeconds - Date.parse(result.declaredAt) / 1000) / 3600 : 0;
  const well = result && wentWell(result, params) && result.chosen?.manifest === newest.manifest;
  if (well && ageHours < params.notAgainWithinHours) {
    return { kind: 'no-op', reason: { id: 'drilled', args: { manifest: newest.manifest } } };
  }
  const leftovers = leftoversOf(facts, params);
  const { unit, scratch, target, checks, rtoMinutes, rpoMinutes, directory } = params;
  const place = `${cluster.host}:${cluster.port}`;
  return {
    kind: 'change',
    change: {
      candidates: candidates.map(inOneWord),
      host: cluster.host,
      port: cluster.port,
      systemIdentifier: cluster.systemIdentifier,
      leftovers,
    },
    changes: [
      ...leftovers.map((what) => ({ id: 'clear', args: { what } }) as const),
      { id: 'choose', args: { file: newest.dump, at: newest.snapshotAt, older: older.length } },
      {
        id: 'restore',
        args: {
          file: newest.dump,
          sizeBytes: newest.dumpBytes,
          databaseBytes: newest.databaseBytes,
          target,
          place,
          freeBytes: cluster.freeBytes ?? 0,
          known: cluster.freeBytes === null ? 'no' : 'yes',
        },
      },
      ...(newest.archive
        ? [
            {
              id: 'unpack',
              args: {
                file: newest.archive,
                sizeBytes: newest.uploadsBytes,
                scratch,
                freeBytes: restore.scratchBytes ?? 0,
              },
            } as const,
          ]
        : []),
      { id: 'start', args: { unit, checks: checks.length } },
      { id: 'compare', args: { rtoMinutes, rpoMinutes } },
      { id: 'tear-down', args: { target, unit } },
    ],
    findings: [
      ...leftovers.map((what) => finding(`leftover:${what}`, 'note', 'leftover', { what })),
      ...facts.unusable.map(({ manifest, why }) => ({
        ...finding(`manifest:${manifest}`, 'warning', 'unusable', { manifest }, 'unusable-remedy', {
          directory: quote(directory),
        }),
        evidence: why,
      })),
      ...unlisted(facts),
      ...(newest.globals && !facts.cluster?.mayCreateRoles
        ? [finding('roles', 'note', 'no-createrole', {}, 'createrole-remedy')]
        : []),
      ...(checks.length === 0 ? [finding('checks', 'note', 'no-checks', {})] : []),
    ],
  };
}

export function wentWell(
  result: NonNullable<DrillFacts['result']>,
  { rtoMinutes, rpoMinutes }: DrillParams,
): boolean {
  const { chosen, recoverySeconds, lostSeconds, left } = result;
  return (
    chosen !== null &&
    chosen.restore.counted &&
    chosen.restore.differencesCount === 0 &&
    !chosen.restore.uploads?.failed &&
    left.length === 0 &&
    recoverySeconds !== null &&
    recoverySeconds <= rtoMinutes * 60 &&
    lostSeconds !== null &&
    lostSeconds <= rpoMinutes * 60
  );
}

function inOneWord({ manifest, files, dump, archive, globals, locale }: Candidate): string {
  const { encoding = '', collate = '', ctype = '' } = locale ?? {};
  return [
    ...[manifest, `${files}`, dump, archive ?? '-', globals ?? '-'],
    ...[encoding, collate, ctype].map((word) => word.replaceAll(/[^A-Za-z0-9_.@-]/g, '') || 'C'),
  ].join('/');
}

/** What is there of a drill that did not get to its end. */
function leftoversOf({ cluster, filesLeft, running, service }: DrillFacts, params: DrillParams) {
  const database = cluster?.databases.find(({ name }) => name === params.target);
  return [
    ...(database ? [params.target] : []),
    ...(filesLeft ? [filesLeft] : []),
    ...(running === 'ended' && service.active !== 'inactive' ? [params.unit] : []),
    ...(cluster?.made ?? []),
  ];
}

/** The newest dump that no manifest lists cannot be verified. */
function unlisted({ restore, candidates }: DrillFacts): Found[] {
  const file = restore.backup?.file;
  if (file === undefined || restore.manifest !== 'none') return [];
  if (candidates.some(({ dump }) => dump === file)) return [];
  return [finding('dump', 'warning', 'unlisted', { file }, 'unlisted-remedy')];
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

export function finding(
  key: string,
  severity: Found['severity'],
  id: Id,
  args: Readonly<Record<string, string | number>>,
  remedy?: Id,
  remedyArgs = args,
): Found {
  return {
    key,
    severity,
    message: { id, args },
    ...(remedy && { remedy: { id: remedy, args: remedyArgs } }),
  };
}
