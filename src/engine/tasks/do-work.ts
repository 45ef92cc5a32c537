import type { Application } from '../../catalogue/define-task.ts';
import type { ShellOutput } from '../../core/probe.ts';
import { qualified } from '../judge.ts';
import type { HostLine } from '../line.ts';
import type { PlannedTask } from '../plan.ts';
import { sudoRefusal } from '../reading.ts';
import { secretsFor } from '../secrets.ts';
import { told } from './plan-task.ts';
import { doSql } from './sql-work.ts';
import { parseState, pollWork, startWork, type WorkState } from './supervisor.ts';
import { left, type WorkEnd, type WorkOrder } from './work-order.ts';

const pollSeconds = 20;

/** Does what is to be done on the host, and then what is to be done in its database. */
export async function doWork(line: HostLine, order: WorkOrder): Promise<WorkEnd> {
  const end = await doScript(line, order);
  const { sql } = order.application;
  return end.kind === 'done' && sql ? await doSql(line, order, sql) : end;
}

/** Starts work on the host and waits for its end, over as many connections as that takes. */
async function doScript(line: HostLine, order: WorkOrder): Promise<WorkEnd> {
  const { step, application, token, about, places } = order;
  refuseUndeclared(order);
  const secrets = secretsFor(step, line.world);
  if ('noFacts' in secrets) {
    const { id, args } = secrets.noFacts.reason;
    const remedy = { id: `${id}-remedy`, args };
    const finding = { key: 'apply', severity: 'critical', message: { id, args }, remedy } as const;
    return { kind: 'failed', finding };
  }
  try {
    const started = await line.ask(
      startWork(places, { ...application, token, about, secrets: secrets.values }),
    );
    if (started === undefined) return left(line, 'start');
    if ('noFacts' in started || (started.output as ShellOutput).stdout.trim() !== 'started') {
      const evidence =
        'noFacts' in started
          ? started.noFacts.evidence
          : (started.output as ShellOutput).stderr.trim();
      const rest = { remedy: 'task/start-failed-remedy', ...(evidence && { evidence }) } as const;
      return { kind: 'failed', finding: told('apply', 'critical', 'task/start-failed', {}, rest) };
    }
    for (;;) {
      const answer = await line.ask(pollWork(places, token, pollSeconds));
      if (answer === undefined) return left(line, 'poll');
      if ('noFacts' in answer) return left(line, answer.noFacts.evidence ?? 'poll');
      const { stdout, stderr } = answer.output as ShellOutput;
      const [first = '', ...output] = stdout.split('\n');
      const state = parseState(first);
      if (state?.kind === 'running') continue;
      const printed = `${output.join('\n')}\n${stderr}`.trim();
      return state ? endOf(state, printed, application, step) : left(line, first);
    }
  } catch (error) {
    return left(line, error instanceof Error ? error.message : String(error));
  }
}

/** How work has ended, as a finding when it went wrong. */
export function endOf(
  state: WorkState,
  printed: string,
  { script, timeoutSeconds, failures }: Application<string>,
  { task }: Pick<PlannedTask, 'task'>,
): WorkEnd {
  const rest = { evidence: printed.slice(-4000), remedy: 'task/failed-remedy' } as const;
  if (state.kind === 'timed-out') {
    const args = { seconds: timeoutSeconds };
    return { kind: 'failed', finding: told('apply', 'critical', 'task/timed-out', args, rest) };
  }
  if (state.kind === 'gone') {
    return { kind: 'failed', finding: told('apply', 'critical', 'task/interrupted', {}, rest) };
  }
  // Running is not an end; whoever asks has waited for one.
  const exitStatus = state.kind === 'exited' ? state.exitStatus : -1;
  if (exitStatus === 0) return { kind: 'done' };
  const failure = failures?.[exitStatus];
  if (failure) {
    const [message, remedy] = [
      qualified(task.id, failure.message),
      qualified(task.id, failure.remedy),
    ];
    const { evidence } = rest;
    const told = { key: 'apply', severity: 'critical', message, remedy } as const;
    return { kind: 'failed', finding: { ...told, ...(evidence !== '' && { evidence }) } };
  }
  if (sudoRefusal.test(printed)) {
    const args = { command: script.sudo.map(({ argv }) => argv.join(' ')).join('; ') };
    const how = { ...rest, remedy: undefined };
    const finding = told('apply', 'critical', 'task/sudo-denied', args, { evidence: how.evidence });
    return {
      kind: 'failed',
      finding: { ...finding, remedy: { id: 'unknown/sudo-denied-remedy', args } },
    };
  }
  const finding = told('apply', 'critical', 'task/exit-status', { exitStatus }, rest);
  return { kind: 'failed', finding };
}

/**
 * The rules that `teiki sudoers` prints are those that a task declares; a script may not need others.
 * @throws RangeError, a fault of the task's author
 */
function refuseUndeclared({ step: { task, params }, application }: WorkOrder): void {
  const declared = task.privileged(params).flatMap(({ sudo }) => sudo);
  const known = new Set(declared.map(({ argv }) => JSON.stringify(argv)));
  for (const { argv } of application.script.sudo) {
    if (known.has(JSON.stringify(argv))) continue;
    throw new RangeError(`${task.id} does not declare that it runs as root: ${argv.join(' ')}`);
  }
}
