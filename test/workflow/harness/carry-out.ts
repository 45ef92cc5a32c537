import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ActionFile, inputsOf, inputVariables, readAction } from './action-file.ts';
import { Execution } from './execution.ts';
import { asText, type Contexts, evaluateTree, interpolate, texts } from './expressions.ts';
import type { JobState, Scope, StepOutcome } from './job-state.ts';
import type { Step } from './parse.ts';
import { standIns } from './stand-ins.ts';

type Variables = Readonly<Record<string, string>>;

interface Surroundings {
  readonly contexts: Contexts;
  /** What the step sets in `env`. */
  readonly env: Variables;
  /** For composite actions, which have steps of their own. */
  readonly runSteps: (state: JobState, steps: readonly Step[], scope: Scope) => Promise<void>;
}

/** Does what a step says. @throws Error when it fails */
export async function carryOut(
  execution: Execution,
  step: Step,
  surroundings: Surroundings,
): Promise<void> {
  const { state } = execution;
  const { contexts, env } = surroundings;
  if (step.run !== undefined) {
    const script = join(execution.folder, 'script.sh');
    writeFileSync(script, asText(interpolate(step.run, contexts)));
    const options = step.shell === 'bash' ? ['--noprofile', '--norc', '-eo', 'pipefail'] : ['-e'];
    return await execution.process('bash', [...options, script], env);
  }
  const uses = step.uses ?? '';
  const standIn = standIns[uses.split('@')[0] ?? ''];
  if (standIn) {
    const { workspace, permissions, run } = state;
    const inputs = texts(step.with, contexts);
    return standIn({ inputs, workspace, permissions, run, say: (line) => execution.say(line) });
  }
  if (!uses.startsWith('./')) throw new Error(`There is no stand-in for ${uses}`);
  const folder = join(state.workspace, uses);
  const action = readAction(folder);
  const inputs = inputsOf(action, step, contexts, (line) => execution.say(`##[warning]${line}`));
  const called = { folder, inputs, uses };
  if (action.runs.using === 'node24') await runNode(execution, action.runs, called, env);
  else await runComposite(execution, action, called, surroundings);
}

interface Called {
  readonly folder: string;
  readonly uses: string;
  readonly inputs: Variables;
}

async function runComposite(
  execution: Execution,
  { runs, outputs }: ActionFile,
  { folder, inputs }: Called,
  { contexts, env, runSteps }: Surroundings,
): Promise<void> {
  const { state } = execution;
  const steps: Record<string, StepOutcome> = {};
  const github = { ...(contexts['github'] as object), action_path: folder };
  const inside = { ...contexts, github, inputs };
  const environment = { ...env, GITHUB_ACTION_PATH: folder };
  const failedBefore = state.failed;
  const scope = { contexts: inside, steps, environment };
  await runSteps(state, runs.using === 'composite' ? runs.steps : [], scope);
  for (const [name, { value = '' }] of Object.entries(outputs)) {
    execution.outputs[name] = asText(evaluateTree(value, { ...inside, steps }));
  }
  if (state.failed && !failedBefore) throw new Error('A step of the action has failed');
}

async function runNode(
  execution: Execution,
  { main, post }: { readonly main: string; readonly post?: string | undefined },
  { folder, uses, inputs }: Called,
  env: Variables,
): Promise<void> {
  const { state } = execution;
  const variables = { ...env, ...inputVariables(inputs), GITHUB_ACTION_PATH: folder };
  if (post !== undefined) {
    state.posts.push(async () => {
      const after = new Execution(state, `post ${uses}`, state.run.cancelled.signal.aborted);
      await after.start();
      const saved = Object.entries(execution.saved).map(
        ([name, value]) => [`STATE_${name}`, value] as const,
      );
      const given = { ...variables, ...Object.fromEntries(saved) };
      await after.process(process.execPath, [join(folder, post)], given);
      await after.end();
    });
  }
  await execution.process(process.execPath, [join(folder, main)], variables);
}
