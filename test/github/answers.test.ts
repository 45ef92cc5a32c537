import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readFailure, toError } from '../../src/github/answer.ts';
import { dispatchWorkflow } from '../../src/github/dispatch.ts';
import { GitHubError } from '../../src/github/error.ts';
import { githubMessages } from '../../src/github/messages.ts';
import { renderMessage } from '../../src/text/render.ts';
import { version } from '../../src/version.ts';
import type { FakeGitHub } from './fake/github.ts';
import { fakeWithClient } from './fixtures.ts';

let made: Awaited<ReturnType<typeof fakeWithClient>>;
let fake: FakeGitHub;
beforeEach(async () => {
  made = await fakeWithClient();
  fake = made.fake;
});
afterEach(async () => {
  expect(fake.violations).toEqual([]);
  await fake.close();
});

const draft = { title: 'a', body: '<!-- teiki:1 a -->', labels: ['maintenance'], assignees: [] };

async function errorOf(work: Promise<unknown>): Promise<GitHubError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof GitHubError)) throw new TypeError(`no GitHubError: ${String(error)}`);
  return error;
}

const shown = (message: GitHubError['problem'], locale: 'ja' | 'en') =>
  renderMessage(message, locale, { timeZone: 'Asia/Tokyo', messages: githubMessages });

describe('errors name the remedy', () => {
  test('a token that may only read: the line to add', async () => {
    fake.addToken('reader', { issues: 'read' });
    const error = await errorOf(made.issues({ token: 'reader' }).create(draft));
    expect(error).toMatchObject({ kind: 'permission', status: 403 });
    expect(shown(error.remedy, 'ja')).toContain(
      'permissions: に次の行を加えてください → issues: write',
    );
    expect(shown(error.remedy, 'en')).toContain('→ issues: write');
    expect(error.message).toContain('POST /issues');
    expect(error.message).not.toContain('reader');
  });

  test('a token that may not read issues', async () => {
    fake.addToken('blind', { contents: 'write' });
    const error = await errorOf(made.issues({ token: 'blind' }).openIssues());
    expect(shown(error.remedy, 'en')).toContain('→ issues: read');
  });

  test('a token that may not dispatch', async () => {
    fake.addToken('timid', { issues: 'write', actions: 'read' });
    fake.world.workflows.set('a.yml', []);
    const dispatch = { workflow: 'a.yml', ref: 'main' };
    const error = await errorOf(dispatchWorkflow(made.client({ token: 'timid' }), dispatch));
    expect(shown(error.remedy, 'en')).toContain('→ actions: write');
  });

  test('a 403 without the header that names the permission', async () => {
    fake.fail({ route: 'PATCH /issues/{issue_number}', fault: 403 });
    const issues = made.issues();
    await issues.create(draft);
    const error = await errorOf(issues.update(1, { title: 'b' }));
    expect(shown(error.remedy, 'en')).toContain('→ issues: write');
  });

  test('a token that is not one', async () => {
    const error = await errorOf(made.issues({ token: 'wrong' }).openIssues());
    expect(error).toMatchObject({ kind: 'unauthorized', status: 401 });
    expect(fake.log).toHaveLength(1);
  });

  test('issues are disabled', async () => {
    fake.world.issuesEnabled = false;
    const error = await errorOf(made.issues().openIssues());
    expect(error).toMatchObject({ kind: 'issues-disabled', status: 410 });
    expect(shown(error.remedy, 'ja')).toContain('gh repo edit team/mks --enable-issues');
    const update = await errorOf(made.issues().update(1, { title: 'a' }));
    expect(update.kind).toBe('issues-disabled');
  });

  test('a repository that the token does not see', async () => {
    fake.fail({ route: 'GET /issues', fault: 404 });
    const error = await errorOf(made.issues().openIssues());
    expect(error).toMatchObject({ kind: 'not-found', status: 404 });
    expect(shown(error.remedy, 'en')).toContain('team/mks');
  });

  test('what GitHub finds wrong is named', async () => {
    const error = await errorOf(made.issues().create({ ...draft, title: 'x'.repeat(257) }));
    expect(error).toMatchObject({ kind: 'invalid', status: 422 });
    expect(error.message).toContain('title is too long (maximum is 256 characters)');
  });

  test.each([
    ['GET', '/issues', 'pull_requests=write; issues=write', 'pull-requests: write'],
    ['GET', '/issues', 'issues=read', 'issues: read'],
    ['POST', '/issues', '', 'issues: write'],
    ['POST', '/issues', 'metadata=read', 'issues: write'],
    ['PUT', '/issues', 'administration=admin', 'administration: write'],
    ['POST', '/actions/workflows/{workflow_id}/dispatches', '', 'actions: write'],
  ])('%s %s with "%s": %s', (method, route, accepted, permission) => {
    const failure = readFailure(
      { method, route, repository: 'team/mks' },
      {
        message: 'Forbidden',
        response: {
          status: 403,
          headers: { 'x-accepted-github-permissions': accepted },
          data: { message: 'Resource not accessible by integration' },
        },
      },
    );
    expect(toError(failure).remedy.args).toMatchObject({ permission });
  });

  test('every kind has its words', () => {
    const kinds = Object.keys(githubMessages).filter((id) => !id.endsWith('-remedy'));
    for (const id of kinds) expect(githubMessages).toHaveProperty([`${id}-remedy`]);
  });
});

describe('the fate of an issue is a value', () => {
  beforeEach(async () => {
    await made.issues().create(draft);
  });

  test('locked: it can be changed, but not commented', async () => {
    fake.world.setLocked('octocat', 1, true);
    const issues = made.issues();
    expect(await issues.comment(1, 'x')).toEqual({ gone: 'locked', number: 1 });
    expect(await issues.update(1, { title: 'b' })).toMatchObject({ title: 'b', locked: true });
  });

  test.each(['transferred', 'deleted'] as const)('%s', async (gone) => {
    fake.world.issue(1).gone = gone;
    const issues = made.issues();
    expect(await issues.openIssues()).toEqual([]);
    const fate = { gone, number: 1 };
    expect(await issues.issue(1)).toEqual(fate);
    expect(await issues.update(1, { title: 'b' })).toEqual(fate);
    expect(await issues.comment(1, 'x')).toEqual(fate);
    // The redirect was not followed: the other repository is not ours.
    expect(fake.log.map(({ url }) => url).filter((url) => url.includes('/repositories/'))).toEqual(
      [],
    );
  });

  test('a repository that has moved is an error and not an empty list', async () => {
    fake.fail({ route: 'GET /issues', fault: 301 });
    expect(await errorOf(made.issues().openIssues())).toMatchObject({ status: 301 });
  });
});

describe('what is read', () => {
  test('who has closed it, from the issue itself', async () => {
    const issues = made.issues();
    await issues.create(draft);
    fake.world.editIssue('octocat', 1, { state: 'closed', state_reason: 'not_planned' });
    expect(await issues.issue(1)).toMatchObject({
      closedBy: 'octocat',
      stateReason: 'not_planned',
    });
  });

  test('what was closed long ago and commented today is not recently closed', async () => {
    const issues = made.issues();
    await issues.create(draft);
    await issues.update(1, { state: 'closed' });
    made.clock.advance(7 * 86_400_000);
    await issues.comment(1, 'x');
    expect(await issues.recentlyClosed(new Date(made.clock.now() - 86_400_000))).toEqual([]);
  });

  test('an issue that has lost its label is found among those touched lately', async () => {
    const issues = made.issues();
    await issues.create(draft);
    fake.world.createIssue('octocat', { title: 'of somebody else' });
    made.clock.advance(3_600_000);
    const since = new Date(made.clock.now());
    fake.world.deleteLabel('maintenance');
    fake.world.editIssue('octocat', 1, { labels: [] });
    expect(await issues.openIssues()).toEqual([]);
    expect(await issues.strays(since)).toMatchObject([{ number: 1, labels: [] }]);
  });

  test('pull requests with the label are no incidents', async () => {
    fake.world.createIssue('octocat', { title: 'x', labels: ['maintenance'] }).isPullRequest = true;
    expect(await made.issues().openIssues()).toEqual([]);
  });

  test('a body that a browser has saved', async () => {
    fake.world.createIssue('octocat', { title: 'x', body: 'a\r\nb', labels: ['maintenance'] });
    expect((await made.issues().openIssues())[0]?.body).toBe('a\nb');
  });

  test('a body that is empty, a label deleted', async () => {
    fake.world.createIssue('octocat', { title: 'x', body: null, labels: ['maintenance', 'old'] });
    fake.world.deleteLabel('old');
    const [issue] = await made.issues().openIssues();
    expect(issue).toMatchObject({ body: '', labels: ['maintenance'] });
  });

  test.each([
    ['admin', 'admin'],
    ['write', 'write'],
    ['read', 'read'],
    ['none', 'none'],
  ] as const)('the permission %s', async (role, expected) => {
    fake.world.people.set('someone', role);
    expect(await made.issues().permissionOf('someone')).toBe(expected);
  });

  test('the association of who has commented', async () => {
    const issues = made.issues();
    await issues.create(draft);
    fake.world.addComment('octocat', 1, '/waive 2026-12-01 年末');
    expect(await issues.comments(1)).toMatchObject([
      { author: 'octocat', authorAssociation: 'OWNER' },
    ]);
  });

  test('we say who we are', async () => {
    await made.issues().openIssues();
    expect(fake.log[0]?.userAgent).toContain(`teiki/${version}`);
  });
});
