import type { Finding } from '../../core/finding.ts';
import type { Message, MessageArgs } from '../../core/message.ts';
import { verdictOf } from '../../core/severity.ts';
import {
  type BareContext,
  blank,
  notRead,
  qualified,
  qualifiedFindings,
  withoutFacts,
} from '../judge.ts';
import type { StepOutcome, TaskOutcome } from '../outcome.ts';
import type { PlannedTask } from '../plan.ts';
import { noFactsOf, type Reading } from '../reading.ts';
import type { TaskMessageId } from './messages.ts';
import { planHash } from './plan-hash.ts';

/** A change that could be made, and the outcome as long as it is not. */
export interface Proposal {
  readonly hash: string;
  readonly change: unknown;
  /** Facts before the change. */
  readonly before: unknown;
  readonly planned: StepOutcome;
}

export type Planning =
  /** Nothing to do, refused, or not read. */
  | { readonly kind: 'settled'; readonly outcome: StepOutcome }
  | { readonly kind: 'change'; readonly proposal: Proposal };

/** What a task would do, from what its probes have read. Never throws. */
export function planTask(step: PlannedTask, reading: Reading, context: BareContext): Planning {
  const { task, params, history } = step;
  const base = { ...blank(context.host.name, step), durationMs: reading.durationMs };
  if (!('facts' in reading)) {
    const outcome = { ...base, ...notRead(reading), task: outcomeOf(step, 'failed') };
    return { kind: 'settled', outcome };
  }
  const before = reading.facts;
  try {
    const plan = task.plan(before, params, { ...context, history });
    const findings = qualifiedFindings(task.id, plan.findings ?? []);
    const verdict = verdictOf(findings);
    if (plan.kind === 'no-op') {
      const reason = qualified(task.id, plan.reason);
      const done = { facts: { before }, reason, findings, task: outcomeOf(step, 'no-op') };
      const told = plan.skipped ? 'skipped' : verdict;
      return { kind: 'settled', outcome: { ...base, ...done, verdict: told } };
    }
    if (plan.kind === 'refused') {
      const done = { facts: { before }, findings, verdict, task: outcomeOf(step, 'failed') };
      return { kind: 'settled', outcome: { ...base, ...done } };
    }
    const { change } = plan;
    const hash = planHash(step, change);
    const changes = plan.changes.map((message) => qualified(task.id, message));
    const facts = { plan: hash, change, before };
    const planned = {
      ...base,
      facts,
      findings,
      verdict,
      task: outcomeOf(step, 'planned', changes),
    };
    return { kind: 'change', proposal: { hash, change, before, planned } };
  } catch (error) {
    const outcome = { ...base, ...withoutFacts(noFactsOf(error)), task: outcomeOf(step, 'failed') };
    return { kind: 'settled', outcome };
  }
}

export function outcomeOf(
  { after }: PlannedTask,
  outcome: TaskOutcome['outcome'],
  changes: readonly Message[] = [],
): TaskOutcome {
  return { outcome, changes, ...(after !== undefined && { after }) };
}

/** Something that the engine has to tell about a task. */
export function told(
  key: string,
  severity: Finding['severity'],
  id: TaskMessageId,
  args: MessageArgs = {},
  rest: { readonly evidence?: string; readonly remedy?: TaskMessageId } = {},
): Finding {
  const { evidence, remedy } = rest;
  return {
    key,
    severity,
    message: { id, args },
    ...(remedy && { remedy: { id: remedy, args } }),
    ...(evidence && { evidence }),
  };
}

/** The same outcome with more findings, and the verdict that follows. */
export function withFindings(outcome: StepOutcome, more: readonly Finding[]): StepOutcome {
  const findings = [...more, ...outcome.findings];
  const verdict = outcome.verdict === 'skipped' ? 'skipped' : verdictOf(findings);
  return { ...outcome, findings, verdict };
}
