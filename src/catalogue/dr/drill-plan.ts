import { finding } from '../../core/finding.ts';
import { quote } from '../../core/shell.ts';
import type { Context } from '../define.ts';
import type { Plan } from '../define-task.ts';
import type { Candidate, DrillFacts } from './drill-facts.ts';
import { type Found, obstacles } from './drill-guards.ts';
import type { DrillMessage as Id } from './drill-messages.ts';
import type { DrillParams } from './drill-params.ts';
import type { DrillChange } from './drill-script.ts';

export function planDrill(
  facts: DrillFacts,
  params: DrillParams,
  { host }: Context,
): Plan<DrillChange, Id> {
  const { candidates, restore, result } = facts;
  const refused = obstacles(facts, params);
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

function wentWell(
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
