import { expect, test, vi } from 'vitest';
import { pullRequested } from './harness/pull-request.ts';
import { fileIn } from './harness/repository.ts';
import { startTeam, type Team } from './team.ts';

vi.setConfig({ testTimeout: 180_000 });

const daily = 'maintenance/runbooks/daily.yml';
const comments = ({ github }: Team) =>
  github.world.issues.flatMap((issue) => issue.comments.map(({ body }) => body));
function opened(team: Team): number {
  const issue = team.github.world.createIssue('taro', { title: 'A change' });
  issue.isPullRequest = true;
  return issue.number;
}

test('a pull request gets its review with the rights of the job, and no secret', async () => {
  await using team = await startTeam();
  const number = opened(team);
  const text = fileIn(team.repository, daily) ?? '';
  const moved = { [daily]: text.replace(/at: "?\d\d:\d\d"?/, 'at: "23:45"') };
  expect(moved[daily]).not.toBe(text);
  const event = pullRequested(team.repository, { number, files: moved });
  const { conclusion, jobs } = await team.run({ workflow: 'review.yml', event });
  expect(conclusion).toBe('success');
  expect(comments(team)).toEqual([expect.stringContaining('`window.at`')]);
  expect(comments(team)[0]).toContain('teiki_main() {');
  expect(comments(team)[0]).toContain('`23:45`');
  const log = jobs.flatMap(({ steps }) => steps.flatMap((step) => step.log)).join('\n');
  expect(log).not.toContain(team.key.trim().split('\n')[1]);
  expect(team.github.violations).toEqual([]);
});

test('what weakens a safeguard makes it red, until the label is set', async () => {
  await using team = await startTeam();
  const number = opened(team);
  team.github.world.people.set('hanako', 'write');
  const text = fileIn(team.repository, daily) ?? '';
  const files = { [daily]: text.replace(/^id: .*$/m, '$&\nenabled: false') };
  const push = pullRequested(team.repository, { number, files });
  expect((await team.run({ workflow: 'review.yml', event: push })).conclusion).toBe('failure');
  expect(comments(team)).toEqual([expect.stringContaining('gate-change-approved')]);
  const label = 'gate-change-approved';
  team.github.world.changeLabels('hanako', number, (names) => [...names, label]);
  const options = { number, files, action: 'labeled', labels: [label] };
  const event = pullRequested(team.repository, options);
  expect((await team.run({ workflow: 'review.yml', event })).conclusion).toBe('success');
  expect(comments(team)).toHaveLength(1);
  expect(team.github.violations).toEqual([]);
});
