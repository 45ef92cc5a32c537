import { randomBytes } from 'node:crypto';
import type { Finding } from '../../core/finding.ts';
import type { Message } from '../../core/message.ts';
import { shell } from '../../core/probe.ts';
import { lines, sh } from '../../core/shell.ts';
import { examine } from '../examine.ts';
import { judged, qualified, withoutFacts } from '../judge.ts';
import type { HostLine } from '../line.ts';
import type { StepOutcome } from '../outcome.ts';
import type { PlannedTask } from '../plan.ts';
import { noFactsOf } from '../reading.ts';
import { type Conduct, type Places, standsInTheWay, usualPlaces } from './conduct.ts';
import { doWork } from './do-work.ts';
import { acquireLock, lockFunctions, parseLock } from './lock.ts';
import { outcomeOf, type Proposal, planTask, told, withFindings } from './plan-task.ts';
import { finishWork } from './supervisor.ts';

/** A change under the lock: what is to be done, and what was there before. */
export interface Undertaking {
  readonly step: PlannedTask;
  readonly proposal: Proposal;
  readonly token: string;
  readonly places: Places;
}

/**
 * Carries out a proposal, or says why not: lock, probe and plan again, apply, verify, roll back.
 * Never rejects, and gives the lock back unless work is still going on.
 */
export async function applyTask(
  line: HostLine,
  step: PlannedTask,
  proposal: Proposal,
  conduct: Conduct,
): Promise<StepOutcome> {
  const { planned, hash } = proposal;
  const obstacle = standsInTheWay(step, hash, conduct);
  if (obstacle) return notApplied(step, proposal, obstacle);
  const startedAt = line.world.now();
  const token = randomBytes(12).toString('hex');
  const places = conduct.places ?? usualPlaces;
  let working = false;
  let locked = true;
  const failed = (finding: Finding): StepOutcome =>
    withFindings({ ...planned, task: outcomeOf(step, 'failed') }, [finding]);
  try {
    const { runId } = conduct;
    const seconds = leaseOf(step);
    const lock = acquireLock(places, { token, runId, seconds });
    const { own, readings, context } = await examine(line, [step], { lock });
    const answer = parseLock(own['lock']);
    locked = answer.kind === 'ours';
    if (answer.kind === 'held') {
      const reason = { id: 'task/locked', args: { ...answer.holder } };
      return { ...planned, verdict: 'skipped', reason };
    }
    if (answer.kind === 'foreign') {
      const args = { ...answer.holder, path: answer.path };
      const rest = { remedy: 'task/lock-foreign-remedy' } as const;
      return failed(told('lock', 'critical', 'task/lock-foreign', args, rest));
    }
    if (answer.kind === 'failed') {
      const rest = { evidence: answer.complaint, remedy: 'task/lock-failed-remedy' } as const;
      return failed(told('lock', 'critical', 'task/lock-failed', {}, rest));
    }
    const notes = answer.stale
      ? [told('lock', 'note', 'task/lock-stale', { ...answer.stale })]
      : [];
    const [reading] = readings;
    const again = reading && planTask(step, reading, context);
    if (again?.kind !== 'change') return withFindings(again?.outcome ?? planned, notes);
    if (again.proposal.hash !== hash) {
      const args = { hash, now: again.proposal.hash };
      const rest = { remedy: 'task/plan-changed-remedy' } as const;
      return withFindings(failed(told('plan', 'warning', 'task/plan-changed', args, rest)), notes);
    }
    notes.push(told('plan', 'note', 'task/applied', { hash }));
    if (step.task.level >= 2 && conduct.override !== undefined) {
      const args = { level: step.task.level, reason: conduct.override };
      notes.push(told('override', 'note', 'task/override', args));
    }
    working = true;
    const undertaking = { step, proposal: again.proposal, token, places };
    const about = aboutOf(undertaking, conduct, startedAt);
    const application = step.task.apply(again.proposal.change, step.params);
    const { task, params } = step;
    const end = await doWork(line, { task, params, application, token, about, places });
    if (end.kind === 'left') return withFindings(failed(end.finding), notes);
    working = false;
    const problem = end.kind === 'failed' ? end.finding : undefined;
    const outcome = await conclude(line, undertaking, problem);
    const durationMs = line.world.now().getTime() - startedAt.getTime();
    return withFindings({ ...outcome, durationMs }, notes);
  } catch (error) {
    working = false;
    return { ...planned, ...withoutFacts(noFactsOf(error)), task: outcomeOf(step, 'failed') };
  } finally {
    if (locked && !working) await giveBack(line, places, token);
  }
}

/**
 * Verifies what was done, and undoes it where that fails (and a run that only plans does not ask
 * for it). Never rejects.
 */
export async function conclude(
  line: HostLine,
  undertaking: Undertaking,
  problem: Finding | undefined,
  mayRollBack = true,
): Promise<StepOutcome> {
  const { step, proposal, token, places } = undertaking;
  const { planned, change, before, hash } = proposal;
  const { task, params } = step;
  const {
    after,
    changes = planned.task?.changes ?? [],
    ...seen
  } = await verified(line, undertaking);
  const findings = [...(problem ? [problem] : []), ...seen.findings];
  const facts = { plan: hash, change, before, after };
  const end = (outcome: 'done' | 'failed' | 'rolled-back', more: readonly Finding[] = []) =>
    withFindings(
      { ...planned, ...seen, findings, facts, task: outcomeOf(step, outcome, changes) },
      more,
    );
  const bad = findings.some(({ severity }) => severity === 'critical' || severity === 'unknown');
  if (!bad) return end('done');
  const way = task.rollback(change, params);
  if (way === 'irreversible') return end('failed', [told('rollback', 'note', 'task/irreversible')]);
  if (!mayRollBack) return end('failed');
  const order = { task, params, application: way, places, token: `${token}-rollback`, about: '{}' };
  const undone = await doWork(line, order);
  if (undone.kind === 'done') {
    return end('rolled-back', [told('rollback', 'note', 'task/rolled-back')]);
  }
  const { evidence = '' } = undone.finding;
  const rest = { evidence, remedy: 'task/rollback-failed-remedy' } as const;
  return end('failed', [told('rollback', 'critical', 'task/rollback-failed', {}, rest)]);
}

async function verified(line: HostLine, { step, proposal, token, places }: Undertaking) {
  const { task, params, history } = step;
  const { before, change } = proposal;
  try {
    const renewal = lines(lockFunctions(places, token), sh`teiki_renew ${leaseOf(step)}`);
    const { readings, context } = await examine(line, [step], {
      lease: shell(renewal, { exitStatuses: [0, 1] }),
    });
    const [reading] = readings;
    if (reading === undefined || !('facts' in reading)) {
      const noFacts =
        reading && 'noFacts' in reading
          ? reading.noFacts
          : { reason: reading?.leftOut ?? { id: 'unknown/no-output', args: {} } };
      return { ...withoutFacts(noFacts), measurements: [], after: null };
    }
    const after = reading.facts;
    const seen = { before, after, change };
    const judgement = task.verify(seen, params, { ...context, history });
    const changes = judgement.changes?.map((message) => qualified(task.id, message));
    return { ...judged(task.id, judgement), after, ...(changes && { changes }) };
  } catch (error) {
    return { ...withoutFacts(noFactsOf(error)), measurements: [], after: null };
  }
}

/** Why nothing was changed; a plan that a person did not ask for is a failure, all else is not. */
function notApplied(step: PlannedTask, proposal: Proposal, obstacle: Message): StepOutcome {
  const { planned, hash } = proposal;
  const { id, args } = obstacle;
  if (id === 'task/plan-not-expected') {
    const rest = { remedy: 'task/plan-not-expected-remedy' } as const;
    const finding = told('plan', 'warning', 'task/plan-not-expected', args, rest);
    return withFindings({ ...planned, task: outcomeOf(step, 'failed') }, [finding]);
  }
  if (id === 'task/needs-approval') return { ...planned, verdict: 'skipped', reason: obstacle };
  const key = id === 'task/not-marked' ? 'task/not-marked' : 'task/only-planned';
  return withFindings(planned, [told('plan', 'note', key, { ...args, hash })]);
}

/** Seconds that a script with the task's probes may take, and then some. */
export function leaseOf({ task, params }: PlannedTask): number {
  const probes = Object.values(task.probes(params));
  return probes.reduce((sum, { timeoutSeconds }) => sum + timeoutSeconds + 2, 60);
}

const aboutLimit = 60_000;

/** What the next run needs to know if this one is lost; without the facts when they are too many. */
function aboutOf(
  { step, proposal: { hash, change, before } }: Undertaking,
  { runId }: Conduct,
  startedAt: Date,
): string {
  const short = { runId, startedAt: startedAt.toISOString(), task: step.task.id, step: step.id };
  const about = JSON.stringify({ ...short, plan: hash, change, before });
  return about.length > aboutLimit ? JSON.stringify(short) : about;
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
