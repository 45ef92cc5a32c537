import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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

const draft = (id: string) => ({
  title: id,
  body: `<!-- teiki:1 ${id} -->`,
  labels: ['maintenance'],
  assignees: [],
});

describe('limits are honoured', () => {
  test('nothing is waited for as long as GitHub does not ask', async () => {
    const issues = made.issues();
    for (const id of ['a', 'b', 'c']) await issues.create(draft(id));
    expect(made.clock.sleeps).toEqual([]);
  });

  test('retry-after of a secondary limit, and a second between writes from then on', async () => {
    fake.fail({ route: 'POST /issues', fault: 'secondary-limit', retryAfterSeconds: 7 });
    const issues = made.issues();
    await Promise.all(['a', 'b', 'c'].map(async (id) => issues.create(draft(id))));
    // Half a second is the spread.
    expect(made.clock.sleeps).toEqual([7500, 1000, 1000]);
    expect(fake.world.issues.map(({ title }) => title)).toEqual(['a', 'b', 'c']);
    expect(fake.log.map(({ status }) => status)).toEqual([403, 201, 201, 201]);
  });

  test('a secondary limit without retry-after: a minute, then two', async () => {
    fake.fail({ route: 'POST /issues', fault: 'secondary-limit', times: 2 });
    await made.issues().create(draft('a'));
    const [first = 0, second = 0] = made.clock.sleeps;
    expect(first).toBeGreaterThanOrEqual(60_000);
    expect(second).toBeGreaterThanOrEqual(120_000);
  });

  test('429, with retry-after', async () => {
    fake.fail({ route: 'GET /issues', fault: 429, retryAfterSeconds: 3 });
    await made.issues().openIssues();
    expect(made.clock.sleeps).toEqual([3500]);
  });

  test('503 with retry-after', async () => {
    fake.fail({ route: 'GET /issues', fault: 503, retryAfterSeconds: 9 });
    await made.issues().openIssues();
    expect(made.clock.sleeps).toEqual([9000]);
  });

  test('the limit on creating content: all issues come, each once', async () => {
    const issues = made.issues();
    const ids = Array.from({ length: 100 }, (_, index) => String(index));
    await Promise.all(ids.map(async (id) => issues.create(draft(id))));
    expect(fake.world.issues.map(({ title }) => title)).toEqual(ids);
    expect(fake.log.filter(({ status }) => status === 403)).toHaveLength(1);
  });

  test('the hourly limit: waits until it is reset, when there is so much time', async () => {
    fake.limits.exhaust();
    await made.issues({ maxWaitSeconds: 4000 }).openIssues();
    expect(made.clock.sleeps[0]).toBeGreaterThanOrEqual(3_600_000);
    expect(fake.log.map(({ status }) => status)).toEqual([403, 200]);
  });

  test('too long a wait is an error at once that says until when, and asks nothing more', async () => {
    fake.limits.exhaust();
    const issues = made.issues();
    const error = {
      kind: 'rate-limited',
      problem: { args: { resumesAt: '2026-11-23T03:00:01.500Z' } },
    };
    await expect(issues.openIssues()).rejects.toMatchObject(error);
    await expect(issues.create(draft('a'))).rejects.toMatchObject(error);
    expect(made.clock.sleeps).toEqual([]);
    expect(issues.requests).toBe(1);
  });

  test('the last allowed request is heard: the next one waits without being refused', async () => {
    const { fake: tight, issues, clock } = await fakeWithClient({ limits: { requestsPerHour: 1 } });
    const tracker = issues({ maxWaitSeconds: 4000 });
    await tracker.openIssues();
    await tracker.openIssues();
    expect(tight.log.map(({ status }) => status)).toEqual([200, 200]);
    expect(clock.sleeps).toHaveLength(1);
    await tight.close();
  });

  test('the waiting of all requests together is bounded', async () => {
    fake.fail({
      route: 'POST /issues',
      fault: 'secondary-limit',
      retryAfterSeconds: 40,
      times: 99,
    });
    const failed = made.issues({ maxWaitSeconds: 100 }).create(draft('a'));
    await expect(failed).rejects.toMatchObject({ kind: 'rate-limited' });
    expect(made.clock.sleeps).toEqual([40_500, 40_500]);
  });

  test('one that never ends although it asks for no time', async () => {
    fake.fail({ route: 'GET /issues', fault: 'secondary-limit', retryAfterSeconds: 0, times: 99 });
    await expect(made.issues().openIssues()).rejects.toMatchObject({ kind: 'rate-limited' });
    expect(fake.log).toHaveLength(5);
  });
});

describe('the budget of a run with nothing to change', () => {
  test.each([
    [0, 1],
    [100, 1],
    [101, 2],
    [250, 3],
  ])('%i open incidents: %i requests', async (count, requests) => {
    for (let index = 0; index < count; index += 1) {
      fake.world.createIssue('octocat', { title: 'x', labels: ['maintenance'] });
    }
    const issues = made.issues();
    expect(await issues.openIssues()).toHaveLength(count);
    expect(issues.requests).toBe(requests);
    await issues.recentlyClosed(new Date(made.clock.now() - 86_400_000));
    expect(issues.requests).toBe(requests + 1);
    expect(fake.log).toHaveLength(requests + 1);
  });
});
