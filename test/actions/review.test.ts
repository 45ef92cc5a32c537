import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { reviewAction } from '../../src/actions/review.ts';
import { git, writeTree } from '../git/repository.ts';
import { FakeGitHub } from '../github/fake/github.ts';
import { instanceFiles, runbook, Workbench } from './workbench.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const label = 'gate-change-approved';
const now = '2026-11-22T17:07:00Z';
const marker = '<!-- teiki:review v1 -->';

let bench: Workbench;
let github: FakeGitHub;
let pull = 0;
beforeEach(async () => {
  github = await FakeGitHub.start({ repository: 'mks/ops', now: () => Date.parse(now) });
  github.world.people.set('hanako', 'write').set('taro', 'write').set('mallory', 'read');
  const issue = github.world.createIssue('taro', { title: 'Better checks' });
  issue.isPullRequest = true;
  pull = issue.number;
  bench = new Workbench(instanceFiles(['app1', 'app2']));
});
afterEach(async () => {
  bench.destroy();
  await github.close();
  expect(github.violations).toEqual([]);
});

/** Commits to the branch of the pull request, and checks it out as actions/checkout does. */
function push(files: Readonly<Record<string, string | undefined>>): { base: string; head: string } {
  const work = bench.remote.clone();
  const base = git(work, 'rev-parse', 'origin/main').trim();
  const branches = git(work, 'branch', '-r');
  git(work, 'checkout', '-q', '-B', 'change', branches.includes('change') ? 'origin/change' : base);
  for (const [path, text] of Object.entries(files)) {
    if (text === undefined) rmSync(join(work, path));
    else writeTree(work, { [path]: text });
  }
  const by = ['-c', 'user.name=Taro', '-c', 'user.email=taro@example.com'];
  git(work, 'add', '-A');
  git(work, ...by, 'commit', '-q', '--allow-empty', '-m', 'change');
  git(work, 'push', '-q', 'origin', 'change');
  bench.clone = bench.remote.clone('--depth=1', '-b', 'change');
  bench.enter();
  return { base, head: git(work, 'rev-parse', 'HEAD').trim() };
}

interface Situation {
  readonly action?: string;
  readonly labels?: readonly string[];
  readonly from?: string;
  readonly token?: string;
}

function options({ base, head }: { base: string; head: string }, situation: Situation = {}) {
  const { action = 'opened', labels = [], from = 'mks/ops', token = github.token } = situation;
  const payload = {
    action,
    pull_request: {
      number: pull,
      user: { login: 'taro' },
      labels: labels.map((name) => ({ name })),
      base: { sha: base },
      head: { sha: head, repo: { full_name: from } },
    },
    repository: { private: true, default_branch: 'main' },
  };
  const environment = { GITHUB_API_URL: github.url, TEIKI_SSH_KEY: undefined };
  const inputs = { ...(token !== '' && { 'github-token': token }) };
  return { event: 'pull_request', payload, environment, now, inputs };
}

const comments = () => github.world.issue(pull).comments.map(({ body }) => body);
const setLabel = (by: string) => github.world.changeLabels(by, pull, (names) => [...names, label]);
const dropLabel = (by: string) =>
  github.world.changeLabels(by, pull, (names) => names.filter((name) => name !== label));
const review = (commits: { base: string; head: string }, situation?: Situation) =>
  bench.step(reviewAction, options(commits, situation));
const refused = (commits: { base: string; head: string }, situation?: Situation) =>
  bench.failing(reviewAction, options(commits, situation));

const weekly = 'maintenance/runbooks/weekly-health.yml';
const stricter = runbook().replace('warning: 80', 'warning: 70');
const rarer = runbook('{ every: month, on: 1, at: "02:00", minutes: 30 }');
const fewer = runbook().replace(/^.*id: well.*\n/m, '');

describe('a change that is safe', () => {
  test('passes with one comment, which the next push brings up to date', async () => {
    await review(push({ [weekly]: stricter }));
    const [first] = comments();
    expect(first).toMatch(new RegExp(`^${marker}`));
    expect(first).toContain('## メンテナンスの変更点');
    expect(first).toContain('| 変更 | `number` `warning` (しきい値: 厳しくする) | `80` | `70` |');
    expect(first).toContain('teiki_probe_p2() {');
    expect(first).toContain('<summary>weekly-health: app1, app2</summary>');
    const moved = stricter.replace('"02:00"', '"03:30"');
    await review(push({ [weekly]: moved }), { action: 'synchronize' });
    expect(comments()).toHaveLength(1);
    expect(comments()[0]).toContain('| 変更 | `window.at` | `02:00` | `03:30` |');
    expect(comments()[0]).toContain('| `2026-W49` | 2026-11-30 02:00–02:30 |');
    await review(push({ [weekly]: runbook() }), { action: 'synchronize' });
    expect(comments()).toEqual([expect.stringContaining('何も変えません')]);
  });

  test('the files of it that stay are an artifact, and the summary says the same', async () => {
    const { outputs, summary } = await review(push({ [weekly]: stricter }));
    expect(outputs['risks']).toBe('0');
    const folder = outputs['report'] ?? '';
    expect(readdirSync(folder)).toEqual(['1-weekly-health-2-hosts.sh', 'review.md']);
    expect(readFileSync(join(folder, '1-weekly-health-2-hosts.sh'), 'utf8')).toContain('echo 85');
    expect(summary).toContain('`number` `warning`');
  });

  test('without any meaning gets no comment', async () => {
    const { summary } = await review(push({ [weekly]: `# a word\n${runbook()}` }));
    expect(comments()).toEqual([]);
    expect(summary).toContain('何も変えません');
  });

  test('is compared with the branch that GitHub has merged it into, and no older one', async () => {
    const commits = push({ [weekly]: stricter });
    bench.remote.push({ 'maintenance/config.yml': `${config}noticeDays: 14\n` });
    const work = bench.remote.clone();
    const by = ['-c', 'user.name=G', '-c', 'user.email=g@example.com'];
    git(work, ...by, 'merge', '-q', '--no-ff', '-m', 'merge', 'origin/change');
    git(work, 'push', '-q', 'origin', 'HEAD:refs/heads/merged');
    bench.clone = bench.remote.clone('--depth=2', '-b', 'merged');
    bench.enter();
    // Nothing may be fetched: the workflow has left git without a token.
    git(bench.clone, 'remote', 'set-url', 'origin', 'file:///nowhere');
    await review(commits);
    expect(comments()[0]).toContain('`warning`');
    expect(comments()[0]).not.toContain('noticeDays');
  });
});

const config = instanceFiles([])['maintenance/config.yml'] ?? '';

describe('a weakened safeguard', () => {
  test('fails, says what and which label, and passes when it is set', async () => {
    const commits = push({ [weekly]: rarer });
    const { message, log } = await refused(commits);
    expect(message).toContain(label);
    expect(log).toContain('::error file=maintenance/runbooks/weekly-health.yml');
    expect(comments()[0]).toContain('`weekly-health` の確認が `week` ごとから `month` ごとに');
    expect(github.world.labels.map(({ name }) => name)).toContain(label);
    setLabel('hanako');
    await review(commits, { action: 'labeled', labels: [label] });
    expect(comments()).toEqual([expect.stringContaining('`hanako` さんが付けたため、通します')]);
    dropLabel('hanako');
    await refused(commits, { action: 'unlabeled' });
  });

  test('added after the label was set needs it once more; a push that adds none does not', async () => {
    const commits = push({ [weekly]: rarer });
    await refused(commits);
    setLabel('hanako');
    await review(commits, { action: 'labeled', labels: [label] });
    const pushed = { action: 'synchronize', labels: [label] };
    await review(push({ 'README.md': 'more\n' }), pushed);
    const worse = push({ 'maintenance/fleet.yml': fleetWithRoot });
    const { message } = await refused(worse, pushed);
    expect(message).toContain(label);
    expect(comments()).toEqual([expect.stringContaining('付け直してください')]);
    dropLabel('hanako');
    setLabel('hanako');
    await review(worse, { action: 'labeled', labels: [label] });
  });

  test.each([
    ['mallory', 'に書き込み権限', '書き込み権限がない'],
    ['taro', 'the author, with four eyes', 'プルリクエストの作成者'],
  ])('is not approved by %s (%s)', async (who, _why, told) => {
    bench.remote.push({ 'maintenance/config.yml': `${config}fourEyes: true\n` });
    // The change itself lifts the rule: it counts as it was before.
    const commits = push({ 'maintenance/config.yml': config });
    setLabel(who);
    await refused(commits, { action: 'labeled', labels: [label] });
    expect(comments()[0]).toContain(told);
  });

  test('is not approved by a comment that somebody has forged', async () => {
    const commits = push({ [weekly]: fewer });
    await refused(commits);
    const hash = /teiki:risks (\w+)/.exec(comments()[0] ?? '')?.[1];
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
    github.world.issue(pull).comments.length = 0;
    github.world.addComment('mallory', pull, `${marker}\n\n<!-- teiki:risks ${hash} -->\n`);
    setLabel('hanako');
    await refused(commits, { action: 'synchronize', labels: [label] });
  });
});

const fleetWithRoot = (instanceFiles(['app1', 'app2'])['maintenance/fleet.yml'] ?? '').replace(
  'user: mks-maint',
  'user: root',
);

describe('where nothing can be written', () => {
  test('a fork has the review in the summary, and passes or fails all the same', async () => {
    github.addToken('read-only', { issues: 'read', contents: 'read' });
    const fork = { from: 'mallory/ops', token: 'read-only' };
    const { summary, log } = await review(push({ [weekly]: stricter }), fork);
    expect(summary).toContain('`number` `warning`');
    expect(log).toContain('フォーク');
    await refused(push({ [weekly]: rarer }), fork);
    expect(comments()).toEqual([]);
  });

  test('a token without the right, or none, does not fail it', async () => {
    github.addToken('read-only', { issues: 'read', contents: 'read' });
    const commits = push({ [weekly]: stricter });
    const { summary, log } = await review(commits, { token: 'read-only' });
    expect(summary).toContain('`warning`');
    expect(log).toContain('::notice::');
    await review(commits, { token: '' });
    expect(comments()).toEqual([]);
  });
});

test('errors are annotations at their lines, and the comment has them', async () => {
  const broken = runbook().replace('level: 1', 'level: 9').replace('check: command', 'check: nope');
  const { message, log } = await refused(push({ [weekly]: broken }));
  expect(message).toContain('誤り');
  expect(log).toMatch(/::error file=maintenance\/runbooks\/weekly-health.yml,line=4,col=\d+::/);
  expect(comments()[0]).toContain('`maintenance/runbooks/weekly-health.yml:4`');
  await refused(push({ [weekly]: 'steps: [\n' }), { action: 'synchronize' });
  expect(comments()).toHaveLength(1);
});

test('a runbook that is removed is a change of its checks', async () => {
  const other = 'maintenance/runbooks/other.yml';
  const text = runbook().replace('id: weekly-health', 'id: other').replace('echo 85', 'echo 1');
  bench.remote.push({ [other]: text });
  const { message } = await refused(push({ [other]: undefined }));
  expect(message).toContain(label);
  expect(comments()[0]).toContain('`other` がなくなり');
  expect(comments()[0]).toContain('削除: `other`');
});

test('what a pull request writes stays text: no mention, no HTML, no hidden characters', async () => {
  const title = 'title: "@mks/everyone <img src=x> https://evil.example #1 \\u202e"';
  const command = 'command: "echo 85 # ```\\u200b</details>@mks/everyone"';
  const hostile = stricter.replace(/title: .*/, title).replace('command: "echo 85"', command);
  await review(push({ [weekly]: hostile }));
  const [body = ''] = comments();
  expect(body).toContain('`@mks/everyone <img src=x> https://evil.example #1 \\u{202e}`');
  expect(body).toContain('\\u{200b}');
  expect(body).not.toMatch(/[\u200b\u202e]/);
  // Whatever is outside of code has nothing of it.
  const outside = body
    .replaceAll(/^(`{3,}).*\n[^]*?^\1$/gm, '')
    .replaceAll(/(?<!`)(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, '');
  expect(outside).not.toMatch(/everyone|img|evil/);
  expect(outside.match(/<\/details>/g)).toHaveLength(1);
});

test('another event is refused', async () => {
  const { message } = await bench.failing(reviewAction, { event: 'schedule' });
  expect(message).toContain('on: pull_request');
});
