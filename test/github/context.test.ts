import { describe, expect, test } from 'vitest';
import { readContext } from '../../src/github/context.ts';
import { GitHubError } from '../../src/github/error.ts';

const environment = {
  GITHUB_ACTIONS: 'true',
  GITHUB_REPOSITORY: 'team/mks',
  GITHUB_RUN_ID: '1658821493',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_ACTOR: 'octocat',
  GITHUB_TRIGGERING_ACTOR: 'hubot',
  GITHUB_EVENT_NAME: 'schedule',
  GITHUB_EVENT_PATH: '/event.json',
  GITHUB_WORKFLOW: '週次システムヘルスチェック',
  GITHUB_JOB: 'plan',
  GITHUB_SHA: '46bbdef',
  GITHUB_REF: 'refs/heads/main',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_API_URL: 'https://api.github.com',
};
const repository = { private: true, default_branch: 'main' };
const issue = {
  number: 7,
  title: 'バックアップがありません',
  body: null,
  state: 'open',
  labels: [{ name: 'maintenance', color: '0e8a16' }],
};
const octocat = { login: 'octocat', type: 'User' };

function read(event: string, payload: unknown, variables: Record<string, string | undefined> = {}) {
  return readContext({ ...environment, GITHUB_EVENT_NAME: event, ...variables }, (path) => {
    expect(path).toBe('/event.json');
    return typeof payload === 'string' ? payload : JSON.stringify(payload);
  });
}

describe('the context of a run', () => {
  test('a scheduled one', () => {
    expect(read('schedule', { schedule: '7 2 * * 1', repository })).toEqual({
      repository: { owner: 'team', name: 'mks', isPrivate: true, defaultBranch: 'main' },
      event: { name: 'schedule', payload: { schedule: '7 2 * * 1' } },
      actor: 'octocat',
      triggeringActor: 'hubot',
      runId: 1658821493,
      runAttempt: 2,
      workflow: '週次システムヘルスチェック',
      job: 'plan',
      sha: '46bbdef',
      ref: 'refs/heads/main',
      serverUrl: 'https://github.com',
      apiUrl: 'https://api.github.com',
      runUrl: 'https://github.com/team/mks/actions/runs/1658821493/attempts/2',
    });
  });

  test.each([
    [null, {}],
    [undefined, {}],
    [{}, {}],
    [
      { hosts: 'app1', apply: true, empty: '', none: null },
      { hosts: 'app1', apply: 'true', empty: '' },
    ],
  ])('the inputs of a dispatch: %j', (inputs, expected) => {
    const { event } = read('workflow_dispatch', {
      inputs,
      ref: 'refs/heads/main',
      sender: octocat,
    });
    expect(event).toMatchObject({ name: 'workflow_dispatch', payload: { inputs: expected } });
  });

  test('a label on an issue', () => {
    const payload = { action: 'labeled', issue, label: { name: 'approved' }, sender: octocat };
    expect(read('issues', payload).event).toMatchObject({
      name: 'issues',
      payload: { action: 'labeled', issue: { number: 7 }, label: { name: 'approved' } },
    });
  });

  test('a comment, one by a deleted user too', () => {
    const comment = { id: 1, body: '/waive 2026-12-01 年末', created_at: '2026-11-23T02:00:00Z' };
    const payload = {
      action: 'created',
      issue,
      comment: { ...comment, user: null },
      sender: octocat,
    };
    expect(read('issue_comment', payload).event).toMatchObject({
      name: 'issue_comment',
      payload: { comment: { author_association: 'NONE', body: comment.body } },
    });
  });

  test('an event that we know nothing of', () => {
    expect(read('push', { commits: [] }).event).toEqual({ name: 'other', event: 'push' });
  });

  test('who is not told: no repository in the payload, no attempt, no triggering actor', () => {
    const variables = { GITHUB_RUN_ATTEMPT: undefined, GITHUB_TRIGGERING_ACTOR: undefined };
    expect(read('schedule', { schedule: '7 2 * * 1' }, variables)).toMatchObject({
      repository: { isPrivate: undefined },
      runAttempt: 1,
      triggeringActor: 'octocat',
    });
  });
});

describe('what cannot be read', () => {
  const kindOf = (work: () => unknown) => {
    try {
      work();
    } catch (error) {
      if (error instanceof GitHubError) return { kind: error.kind, message: error.message };
    }
    return undefined;
  };

  test('outside of Actions the missing variables are named', () => {
    const failed = kindOf(() => readContext({}, () => '{}'));
    expect(failed?.kind).toBe('no-context');
    expect(failed?.message).toContain('GITHUB_REPOSITORY, GITHUB_RUN_ID');
    expect(failed?.message).toContain('teiki run');
  });

  test.each([
    ['schedule', '{"schedule":'],
    ['schedule', ''],
    ['schedule', { schedule: 7 }],
    ['issues', { action: 'labeled', sender: octocat }],
    ['issue_comment', { action: 'created', issue, sender: octocat }],
    ['workflow_dispatch', { inputs: ['a'] }],
  ])('a payload of %s: %j', (event, payload) => {
    const failed = kindOf(() => read(event, payload));
    expect(failed?.kind).toBe('bad-event');
    expect(failed?.message).toContain('/event.json');
  });

  test('a name of an event that is one of JavaScript’s own', () => {
    expect(read('constructor', {}).event).toEqual({ name: 'other', event: 'constructor' });
  });
});
