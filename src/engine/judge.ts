import { type Check, type Context, type Judgement, Unparsable } from '../catalogue/define.ts';
import type { Finding } from '../core/finding.ts';
import type { Message, MessageArgs } from '../core/message.ts';
import type { ProbeOutput, ShellProbe } from '../core/probe.ts';
import { type Verdict, verdictOf } from '../core/severity.ts';
import type { Frame } from './frames.ts';
import { type UnknownReason, unknown } from './messages.ts';
import type { StepOutcome } from './outcome.ts';
import type { PlannedStep } from './plan.ts';

/** Why a probe gave no facts: a message of `src/text/general.ts` and what the host said. */
export interface NoFacts {
  readonly reason: Message;
  readonly evidence?: string;
}

export type ProbeAnswer = { readonly output: ProbeOutput } | { readonly noFacts: NoFacts };

/** The part of judging that is the same for every shell probe: was this an answer at all? */
export function answerOf(probe: ShellProbe, frame: Frame): ProbeAnswer {
  const { status, stdout, stderr, durationMs } = frame;
  if (status.kind === 'missing-tool') {
    return { noFacts: { reason: unknown('missing-tool', { tool: status.tool }) } };
  }
  if (status.kind === 'timed-out') {
    return refuse('timed-out', { seconds: probe.timeoutSeconds }, stderr || stdout);
  }
  if (!probe.exitStatuses.includes(status.exitStatus)) {
    const denied = sudoDenied(probe, stderr);
    if (denied) return refuse('sudo-denied', { command: denied }, stderr);
    return refuse('exit-status', { exitStatus: status.exitStatus }, stderr || stdout);
  }
  if (frame.truncated)
    return refuse('truncated', { limitBytes: probe.maxOutputBytes }, stdout.slice(0, 400));
  return { output: { stdout, stderr, exitStatus: status.exitStatus, durationMs } };
}

/** sudo(8) with `-n` says so in one of these ways when no rule lets the command through. */
const sudoRefusal =
  /^sudo: (.*(password is required|terminal is required|not allowed|not in the sudoers).*)$|^.*sudo: .*not found$/m;

function sudoDenied(probe: ShellProbe, stderr: string): string | undefined {
  if (!sudoRefusal.test(stderr)) return undefined;
  return probe.script.sudo.map(({ argv }) => argv.join(' ')).join('; ');
}

/** Turns the answers of a step's probes into its outcome. Never throws. */
export function judgeStep(
  { id: step, check, params, history }: PlannedStep,
  answers: Readonly<Record<string, ProbeAnswer>>,
  context: Omit<Context, 'history'>,
): StepOutcome {
  const outputs: Record<string, ProbeOutput> = {};
  const base = { host: context.host.name, step, use: check.id, measurements: [], facts: null };
  for (const [name, answer] of Object.entries(answers)) {
    if ('noFacts' in answer)
      return { ...base, ...withoutFacts(answer.noFacts), durationMs: durationOf(outputs) };
    outputs[name] = answer.output;
  }
  const durationMs = durationOf(outputs);
  try {
    const facts = check.parse(outputs, params);
    const judgement = check.evaluate(facts, params, { ...context, history });
    return { ...base, ...judged(check, judgement), facts, durationMs };
  } catch (error) {
    return { ...base, ...withoutFacts(noFactsOf(error)), durationMs };
  }
}

function judged(check: Check, { findings, measurements, skipped }: Judgement) {
  const qualify = ({ id, args }: Message): Message => ({
    id: id.includes('/') ? id : `${check.id}/${id}`,
    args,
  });
  const qualified = findings.map(
    ({ remedy, message, ...rest }): Finding => ({
      ...rest,
      message: qualify(message),
      ...(remedy && { remedy: qualify(remedy) }),
    }),
  );
  const verdict: Verdict = skipped ? 'skipped' : verdictOf(findings);
  return {
    verdict,
    findings: qualified,
    measurements: measurements ?? [],
    ...(skipped && { reason: qualify(skipped) }),
  };
}

/** `unknown` is never `ok`: it carries a finding, so that it opens an incident like any other. */
function withoutFacts({ reason, evidence }: NoFacts) {
  const remedy = { id: `${reason.id}-remedy`, args: reason.args };
  const finding: Finding = {
    key: 'unknown',
    severity: 'unknown',
    message: reason,
    remedy,
    ...(evidence && { evidence }),
  };
  return { verdict: 'unknown' as const, findings: [finding], reason };
}

function noFactsOf(error: unknown): NoFacts {
  if (error instanceof Unparsable) {
    return { reason: unknown('unparsable', { expected: error.message }), evidence: error.evidence };
  }
  // A fault of ours in one check must not take the other checks of the host with it.
  const fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const summary = error instanceof Error ? error.message : fault;
  return { reason: unknown('internal-error', { error: summary }), evidence: fault };
}

function refuse(id: UnknownReason, args: MessageArgs, evidence: string): ProbeAnswer {
  return { noFacts: { reason: unknown(id, args), evidence: evidence.trim() } };
}

function durationOf(outputs: Readonly<Record<string, { readonly durationMs: number }>>): number {
  return Object.values(outputs).reduce((sum, { durationMs }) => sum + durationMs, 0);
}
