import { finding, type Measurement } from '../../core/finding.ts';
import { quote } from '../../core/shell.ts';
import { databaseFindings, differenceFinding, uploadFindings } from '../backup/restore-verdict.ts';
import type { Verification } from '../define-task.ts';
import type { DrillFacts } from './drill-facts.ts';
import type { Found } from './drill-guards.ts';
import type { DrillMessage as Id } from './drill-messages.ts';
import type { DrillParams } from './drill-params.ts';
import type { DrillResult } from './drill-result.ts';

interface Seen {
  readonly before: DrillFacts;
  readonly after: DrillFacts;
}

/** What the drill has shown: whether it would have worked, how long it took, and what was lost. */
export function verifyDrill({ before, after }: Seen, params: DrillParams): Verification<Id> {
  const { result } = after;
  if (!result || result.declaredAt === before.result?.declaredAt) {
    return { findings: [finding('drill', 'critical', 'not-drilled', {}, 'not-drilled-remedy')] };
  }
  const { chosen } = result;
  const directory = quote(params.directory);
  const restored = chosen
    ? [
        ...databaseFindings(chosen.restore, params.directory),
        ...chosen.restore.differences.map((one) => differenceFinding(one, chosen.restore)),
        ...uploadFindings(chosen.restore, params.directory),
      ]
    : [finding('backup', 'critical', 'none-verified', {}, 'passed-remedy', { directory })];
  return {
    findings: [
      ...passedFindings(result, directory),
      ...restored,
      ...serviceFindings(result, params),
      ...objectiveFindings(result, params),
      ...teardownFindings(result, params),
    ],
    measurements: measure(result),
    changes: told(result, params),
  };
}

function passedFindings({ passed, chosen }: DrillResult, directory: string): Found[] {
  return passed.map(({ manifest, why }) => {
    const args = { manifest, chosen: chosen?.restore.file ?? '-' };
    const id = chosen ? 'passed' : 'not-verified';
    const severity = chosen ? 'warning' : 'critical';
    const one = finding(`backup:${manifest}`, severity, id, args, 'passed-remedy', { directory });
    return { ...one, evidence: why };
  });
}

function serviceFindings(result: DrillResult, { unit, health, checks }: DrillParams): Found[] {
  const { service, serviceSaid, roles, grants } = result;
  const found: Found[] = [];
  if (service === 'not-started' || service === 'unhealthy') {
    const one = finding('service', 'critical', service, { unit, health }, 'service-remedy');
    found.push({ ...one, evidence: serviceSaid });
  }
  for (const { url, said } of result.checks.filter(({ ok }) => !ok)) {
    const wanted = checks.find((check) => check.url === url);
    const args = { url, status: wanted?.status ?? 200, text: wanted?.contains ?? '-' };
    const one = finding(`check:${url}`, 'critical', 'check-failed', args, 'service-remedy', {
      unit,
    });
    found.push({ ...one, evidence: said });
  }
  if (roles.failed) {
    const one = finding('roles', 'warning', 'roles-failed', {}, 'createrole-remedy');
    found.push({ ...one, evidence: roles.failed });
  }
  if (grants) {
    found.push({ ...finding('role', 'warning', 'no-grants', {}), evidence: grants });
  }
  return found;
}

/** To the minute, and never rounded down to the objective. */
const minutes = (seconds: number) => Math.ceil(seconds / 6) / 10;

function objectiveFindings(result: DrillResult, params: DrillParams): Found[] {
  const { recoverySeconds, lostSeconds } = result;
  const { rtoMinutes, rpoMinutes } = params;
  const found: Found[] = [];
  if (recoverySeconds === null) {
    found.push(finding('rto', 'critical', 'not-recovered', { rtoMinutes }, 'rto-remedy'));
  } else if (recoverySeconds > rtoMinutes * 60) {
    const args = { minutes: minutes(recoverySeconds), rtoMinutes, slowest: slowest(result) };
    found.push(finding('rto', 'critical', 'rto', args, 'rto-remedy'));
  }
  if (lostSeconds !== null && lostSeconds > rpoMinutes * 60) {
    const args = { minutes: minutes(lostSeconds), rpoMinutes };
    found.push(finding('rpo', 'critical', 'rpo', args, 'rpo-remedy'));
  }
  return found;
}

const spent = ({ startedAt, endedAt }: DrillResult['phases'][number]) =>
  Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 100) / 10;

/** What recovery waited for most. */
function slowest({ phases }: DrillResult): string {
  const waited = phases.filter(({ name }) => !['integrity', 'teardown'].includes(name));
  return waited.toSorted((a, b) => spent(b) - spent(a))[0]?.name ?? 'other';
}

function teardownFindings(result: DrillResult, { scratch, target, unit }: DrillParams): Found[] {
  const { left, leftSaid, cleared } = result;
  const found: Found[] = cleared ? [finding('leftover', 'note', 'cleared', {})] : [];
  // The database has a finding of its own where one was restored.
  const others = left.filter((what) => what !== 'database' || !result.chosen);
  if (others.length > 0) {
    const args = { what: others.join(', ') };
    const remedy = { scratch, target, unit };
    const one = finding('teardown', 'critical', 'left', args, 'left-remedy', remedy);
    found.push({ ...one, evidence: leftSaid });
  }
  return found;
}

function measure(result: DrillResult): Measurement[] {
  const { recoverySeconds, lostSeconds, phases, chosen } = result;
  return [
    ...(recoverySeconds === null
      ? []
      : [{ name: 'rto', value: recoverySeconds, unit: 'seconds' } as const]),
    ...(lostSeconds === null
      ? []
      : [{ name: 'rpo', value: lostSeconds, unit: 'seconds' } as const]),
    ...phases.map((phase) => ({ name: phase.name, value: spent(phase), unit: 'seconds' }) as const),
    ...(chosen?.restore.counted
      ? ([
          { name: 'tables', value: chosen.restore.tables, unit: 'count' },
          { name: 'rows', value: chosen.restore.rows, unit: 'count' },
        ] as const)
      : []),
  ];
}

function told(result: DrillResult, { unit, target }: DrillParams): { id: Id; args: Args }[] {
  const { chosen, declaredAt, recoverySeconds, lostSeconds, left, roles } = result;
  const all: { id: Id; args: Args }[] = [{ id: 'declared', args: { at: declaredAt } }];
  if (chosen?.restore.restore === 'done') {
    const { file, tables, rows, restoreSeconds } = chosen.restore;
    const at = chosen.snapshotAt;
    all.push({ id: 'restored-drill', args: { file, at, tables, rows, seconds: restoreSeconds } });
  }
  if (roles.made + roles.there > 0) {
    all.push({ id: 'roles', args: { made: roles.made, there: roles.there } });
  }
  if (recoverySeconds !== null && lostSeconds !== null) {
    const args = { unit, minutes: minutes(recoverySeconds), lost: minutes(lostSeconds) };
    all.push({ id: 'recovered', args });
  }
  if (left.length === 0) all.push({ id: 'torn-down', args: { target, unit } });
  return all;
}

type Args = Readonly<Record<string, string | number>>;
