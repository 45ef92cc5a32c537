import { randomBytes } from 'node:crypto';
import type { Finding } from '../../core/finding.ts';
import type { Message } from '../../core/message.ts';
import { examineSurely } from '../examine.ts';
import { withoutFacts } from '../judge.ts';
import type { HostLine } from '../line.ts';
import type { StepOutcome } from '../outcome.ts';
import type { PlannedTask } from '../plan.ts';
import { noFactsOf } from '../reading.ts';
import { redaction } from '../secrets.ts';
import { conclude, giveBack, leaseOf, type Undertaking } from './conclude.ts';
import { type Conduct, standsInTheWay, usualPlaces } from './conduct.ts';
import { doWork } from './do-work.ts';
import { acquireLock, parseLock } from './lock.ts';
import { outcomeOf, type Proposal, planTask, told, withFindings } from './plan-task.ts';

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
  if (obstacle) return notApplied(step, proposal, obstacle, conduct);
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
    const { own, readings, context } = await examineSurely(line, [step], { lock });
    const answer = parseLock(own['lock']);
    // One whose answer was lost may have been taken; only our own is ever given back.
    locked = answer.kind === 'ours' || answer.kind === 'failed';
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
    // What was read before may hold what a host has made of a secret; it goes into a file.
    const about = redaction([step], line.world).text(aboutOf(undertaking, conduct, startedAt));
    const application = step.task.apply(again.proposal.change, step.params);
    const end = await doWork(line, { step, application, token, about, places });
    if (end.kind === 'left') return withFindings(failed(end.finding), notes);
    const problem = end.kind === 'failed' ? end.finding : undefined;
    const done = { ...undertaking, ...(end.said && { said: end.said }) };
    const { outcome, settled } = await conclude(line, done, problem);
    working = !settled;
    const durationMs = line.world.now().getTime() - startedAt.getTime();
    return withFindings({ ...outcome, durationMs }, notes);
  } catch (error) {
    working = false;
    return { ...planned, ...withoutFacts(noFactsOf(error)), task: outcomeOf(step, 'failed') };
  } finally {
    if (locked && !working) await giveBack(line, places, token);
  }
}

/** Why nothing was changed; a plan that a person did not ask for is a failure, all else is not. */
function notApplied(
  step: PlannedTask,
  proposal: Proposal,
  obstacle: Message,
  conduct: Conduct,
): StepOutcome {
  const { planned, hash } = proposal;
  const { id, args } = obstacle;
  if (id === 'task/plan-not-expected') {
    const rest = { remedy: 'task/plan-not-expected-remedy' } as const;
    const finding = told('plan', 'warning', 'task/plan-not-expected', args, rest);
    return withFindings({ ...planned, task: outcomeOf(step, 'failed') }, [finding]);
  }
  if (id === 'task/needs-approval') return { ...planned, verdict: 'skipped', reason: obstacle };
  if (id.startsWith('gate/')) return refusedAtGate(planned, conduct);
  const key = id === 'task/not-marked' ? 'task/not-marked' : 'task/only-planned';
  return withFindings(planned, [told('plan', 'note', key, { ...args, hash })]);
}

/** All that stands in the way is told at once, each with what opens it. */
function refusedAtGate(planned: StepOutcome, { gates }: Conduct): StepOutcome {
  const refusals = gates?.kind === 'closed' ? gates.refusals : [];
  const findings = refusals.map(({ id, args }): Finding => {
    return {
      key: id,
      severity: 'note',
      message: { id, args },
      remedy: { id: `${id}-remedy`, args },
    };
  });
  const [reason] = refusals;
  const skipped = withFindings({ ...planned, verdict: 'skipped' }, findings);
  return { ...skipped, ...(reason && { reason }) };
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
