import { subjectsOf } from '../workflow/harness/repository.ts';
import type { Event, RanStep, RanWorkflow } from '../workflow/harness/world.ts';
import type { StoryTeam } from './team.ts';

export const tick = { workflow: 'reconcile.yml', event: scheduledAt('41 6 * * *') };

/** What GitHub sends when a cron line comes up. */
export function scheduledAt(cron: string): Event {
  return { name: 'schedule', payload: { schedule: cron }, actor: 'hanako' };
}

/** What GitHub tells workflows when a person closes or comments. */
export function eventOf(
  { github }: StoryTeam,
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
export function board({ github }: StoryTeam): readonly string[] {
  return github.world.issues.map(
    ({ number, state, title, comments }) => `#${number} ${state} ${title} (${comments.length})`,
  );
}

export function lastComment({ github }: StoryTeam, number: number): string {
  return github.world.issue(number).comments.at(-1)?.body ?? '';
}

/** Subjects of the commits of records, oldest first. */
export function commits({ repository }: StoryTeam): readonly string[] {
  return subjectsOf(repository).toReversed().slice(1);
}

/** Requests to GitHub's API since the last look. */
export function requests({ github }: StoryTeam): readonly string[] {
  const routes = github.log.map(({ route }) => route);
  github.clearLog();
  return routes;
}
