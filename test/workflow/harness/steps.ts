import { carryOut } from './carry-out.ts';
import { Execution } from './execution.ts';
import { holds, isTrue, texts } from './expressions.ts';
import { type JobState, placeOf, type Scope, statusOf } from './job-state.ts';
import type { Step } from './parse.ts';
import type { Conclusion } from './world.ts';

export async function runSteps(
  state: JobState,
  steps: readonly Step[],
  scope: Scope,
): Promise<void> {
  for (const step of steps) {
    if (state.isLost) return;
    await runStep(state, step, scope);
  }
}

async function runStep(state: JobState, step: Step, scope: Scope): Promise<void> {
  const title = step.uses ?? step.run ?? '';
  const contexts = {
    ...scope.contexts,
    steps: scope.steps,
    env: { ...state.environment, ...scope.environment },
  };
  if (state.run.world.faults?.loseRunner?.(placeOf(state, title)) === true) {
    state.isLost = true;
    state.failed = true;
    return;
  }
  if (!holds(step.if, contexts, statusOf(state))) {
    finish(state, step, scope, { title, conclusion: 'skipped' });
    return;
  }
  const wasCancelled = state.run.cancelled.signal.aborted;
  const env = { ...scope.environment, ...texts(step.env, contexts) };
  const execution = new Execution(state, title, wasCancelled);
  let conclusion: Conclusion = 'success';
  try {
    await execution.start();
    if (state.run.world.faults?.failStep?.(placeOf(state, title)) === true) {
      throw new Error('This step was made to fail');
    }
    const inner = { ...contexts, env: { ...contexts.env, ...env } };
    await carryOut(execution, step, { contexts: inner, env, runSteps });
  } catch (error) {
    execution.say(`##[error]${error instanceof Error ? error.message : String(error)}`);
    conclusion = !wasCancelled && state.run.cancelled.signal.aborted ? 'cancelled' : 'failure';
  }
  const ended = await execution.end();
  const failedInEnd = ended.problem !== undefined && conclusion === 'success';
  if (failedInEnd) conclusion = 'failure';
  finish(state, step, scope, { title, conclusion, ...ended });
}

type Ended = Awaited<ReturnType<Execution['end']>>;

function finish(
  state: JobState,
  step: Step,
  scope: Scope,
  { title, conclusion, ...ended }: { title: string; conclusion: Conclusion } & Partial<Ended>,
): void {
  const forgiven = conclusion === 'failure' && isTrue(step['continue-on-error']);
  if (conclusion === 'failure' && !forgiven) state.failed = true;
  const outputs = ended.outputs ?? {};
  if (step.id !== undefined) {
    const shown = forgiven ? 'success' : conclusion;
    scope.steps[step.id] = { outputs, outcome: conclusion, conclusion: shown };
  }
  state.ran.push({
    step: title,
    conclusion,
    outputs,
    log: ended.log ?? [],
    commands: ended.commands ?? [],
    annotations: ended.annotations ?? [],
    masks: ended.masks ?? [],
    summary: ended.summary ?? '',
  });
}
