import { Unparsable } from '../catalogue/define.ts';
import type { Message, MessageArgs } from '../core/message.ts';
import type { ProbeOutput, ShellProbe } from '../core/probe.ts';
import type { Frame } from './frames.ts';
import { type UnknownReason, unknown } from './messages.ts';
import { entryOf, type PlannedStep } from './plan.ts';

/** Why a probe gave no facts: a message of `messages.ts` and what the host said. */
export interface NoFacts {
  readonly reason: Message;
  readonly evidence?: string;
}

export type ProbeAnswer = { readonly output: ProbeOutput } | { readonly noFacts: NoFacts };

/** What the probes of a step have come to. */
export type Reading =
  | { readonly facts: unknown; readonly durationMs: number }
  | { readonly noFacts: NoFacts; readonly durationMs: number }
  /** Not asked at all: the one finding of the host stands for it. */
  | { readonly leftOut: Message; readonly durationMs: number };

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
export const sudoRefusal =
  /^sudo: (.*(password is required|terminal is required|not allowed|not in the sudoers).*)$|^.*sudo: .*not found$/m;

function sudoDenied(probe: ShellProbe, stderr: string): string | undefined {
  if (!sudoRefusal.test(stderr)) return undefined;
  return probe.script.sudo.map(({ argv }) => argv.join(' ')).join('; ');
}

/** Turns the answers of a step's probes into its facts. Never throws. */
export function readStep(
  step: PlannedStep,
  answers: Readonly<Record<string, ProbeAnswer>>,
): Reading {
  const outputs: Record<string, ProbeOutput> = {};
  for (const [name, answer] of Object.entries(answers)) {
    if ('noFacts' in answer) return { noFacts: answer.noFacts, durationMs: durationOf(outputs) };
    outputs[name] = answer.output;
  }
  const durationMs = durationOf(outputs);
  try {
    return { facts: entryOf(step).parse(outputs, step.params), durationMs };
  } catch (error) {
    return { noFacts: noFactsOf(error), durationMs };
  }
}

export function noFactsOf(error: unknown): NoFacts {
  if (error instanceof Unparsable) {
    return { reason: unknown('unparsable', { expected: error.message }), evidence: error.evidence };
  }
  // A fault of ours in one step must not take the other steps of the host with it.
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
