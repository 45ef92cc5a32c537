import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FakeGitHub } from './fake/github.ts';
import { description } from './fake/openapi.ts';
import { TestClock } from './test-clock.ts';

/** The fake's own rules, asked for without our client. */
const clock = new TestClock();
let fake: FakeGitHub;
beforeEach(async () => {
  fake = await FakeGitHub.start({ now: clock.now });
  fake.world.people.set('octocat', 'admin');
});
afterEach(async () => fake.close());

async function ask(method: string, path: string, body?: unknown, headers = {}): Promise<Response> {
  return fetch(`${fake.url}/repos/team/mks${path}`, {
    method,
    redirect: 'manual',
    headers: { authorization: `token ${fake.token}`, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

test('every route answers as the description says', async () => {
  const statuses: [string, number][] = [];
  const each = async (method: string, path: string, body?: unknown) => {
    statuses.push([`${method} ${path}`, (await ask(method, path, body)).status]);
  };
  fake.world.workflows.set('a.yml', []);
  await each('GET', '');
  await each('POST', '/labels', { name: 'maintenance', color: '0e8a16', description: '定期' });
  await each('GET', '/labels?per_page=1');
  await each('POST', '/issues', { title: 'a', body: 'b', labels: ['x'], assignees: ['octocat'] });
  await each('GET', '/issues?state=all&labels=x&sort=updated&since=2026-01-01T00:00:00Z');
  await each('PATCH', '/issues/1', { state: 'closed', state_reason: 'not_planned' });
  await each('GET', '/issues/1');
  await each('POST', '/issues/1/comments', { body: 'c' });
  await each('GET', '/issues/1/comments');
  await each('POST', '/issues/1/labels', { labels: ['approved'] });
  await each('GET', '/issues/1/labels');
  await each('DELETE', '/issues/1/labels/approved');
  await each('DELETE', '/issues/1/labels/approved');
  await each('POST', '/issues/1/assignees', { assignees: ['octocat', 'nobody'] });
  await each('DELETE', '/issues/1/assignees', { assignees: ['octocat'] });
  await each('PUT', '/issues/1/lock');
  await each('GET', '/issues/1/events');
  await each('DELETE', '/issues/1/lock');
  await each('GET', '/assignees/octocat');
  await each('GET', '/assignees/nobody');
  await each('GET', '/collaborators/octocat/permission');
  await each('POST', '/actions/workflows/a.yml/dispatches', { ref: 'main' });
  await each('POST', '/actions/workflows/b.yml/dispatches', { ref: 'main' });
  expect(fake.violations).toEqual([]);
  expect(statuses.map(([, status]) => status)).toEqual([
    200, 201, 200, 201, 200, 200, 200, 201, 200, 200, 200, 200, 404, 201, 200, 204, 200, 204, 204,
    404, 200, 204, 404,
  ]);
});

describe('the description bites', () => {
  test('a request that is not GitHub’s', async () => {
    expect((await ask('POST', '/issues', { title: 'a', labels: 'maintenance' })).status).toBe(422);
    expect(fake.violations).toEqual([
      expect.stringMatching(/^POST \/repos\/team\/mks\/issues: .*labels must be array/) as string,
    ]);
  });

  test('a route that we do not use: the search lags', async () => {
    const search = await fetch(`${fake.url}/search/issues?q=x`, {
      headers: { authorization: `token ${fake.token}` },
    });
    expect(search.status).toBe(404);
    expect(fake.violations).toEqual(['GET /search/issues?q=x: no route of the fake']);
  });

  test('an answer of our own', async () => {
    fake.world.createIssue('octocat', { title: 'a' }).closedAt = 'yesterday';
    await ask('GET', '/issues/1');
    expect(fake.violations).toEqual([
      expect.stringContaining('answer of issues/get 200 /closed_at') as string,
    ]);
  });

  test('is read once for a process', async () => {
    expect((await description()).backend).toBe((await description()).backend);
  });
});

describe('what GitHub does around a request', () => {
  test('pages name their neighbours', async () => {
    for (let index = 0; index < 45; index += 1) {
      fake.world.createIssue('octocat', { title: `${index}` });
    }
    const links = (await ask('GET', '/issues?per_page=20&page=2')).headers.get('link') ?? '';
    expect(links.match(/rel="\w+"/g)).toEqual([
      'rel="prev"',
      'rel="first"',
      'rel="next"',
      'rel="last"',
    ]);
    expect(links).toContain('per_page=20&page=3>; rel="next"');
    expect((await ask('GET', '/issues?page=2')).headers.get('link')).not.toContain('next');
    expect(await (await ask('GET', '/issues?per_page=20&page=9')).json()).toEqual([]);
  });

  test('what has not changed costs nothing', async () => {
    const first = await ask('GET', '/issues');
    const etag = first.headers.get('etag') ?? '';
    const second = await ask('GET', '/issues', undefined, { 'if-none-match': etag });
    expect(second.status).toBe(304);
    expect(second.headers.get('x-ratelimit-remaining')).toBe('999');
    await ask('POST', '/issues', { title: 'a' });
    const third = await ask('GET', '/issues', undefined, { 'if-none-match': etag });
    expect(third.status).toBe(200);
  });

  test('labels that an issue names are created', async () => {
    await ask('POST', '/issues', { title: 'a', labels: ['new'] });
    expect(fake.world.labels).toMatchObject([{ name: 'new', color: 'ededed' }]);
  });

  test('content is limited by the minute', async () => {
    const tight = await FakeGitHub.start({ now: clock.now, limits: { contentPerMinute: 1 } });
    const create = async () =>
      fetch(`${tight.url}/repos/team/mks/issues`, {
        method: 'POST',
        headers: { authorization: `token ${tight.token}` },
        body: '{"title":"a"}',
      });
    expect((await create()).status).toBe(201);
    const refused = await create();
    expect(refused.status).toBe(403);
    expect(refused.headers.get('retry-after')).toBe('60');
    clock.advance(61_000);
    expect((await create()).status).toBe(201);
    await tight.close();
  });
});

describe('the git side', () => {
  const folder = mkdtempSync(join(tmpdir(), 'teiki-fake-git-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const git = (cwd: string, ...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });

  test('is a real bare repository that refuses as GitHub does', async () => {
    const remote = await FakeGitHub.start({ git: join(folder, 'remote.git') });
    const bare = remote.git;
    if (!bare) throw new Error('no repository');
    git(folder, 'clone', '--quiet', bare.path, 'clone');
    const clone = join(folder, 'clone');
    writeFileSync(join(clone, 'record.md'), '記録\n');
    git(clone, 'add', '.');
    git(clone, 'commit', '--quiet', '-m', '記録: 最初');
    bare.refusePushes(2);
    const push = () => git(clone, 'push', '--quiet', 'origin', 'HEAD:main');
    expect(push).toThrow('cannot lock ref');
    expect(push).toThrow('cannot lock ref');
    push();
    expect(bare.subjects()).toEqual(['記録: 最初']);
    expect(bare.read('record.md')).toBe('記録\n');
    bare.protect();
    git(clone, 'commit', '--quiet', '--allow-empty', '-m', 'x');
    expect(push).toThrow('GH006: Protected branch update failed');
    await remote.close();
  });
});
