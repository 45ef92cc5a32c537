import type { Finding } from '../../core/finding.ts';
import { shell } from '../../core/probe.ts';
import { lines, sh } from '../../core/shell.ts';
import type { SqlOutcome } from '../../core/sql.ts';
import { type Examination, examineSurely } from '../examine.ts';
import { judged, qualified, withoutFacts } from '../judge.ts';
import type { HostLine } from '../line.ts';
import type { StepOutcome } from '../outcome.ts';
import type { PlannedTask } from '../plan.ts';
import { noFactsOf } from '../reading.ts';
import type { Places } from './conduct.ts';
import { doWork } from './do-work.ts';
import { lockFunctions } from './lock.ts';
import { outcomeOf, type Proposal, told, withFindings } from './plan-task.ts';
import { finishWork } from './supervisor.ts';

/** A change under the lock: what is to be done, and what was there before. */
export interface Undertaking {
  readonly step: PlannedTask;
  readonly proposal: Proposal;
  readonly token: string;
  readonly places: Places;
  /** How the statements of the application went. */
  readonly said?: readonly SqlOutcome[];
}

export interface Conclusion {
  readonly outcome: StepOutcome;
  /** False when nobody could look: lock and state stay, and the next run picks the work up. */
  readonly settled: boolean;
}

/**
 * Verifies what was done, and undoes it where that fails; a run that only plans undoes nothing.
 * Never rejects.
 */
export async function conclude(
  line: HostLine,
  undertaking: Undertaking,
  problem: Finding | undefined,
  mayRollBack = true,
): Promise<Conclusion> {
  const { step, proposal, token, places } = undertaking;
  const { planned, change, before, hash } = proposal;
  const { task, params } = step;
  const verification = await verified(line, undertaking);
  if ('unseen' in verification) {
    const rest = { remedy: 'task/left-running-remedy' } as const;
    const args = { cause: verification.unseen };
    const unseen = told('apply', 'critical', 'task/unverified', args, rest);
    const failed = { ...planned, task: outcomeOf(step, 'failed', planned.task?.changes) };
    return { outcome: withFindings(failed, [unseen]), settled: false };
  }
  const { after, changes = planned.task?.changes ?? [], ...seen } = verification;
  const findings = [...(problem ? [problem] : []), ...seen.findings];
  const facts = { plan: hash, change, before, after };
  const end = (outcome: 'done' | 'failed' | 'rolled-back', more: readonly Finding[] = []) => ({
    outcome: withFindings(
      { ...planned, ...seen, findings, facts, task: outcomeOf(step, outcome, changes) },
      more,
    ),
    settled: true,
  });
  const bad = findings.some(({ severity }) => severity === 'critical' || severity === 'unknown');
  if (!bad) return end('done');
  const way = task.rollback(change, params);
  if (way === 'irreversible') return end('failed', [told('rollback', 'note', 'task/irreversible')]);
  if (!mayRollBack) return end('failed');
  const order = { step, application: way, places, token: `${token}-rollback`, about: '{}' };
  const undone = await doWork(line, order);
  if (undone.kind === 'done') {
    const { outcome, settled } = end('rolled-back', [told('rollback', 'note', 'task/rolled-back')]);
    // What was measured is what stood for a moment, between the change and the way back.
    return { outcome: { ...outcome, measurements: [] }, settled };
  }
  const { evidence = '' } = undone.finding;
  const rest = { evidence, remedy: 'task/rollback-failed-remedy' } as const;
  return end('failed', [told('rollback', 'critical', 'task/rollback-failed', {}, rest)]);
}

/** What the task makes of the host as it is now, or why nobody could look. Never rejects. */
async function verified(line: HostLine, { step, proposal, token, places, said }: Undertaking) {
  const { task, params, history } = step;
  const { before, change } = proposal;
  const renewal = lines(lockFunctions(places, token), sh`teiki_renew ${leaseOf(step)}`);
  const lease = shell(renewal, { exitStatuses: [0, 1] });
  let examination: Examination;
  try {
    examination = await examineSurely(line, [step], { lease });
  } catch (error) {
    return { unseen: error instanceof Error ? error.message : String(error) };
  }
  const { readings, context, breakdown } = examination;
  const [reading] = readings;
  if (reading === undefined || 'leftOut' in reading) return { unseen: breakdown?.reason.id ?? '' };
  if ('noFacts' in reading) return { ...withoutFacts(reading.noFacts), ...nothingSeen };
  try {
    const after = reading.facts;
    const judgement = task.verify({ before, after, change, ...(said && { said }) }, params, {
      ...context,
      history,
    });
    const changes = judgement.changes?.map((message) => qualified(task.id, message));
    return { ...judged(task.id, judgement), after, ...(changes && { changes }) };
  } catch (error) {
    return { ...withoutFacts(noFactsOf(error)), ...nothingSeen };
  }
}

const nothingSeen = { measurements: [], after: null as unknown };

/** Seconds that a script with the task's probes may take, and then some. */
export function leaseOf({ task, params }: PlannedTask): number {
  const probes = Object.values(task.probes(params));
  return probes.reduce((sum, { timeoutSeconds }) => sum + timeoutSeconds + 2, 60);
}

/** Also when the run has been interrupted, and over a new connection when need be. */
export async function giveBack(
  line: HostLine,
  places: Places,
  token: string,
  other?: string,
): Promise<void> {
  try {
    await line.ask(finishWork(places, token, other), AbortSignal.timeout(15_000));
  } catch {
    // It expires by itself, and the next run says so.
  }
}
