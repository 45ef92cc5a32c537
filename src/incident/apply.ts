import type { Locale } from '../core/message.ts';
import type { IncidentEvent, IssuePlan, Step } from './actions.ts';
import { isManagedLabel, labelDefinition } from './labels.ts';
import type { IncidentTracker, IssueGone, TrackedIssue } from './tracker.ts';

export interface Failure {
  readonly key: string;
  readonly number?: number;
  readonly error: Error;
}

export interface Applied {
  /** Of the plans that went through, with numbers and addresses of new issues. */
  readonly events: readonly IncidentEvent[];
  readonly failures: readonly Failure[];
  /** Plans that were not tried, because GitHub had refused too many before them. */
  readonly postponed: number;
}

/** After so many failures in a row the fault is not in one issue. */
const maxFailuresInARow = 5;

/**
 * Applies plans one by one. Never throws: a plan that fails is told and left to the next tick,
 * which finds the issue as it then is.
 */
export async function applyPlans(
  plans: readonly IssuePlan[],
  tracker: IncidentTracker,
  locale: Locale,
): Promise<Applied> {
  const events: IncidentEvent[] = [];
  const failures: Failure[] = [];
  await ensureLabels(plans, tracker, locale, failures);
  let inARow = 0;
  let tried = 0;
  for (const plan of plans) {
    if (inARow >= maxFailuresInARow) break;
    tried += 1;
    try {
      const issue = await applySteps(plan.steps, tracker);
      inARow = 0;
      if (plan.event) {
        const place = issue ? { number: issue.number, url: issue.url } : {};
        events.push({ ...plan.event, ...place });
      }
    } catch (error) {
      inARow += 1;
      const { key, number } = plan;
      failures.push({ key, error: asError(error), ...(number !== undefined && { number }) });
    }
  }
  return { events, failures, postponed: plans.length - tried };
}

async function applySteps(
  steps: readonly Step[],
  tracker: IncidentTracker,
): Promise<TrackedIssue | undefined> {
  let issue: TrackedIssue | undefined;
  for (const step of steps) {
    if (step.kind === 'create') issue = await tracker.create(step.draft);
    else if (step.kind === 'comment') {
      const gone = await tracker.comment(step.number, step.body);
      // Nobody can write in a locked issue, yet its text can still be kept right.
      if (gone && gone.gone !== 'locked') throw goneError(gone);
    } else {
      const answer = await tracker.update(step.number, step.patch);
      if ('gone' in answer) throw goneError(answer);
      issue = answer;
    }
  }
  return issue;
}

/** Labels are an ornament: GitHub makes plain ones of its own when these cannot be made. */
async function ensureLabels(
  plans: readonly IssuePlan[],
  tracker: IncidentTracker,
  locale: Locale,
  failures: Failure[],
): Promise<void> {
  const names = plans.flatMap(({ steps }) => steps.flatMap(labelsIn)).filter(isManagedLabel);
  if (names.length === 0) return;
  try {
    await tracker.ensureLabels([...new Set(names)].map((name) => labelDefinition(name, locale)));
  } catch (error) {
    failures.push({ key: 'labels', error: asError(error) });
  }
}

function labelsIn(step: Step): readonly string[] {
  if (step.kind === 'create') return step.draft.labels;
  return step.kind === 'update' ? (step.patch.labels ?? []) : [];
}

function goneError({ gone, number }: IssueGone): Error {
  return new Error(
    `Issue #${number} is ${gone}; the next run opens another one if it still stands`,
  );
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
