import { ConnectionError } from '../connectors/session.ts';
import type { Message } from '../core/message.ts';
import { type Examination, examine } from './examine.ts';
import { blank, judgeCheck } from './judge.ts';
import { HostLine } from './line.ts';
import { unknown } from './messages.ts';
import type { HostOutcome, StepOutcome } from './outcome.ts';
import { type HostPlan, isTask, type PlannedCheck, type PlannedStep, tasksOf } from './plan.ts';
import type { Breakdown } from './run-script.ts';
import { redaction } from './secrets.ts';
import { carryOut } from './tasks/carry-out.ts';
import { type Conduct, usualPlaces } from './tasks/conduct.ts';
import { listLeftovers, parseLeftovers } from './tasks/leftovers.ts';
import { type Planning, planTask } from './tasks/plan-task.ts';
import type { EngineWorld } from './world.ts';

export type { EngineWorld } from './world.ts';

/** What a run does when nobody says otherwise: it looks, and plans. */
export const onlyPlan: Conduct = { changes: 'none', runId: 'plan' };

/**
 * Carries out all steps of one host: everything is read over one connection and one exec, and only
 * what is changed takes more. Never rejects: whatever goes wrong on a host is that host's outcome.
 */
export async function runHost(
  plan: HostPlan,
  world: EngineWorld,
  signal: AbortSignal,
  conduct: Conduct = onlyPlan,
): Promise<HostOutcome> {
  // Here, where every sink gets its outcomes from: whatever a host prints, no secret leaves.
  const { outcome } = redaction(plan.steps, world);
  const ended = await runSteps(plan, world, signal, conduct);
  return { ...ended, steps: ended.steps.map(outcome) };
}

async function runSteps(
  plan: HostPlan,
  world: EngineWorld,
  signal: AbortSignal,
  conduct: Conduct,
): Promise<HostOutcome> {
  const { name } = plan.host;
  const startedAt = world.now().getTime();
  const durationMs = () => world.now().getTime() - startedAt;
  const line = new HostLine(plan.host, world, signal);
  const { steps } = plan;
  try {
    const places = conduct.places ?? usualPlaces;
    const own = tasksOf(steps).length > 0 ? { leftovers: listLeftovers(places) } : {};
    const examination = await examine(line, steps, own);
    const { breakdown } = examination;
    const outcomes = outcomesOf(steps, examination);
    const plannings = planningsOf(steps, examination);
    if (breakdown) {
      const failure = breakdown.reason;
      const left = steps.flatMap(
        ({ id }) => outcomes.get(id) ?? plannedOnly(plannings.get(id)) ?? [],
      );
      const all = [causeOf(name, breakdown), ...left];
      return { name, reachable: true, failure, durationMs: durationMs(), steps: all };
    }
    await confirm(line, steps, outcomes);
    const leftovers = parseLeftovers(examination.own['leftovers']);
    const done = await carryOut(line, { steps, outcomes, plannings, leftovers }, conduct);
    return { name, reachable: true, durationMs: durationMs(), steps: done };
  } catch (error) {
    const failure = failureOf(error);
    const cause = causeOf(name, { severity: 'critical', reason: failure });
    const left = steps.map((step) => leftOut(name, step, unknown('unreachable', {})));
    return { name, reachable: false, failure, durationMs: durationMs(), steps: [cause, ...left] };
  } finally {
    line.close();
  }
}

function outcomesOf(
  steps: readonly PlannedStep[],
  { readings, context }: Examination,
): Map<string, StepOutcome> {
  const outcomes = new Map<string, StepOutcome>();
  steps.forEach((step, index) => {
    const reading = readings[index];
    if (reading && !isTask(step)) outcomes.set(step.id, judgeCheck(step, reading, context));
  });
  return outcomes;
}

function planningsOf(
  steps: readonly PlannedStep[],
  { readings, context }: Examination,
): Map<string, Planning> {
  const plannings = new Map<string, Planning>();
  steps.forEach((step, index) => {
    const reading = readings[index];
    if (reading && isTask(step)) plannings.set(step.id, planTask(step, reading, context));
  });
  return plannings;
}

function plannedOnly(planning: Planning | undefined): StepOutcome | undefined {
  return planning?.kind === 'change' ? planning.proposal.planned : planning?.outcome;
}

/**
 * CPU, memory and the like may be high for a moment: what a transient check has found counts only
 * when it is found a second time.
 */
async function confirm(
  line: HostLine,
  steps: readonly PlannedStep[],
  outcomes: Map<string, StepOutcome>,
): Promise<void> {
  const doubtful = steps.filter(
    (step): step is PlannedCheck =>
      !isTask(step) &&
      step.check.transient === true &&
      ['warning', 'critical'].includes(outcomes.get(step.id)?.verdict ?? ''),
  );
  if (doubtful.length === 0) return;
  for (const [id, again] of outcomesOf(doubtful, await examine(line, doubtful))) {
    // A second look that saw nothing at all does not take back what the first one saw.
    if (again.verdict !== 'unknown') outcomes.set(id, again);
  }
}

function failureOf(error: unknown): Message {
  if (error instanceof ConnectionError) return error.explanation;
  return unknown('internal-error', {
    error: error instanceof Error ? error.message : String(error),
  });
}

/** The one finding that stands for everything that could not be asked of a host. */
function causeOf(host: string, { reason, severity, evidence }: Breakdown): StepOutcome {
  const id = 'host.unreachable';
  const remedy = { id: `${reason.id}-remedy`, args: reason.args };
  const finding = { key: 'host', severity, message: reason, remedy, ...(evidence && { evidence }) };
  const nothing = { measurements: [], facts: null, durationMs: 0 };
  return { ...nothing, host, step: id, use: id, verdict: severity, findings: [finding], reason };
}

/** `unknown`, but without a finding of its own: the host's finding stands for it. */
function leftOut(host: string, step: PlannedStep, reason: Message): StepOutcome {
  return { ...blank(host, step), verdict: 'unknown', reason };
}
