import { subjectsOf } from '../workflow/harness/repository.ts';
import type { Event, RanStep, RanWorkflow } from '../workflow/harness/world.ts';
import type { WeekTeam } from './team.ts';

export const weekly = {
  workflow: 'teiki-weekly-health.yml',
  event: scheduledAt('9 2 * * 1'),
};
export const daily = { workflow: 'teiki-daily-backup-check.yml', event: scheduledAt('27 4 * * *') };
export const tick = { workflow: 'reconcile.yml', event: scheduledAt('41 6 * * *') };

function scheduledAt(cron: string): Event {
  return { name: 'schedule', payload: { schedule: cron }, actor: 'hanako' };
}

/** What GitHub tells workflows when a person closes or comments. */
export function eventOf(
  { github }: WeekTeam,
  number: number,
  name: 'issues' | 'issue_comment',
  actor: string,
): Event {
  const { title, body, state, labels, locked, comments } = github.world.issue(number);
  const issue = {
    number,
    title,
    body,
    state,
    locked,
    labels: labels.map((label) => ({ name: label.name })),
  };
  const last = comments.at(-1);
  const comment = last && {
    id: last.id,
    body: last.body,
    user: { login: last.author },
    author_association: 'COLLABORATOR',
    created_at: last.createdAt,
  };
  const payload =
    name === 'issues' ? { action: 'closed', issue } : { action: 'created', issue, comment };
  return { name, payload, actor };
}

/** The step that ends a run: it commits, and speaks with GitHub. */
export function lastAct({ jobs }: RanWorkflow): RanStep {
  const acts = jobs.flatMap(({ steps }) => steps);
  const found = acts.find(({ step }) => /^\.\/actions\/(conclude|reconcile)$/.test(step));
  if (!found) throw new Error('The run has not come to its end');
  return found;
}

/** What people see of the issues: number, state and how many comments. */
export function board({ github }: WeekTeam): readonly string[] {
  return github.world.issues.map(
    ({ number, state, title, comments }) => `#${number} ${state} ${title} (${comments.length})`,
  );
}

export function lastComment({ github }: WeekTeam, number: number): string {
  return github.world.issue(number).comments.at(-1)?.body ?? '';
}

/** Subjects of the commits of records, oldest first. */
export function commits({ repository }: WeekTeam): readonly string[] {
  return subjectsOf(repository).toReversed().slice(1);
}

/** Requests to GitHub's API since the last look. */
export function requests({ github }: WeekTeam): readonly string[] {
  const routes = github.log.map(({ route }) => route);
  github.clearLog();
  return routes;
}
