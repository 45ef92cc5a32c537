import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FakeGitHub } from './fake/github.ts';
import { fakeWithClient } from './fixtures.ts';

/** What was done must not be done twice, and what was not done must be done. */
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

/** Long enough for a busy machine, and nothing asserts how often such a client asks. */
const impatient = { timeoutSeconds: 1 };
const draft = (id = 'a') => ({
  title: id,
  body: `<!-- teiki:1 ${id} -->\n本文`,
  labels: ['maintenance'],
  assignees: [],
});
const routes = () => fake.log.map(({ route }) => route);

describe('creating an issue', () => {
  test.each([
    ['carried out, answer lost', 'timeout-after-write'],
    ['not carried out, answer lost', 'timeout'],
  ] as const)('%s: there is one issue', async (_, fault) => {
    fake.fail({ route: 'POST /issues', fault });
    const issue = await made.issues(impatient).create(draft());
    expect(fake.world.issues).toHaveLength(1);
    expect(issue).toMatchObject({ number: 1, title: 'a', state: 'open' });
    expect(routes().slice(0, 2)).toEqual(['POST /issues', 'GET /issues']);
  });

  test.each(['reset', 502] as const)('%s: looks first, then asks again', async (fault) => {
    fake.fail({ route: 'POST /issues', fault });
    expect(await made.issues().create(draft())).toMatchObject({ number: 1 });
    expect(fake.world.issues).toHaveLength(1);
    expect(routes()).toEqual(['POST /issues', 'GET /issues', 'POST /issues']);
  });

  test('lost twice, and the look at the list fails once too', async () => {
    fake.fail({ route: 'POST /issues', fault: 'reset' });
    fake.fail({ route: 'POST /issues', fault: 'timeout-after-write' });
    fake.fail({ route: 'GET /issues', fault: 503 });
    expect(await made.issues(impatient).create(draft())).toMatchObject({ number: 1 });
    expect(fake.world.issues).toHaveLength(1);
  });

  test('a closed incident with the same marker is not taken for it', async () => {
    const issues = made.issues(impatient);
    await issues.create(draft());
    await issues.update(1, { state: 'closed', stateReason: 'completed' });
    fake.fail({ route: 'POST /issues', fault: 'timeout' });
    expect(await issues.create(draft())).toMatchObject({ number: 2 });
  });

  test('another open incident is not taken for it', async () => {
    const issues = made.issues(impatient);
    await issues.create(draft('other'));
    fake.fail({ route: 'POST /issues', fault: 'timeout' });
    expect(await issues.create(draft())).toMatchObject({ number: 2, title: 'a' });
  });

  test('a body that a browser has saved with CRLF is still found', async () => {
    fake.fail({ route: 'POST /issues', fault: 'timeout-after-write' });
    const creation = made.issues(impatient).create(draft());
    while (fake.world.issues.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    fake.world.editIssue('octocat', 1, { body: draft().body.replaceAll('\n', '\r\n') });
    expect((await creation).body).toBe(draft().body);
    expect(fake.world.issues).toHaveLength(1);
  });

  test('GitHub down for good: one error with its remedy, after a bounded time', async () => {
    fake.fail({ route: 'POST /issues', fault: 500, times: 99 });
    const failed = made.issues().create(draft());
    await expect(failed).rejects.toMatchObject({ kind: 'unavailable', status: 500 });
    expect(routes().filter((route) => route === 'POST /issues')).toHaveLength(5);
    expect(made.clock.sleeps).toEqual([1000, 2000, 4000, 8000]);
  });
});

test.each(['timeout-after-write', 'timeout', 'reset'] as const)(
  'a comment is there once after %s',
  async (fault) => {
    const issues = made.issues(impatient);
    await issues.create(draft());
    fake.fail({ route: 'POST /issues/{issue_number}/comments', fault });
    expect(await issues.comment(1, '悪化しました')).toBeUndefined();
    expect(fake.world.issue(1).comments.map(({ body }) => body)).toEqual(['悪化しました']);
  },
);

test('the same comment of an hour ago does not stand for the new one', async () => {
  const issues = made.issues(impatient);
  await issues.create(draft());
  await issues.comment(1, '悪化しました');
  made.clock.advance(3_600_000);
  fake.fail({ route: 'POST /issues/{issue_number}/comments', fault: 'timeout' });
  await issues.comment(1, '悪化しました');
  expect(fake.world.issue(1).comments).toHaveLength(2);
});

test.each(['timeout-after-write', 'timeout'] as const)('a label after %s', async (fault) => {
  fake.fail({ route: 'POST /labels', fault });
  const label = { name: 'maintenance', color: '0e8a16', description: '' };
  await made.issues(impatient).ensureLabels([label]);
  expect(fake.world.labels).toHaveLength(1);
});

test('a label that another run creates meanwhile is no error', async () => {
  const issues = made.issues();
  await issues.ensureLabels([]);
  fake.world.createLabel({ name: 'Maintenance', color: 'ffffff', description: null });
  await issues.ensureLabels([{ name: 'maintenance', color: '0e8a16', description: '' }]);
  expect(fake.world.labels).toHaveLength(1);
});

test.each(['timeout-after-write', 'timeout', 'reset', 503] as const)(
  'an update is simply repeated after %s',
  async (fault) => {
    const issues = made.issues(impatient);
    await issues.create(draft());
    fake.fail({ route: 'PATCH /issues/{issue_number}', fault });
    const updated = await issues.update(1, { title: 'b', state: 'closed' });
    expect(updated).toMatchObject({ title: 'b', state: 'closed' });
  },
);

test.each(['timeout', 'reset', 500, 502, 503] as const)(
  'a list is read again after %s',
  async (fault) => {
    fake.fail({ route: 'GET /issues', fault, times: 2 });
    const issues = made.issues(impatient);
    expect(await issues.openIssues()).toEqual([]);
    expect(issues.requests).toBeGreaterThanOrEqual(3);
  },
);

test('half a list is no list: a failure on the second page fails the whole', async () => {
  for (let index = 0; index < 101; index += 1) {
    fake.world.createIssue('octocat', { title: 'x', labels: ['maintenance'] });
  }
  fake.fail({ route: 'GET /issues', fault: 500, after: 1, times: 99 });
  await expect(made.issues().openIssues()).rejects.toMatchObject({ kind: 'unavailable' });
});

test('a page of a proxy is not an empty list', async () => {
  fake.fail({ route: 'GET /issues', fault: 'html' });
  await expect(made.issues().openIssues()).rejects.toMatchObject({ kind: 'unexpected' });
});

test('a dispatch whose answer is lost is not repeated', async () => {
  const { dispatchWorkflow } = await import('../../src/github/dispatch.ts');
  fake.world.workflows.set('monthly.yml', ['hosts']);
  const dispatch = { workflow: 'monthly.yml', ref: 'main', inputs: { hosts: 'app1' } };
  await dispatchWorkflow(made.client(), dispatch);
  const route = 'POST /actions/workflows/{workflow_id}/dispatches';
  fake.fail({ route, fault: 'timeout-after-write' });
  const lost = dispatchWorkflow(made.client(impatient), dispatch);
  await expect(lost).rejects.toMatchObject({ kind: 'unavailable' });
  expect(fake.world.dispatches).toEqual([dispatch, dispatch]);
});
