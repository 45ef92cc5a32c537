import type { Context, Judgement } from '../catalogue/define.ts';
import type { Finding } from '../core/finding.ts';
import type { Message } from '../core/message.ts';
import { type Verdict, verdictOf } from '../core/severity.ts';
import type { StepOutcome } from './outcome.ts';
import { entryOf, type PlannedCheck, type PlannedStep } from './plan.ts';
import { type NoFacts, noFactsOf, type Reading } from './reading.ts';

export type BareContext = Omit<Context, 'history'>;

/** What a step has come to when there is nothing to say about it. */
export function blank(host: string, step: PlannedStep) {
  return {
    host,
    step: step.id,
    use: entryOf(step).id,
    verdict: 'ok' as Verdict,
    findings: [] as readonly Finding[],
    measurements: [],
    facts: null as unknown,
    durationMs: 0,
  };
}

/** Judges what the probes of a check have read. Never throws. */
export function judgeCheck(
  step: PlannedCheck,
  reading: Reading,
  context: BareContext,
): StepOutcome {
  const base = { ...blank(context.host.name, step), durationMs: reading.durationMs };
  if (!('facts' in reading)) return { ...base, ...notRead(reading) };
  try {
    const { facts } = reading;
    const judgement = step.check.evaluate(facts, step.params, {
      ...context,
      history: step.history,
    });
    return { ...base, ...judged(step.check.id, judgement), facts };
  } catch (error) {
    return { ...base, ...withoutFacts(noFactsOf(error)) };
  }
}

/** A judgement with qualified ids, and the verdict that it amounts to. */
export function judged(id: string, { findings, measurements, skipped }: Judgement) {
  const verdict: Verdict = skipped ? 'skipped' : verdictOf(findings);
  return {
    verdict,
    findings: qualifiedFindings(id, findings),
    measurements: measurements ?? [],
    ...(skipped && { reason: qualified(id, skipped) }),
  };
}

export function qualified(id: string, message: Message): Message {
  return message.id.includes('/') ? message : { ...message, id: `${id}/${message.id}` };
}

export function qualifiedFindings(id: string, findings: readonly Finding[]): Finding[] {
  return findings.map(({ remedy, message, ...rest }) => ({
    ...rest,
    message: qualified(id, message),
    ...(remedy && { remedy: qualified(id, remedy) }),
  }));
}

/** `unknown`: with a finding, or without one of its own where the host's stands for it. */
export function notRead(reading: Exclude<Reading, { readonly facts: unknown }>) {
  if ('noFacts' in reading) return withoutFacts(reading.noFacts);
  return { verdict: 'unknown' as const, findings: [], reason: reading.leftOut };
}

/** `unknown` is never `ok`: it carries a finding, so that it opens an incident like any other. */
export function withoutFacts({ reason, evidence }: NoFacts) {
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
