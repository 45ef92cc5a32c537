import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Digest } from '../../src/notify/digest.ts';
import { NotifyPayload } from '../../src/notify/json.ts';
import { type NotifyWorld, notify, pingHeartbeat } from '../../src/notify/notify.ts';
import { type Behaviour, FailingServer } from './failing-server.ts';

const server = new FailingServer();
beforeAll(() => server.start());
afterAll(() => server.stop());
afterEach(() => {
  server.received.length = 0;
  server.behaviours.length = 0;
});

const digest: Digest = {
  locale: 'ja',
  team: 'SREチーム',
  incidents: [
    { kind: 'opened', key: 'k', title: 'ディスク', severity: 'critical', hosts: ['app1'] },
  ],
  notices: [{ title: '12月8日 月次更新', text: '5〜15分の中断' }],
};
const world = (rest: Partial<NotifyWorld> = {}): NotifyWorld => ({
  fetch,
  env: { HOOK: server.url },
  waitMs: 5,
  timeoutMs: 10_000,
  ...rest,
});
const target = { webhook: { name: 'HOOK' }, format: 'json', audience: 'team' } as const;

describe('delivery', () => {
  test('one message to each target', async () => {
    const targets = [
      target,
      { ...target, format: 'slack' },
      { ...target, format: 'teams' },
    ] as const;
    expect(await notify(targets, digest, world())).toEqual([]);
    expect(server.received).toHaveLength(3);
    const json = server.received.find(({ body }) => body.includes('teiki.notify/1'));
    expect(json).toMatchObject({ method: 'POST', contentType: 'application/json; charset=utf-8' });
    expect(NotifyPayload.parse(JSON.parse(json?.body ?? ''))).toMatchObject({
      counts: { incidents: 1, notices: 1 },
    });
  });

  test('users are told of notices only, and of nothing when there is none', async () => {
    const users = { ...target, audience: 'users' } as const;
    await notify([users], digest, world());
    expect(JSON.parse(server.received[0]?.body ?? '')).toMatchObject({
      incidents: [],
      notices: [{}],
    });
    await notify([users], { ...digest, notices: [] }, world());
    await notify([target], { ...digest, notices: [], incidents: [] }, world());
    expect(server.received).toHaveLength(1);
  });

  test.each<[string, Behaviour[], number, string | undefined]>([
    ['a fault that passes', [500, 503], 3, undefined],
    ['a broken connection', ['reset'], 2, undefined],
    ['no answer in time', ['hang'], 2, undefined],
    ['too many requests', [{ retryAfter: 0.05 }], 2, undefined],
    ['a fault that stays', [500, 500, 500, 500, 500], 4, 'HTTP 500'],
    ['a webhook that was withdrawn', [404], 1, 'HTTP 404'],
    ['a payload that is refused', [400], 1, 'HTTP 400'],
    ['never an answer', ['hang', 'hang', 'hang', 'hang'], 4, 'no answer within 0.4 s'],
    [
      'a redirection, which could lead anywhere',
      ['redirect', 'redirect', 'redirect', 'redirect'],
      4,
      'the request failed',
    ],
  ])('%s', async (_, behaviours, requests, reason) => {
    server.behaviours.push(...behaviours);
    const timeoutMs = behaviours.includes('hang') ? 400 : 10_000;
    const failures = await notify([target], digest, world({ timeoutMs }));
    expect(failures).toEqual(reason === undefined ? [] : [{ name: 'HOOK', reason }]);
    expect(server.received).toHaveLength(requests);
  });

  test.each<[string, string | undefined, RegExp]>([
    ['unset', undefined, /set the secret/],
    ['empty', ' ', /set the secret/],
    ['no address', 'hooks.slack.com/SECRET', /no http\(s\) address/],
    ['another protocol', 'file:///etc/SECRET', /no http\(s\) address/],
    ['nobody there', 'http://127.0.0.1:1/SECRET', /ECONNREFUSED|the request failed/],
    ['no such host', 'http://SECRET.invalid/', /ENOTFOUND|EAI_AGAIN|the request failed|no answer/],
  ])('a webhook that is %s: told without its value', async (_, HOOK, reason) => {
    const failures = await notify(
      [target],
      digest,
      world({ env: { HOOK }, retries: 0, timeoutMs: 3000 }),
    );
    expect(failures).toMatchObject([
      { name: 'HOOK', reason: expect.stringMatching(reason) as string },
    ]);
    expect(JSON.stringify(failures)).not.toMatch(/SECRET|127\.0\.0\.1/);
  });

  test('cancelled while it waits', async () => {
    server.behaviours.push({ retryAfter: 30 });
    const controller = new AbortController();
    const started = performance.now();
    const telling = notify([target], digest, world({ signal: controller.signal }));
    await vi.waitUntil(() => server.received.length === 1);
    controller.abort();
    const failures = await telling;
    expect(failures).toEqual([{ name: 'HOOK', reason: 'cancelled' }]);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test('a target that fails keeps no other from being told', async () => {
    const broken = { ...target, webhook: { name: 'NONE' } };
    expect(await notify([broken, target], digest, world())).toHaveLength(1);
    expect(server.received).toHaveLength(1);
  });
});

describe('heartbeat', () => {
  test('is a GET, tried again', async () => {
    server.behaviours.push(502, 'redirect');
    expect(await pingHeartbeat({ name: 'HOOK' }, world())).toEqual([]);
    expect(server.received.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET']);
  });

  test('without one nothing happens; a dead one is told', async () => {
    expect(await pingHeartbeat(undefined, world())).toEqual([]);
    server.behaviours.push(500, 500);
    expect(await pingHeartbeat({ name: 'HOOK' }, world({ retries: 1 }))).toEqual([
      { name: 'HOOK', reason: 'HTTP 500' },
    ]);
  });
});
