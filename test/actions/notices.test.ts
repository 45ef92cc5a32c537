import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { maintainAction } from '../../src/actions/maintain.ts';
import { planAction } from '../../src/actions/plan.ts';
import { PlanDocument } from '../../src/actions/plan-document.ts';
import { recheckAction } from '../../src/actions/recheck.ts';
import { tickCron } from '../../src/workflow/source.ts';
import { FakeGitHub } from '../github/fake/github.ts';
import { instanceFiles, type JobOptions, Workbench } from './workbench.ts';

/** First Monday of December, 03:00 in Tokyo. */
const opens = '2026-12-06T18:00:00.000Z';
const monthly = (seconds = 5) => `id: monthly-update
title: { ja: 月次システム更新, en: Monthly system update }
purpose: { ja: 月に一度の更新, en: Once a month }
level: 2
hosts: [app]
impact: { ja: 数分間つながりません, en: Down for some minutes }
alternative: { ja: 電話で受け付けます, en: By telephone }
rollback: { ja: 元の版に戻します, en: Back to the former versions }
window: { every: month, on: first monday, at: "03:00", minutes: 60 }
steps:
  - { check: command, id: well, with: { name: well, command: "sleep 0; echo ${seconds}" } }
  - { task: cache.drop-os, apply: true, with: { allowHarmful: true } }
`;
const config = `timezone: Asia/Tokyo
locale: ja
team: SREチーム
publicRepository: no
contacts: { emergency: "03-0000-0000 (当番)" }
`;
const files = {
  'maintenance/config.yml': config,
  'maintenance/runbooks/monthly-update.yml': monthly(),
};

let bench: Workbench;
let github: FakeGitHub;
let now = '';
let runs = 100;
beforeEach(async () => {
  github = await FakeGitHub.start({ repository: 'mks/ops', now: () => Date.parse(now) });
  const inputs = ['hosts', 'steps', 'mode', 'reason', 'override'];
  github.world.workflows.set('teiki-monthly-update.yml', inputs);
  github.world.workflows.set('teiki-weekly-health.yml', inputs);
  github.world.people.set('hanako', 'write').set('mallory', 'read');
  bench = new Workbench(instanceFiles(['app1'], files));
});
afterEach(async () => {
  bench.destroy();
  await github.close();
  expect(github.violations).toEqual([]);
});

const common = () => {
  runs += 1;
  return { environment: { GITHUB_API_URL: github.url }, now, runId: runs };
};
const repository = { private: true, default_branch: 'main' };
async function tick(at: string, rest: JobOptions = {}) {
  now = at;
  bench.checkout();
  const inputs = { 'github-token': github.token };
  const payload = { schedule: tickCron, repository };
  return await bench.step(recheckAction, { ...common(), inputs, payload, ...rest });
}
async function planned(at: string, rest: JobOptions = {}) {
  now = at;
  bench.checkout();
  const inputs = { runbook: 'monthly-update', 'github-token': github.token, ...rest.inputs };
  const { outputs, log } = await bench.step(planAction, { ...common(), ...rest, inputs });
  const plan =
    outputs['plan'] === undefined ? undefined : PlanDocument.parse(JSON.parse(outputs['plan']));
  return { outputs, log, gates: plan?.gates, plan };
}
const notices = () =>
  [...github.world.issues.values()].filter(({ title }) => title.startsWith('メンテナンス予告'));
const notice = () => {
  const [first] = notices();
  if (!first) throw new Error('there is no notice');
  return first;
};
const say = (at: string, by: string, text: string) => {
  now = at;
  return github.world.addComment(by, notice().number, text);
};
const started = () =>
  github.world.dispatches
    .filter(({ workflow }) => workflow.includes('monthly'))
    .map(({ inputs }) => inputs['mode']);
const answers = () => notice().comments.map(({ body }) => body.split('\n')[0]);
const refusals = (gates: PlanDocument['gates']) =>
  gates?.kind === 'closed' ? gates.refusals.map(({ id }) => id) : gates?.kind;

describe('the notice', () => {
  test('is opened eight days ahead, once, with everything that people need to decide', async () => {
    await tick('2026-11-28T02:00:00Z');
    expect(notices()).toHaveLength(0);
    await tick('2026-11-29T02:00:00Z');
    await tick('2026-11-29T04:00:00Z');
    expect(notices()).toHaveLength(1);
    const { title, body, labels } = notice();
    expect(title).toBe('メンテナンス予告: 月次システム更新 2026-12-07 03:00 (レベル 2)');
    expect(labels.map(({ name }) => name)).toEqual(['maintenance', 'notice']);
    for (const words of [
      '数分間つながりません',
      '電話で受け付けます',
      '元の版に戻します',
      '03-0000-0000 (当番)',
      '未承認',
      '/approve',
      '2026-12-07 03:00–04:00 (Asia/Tokyo)',
    ]) {
      expect(body).toContain(words);
    }
    expect(started()).toEqual(['plan']);
  });

  test('shows the dry run when it has been made, and asks for one more on the last day', async () => {
    await tick('2026-11-29T02:00:00Z');
    now = '2026-11-29T03:00:00Z';
    bench.checkout();
    const inputs = { runbook: 'monthly-update', mode: 'plan', 'github-token': github.token };
    const bot = 'github-actions[bot]';
    const environment = {
      GITHUB_API_URL: github.url,
      GITHUB_ACTOR: bot,
      GITHUB_TRIGGERING_ACTOR: bot,
    };
    const options = { ...common(), inputs, environment, event: 'workflow_dispatch' };
    expect((await bench.step(maintainAction, options)).outputs['due']).toBe('true');
    await tick('2026-11-29T05:00:00Z');
    expect(notice().body).not.toContain('試行の結果はまだありません');
    expect(started()).toEqual([]);
    await tick('2026-12-05T20:00:00Z');
    expect(started()).toEqual(['plan']);
  });
});

describe('approval', () => {
  test('by someone with write permission counts, and is answered once', async () => {
    await tick('2026-11-29T02:00:00Z');
    say('2026-11-30T02:00:00Z', 'mallory', '/approve');
    say('2026-11-30T03:00:00Z', 'hanako', '/approve');
    await tick('2026-11-30T04:00:00Z');
    await tick('2026-11-30T06:00:00Z');
    expect(answers().slice(2)).toEqual([
      '`mallory` さん: 書き込み権限のある人だけが決められます。',
      '`hanako` さんの承認を受け付けました。',
    ]);
    expect(notice().body).toContain('`hanako` (2026-11-30 12:00)');
    const { gates } = await planned('2026-12-06T18:09:00Z');
    expect(gates).toEqual({ kind: 'open', notice: notice().number, approver: 'hanako' });
  });

  test('by the label, of whoever has put it there; gone with the label', async () => {
    await tick('2026-11-29T02:00:00Z');
    now = '2026-11-30T03:00:00Z';
    github.world.changeLabels('hanako', notice().number, (names) => [...names, 'approved']);
    expect((await planned('2026-12-06T18:09:00Z')).gates).toMatchObject({ approver: 'hanako' });
    github.world.changeLabels('hanako', notice().number, (names) =>
      names.filter((name) => name !== 'approved'),
    );
    expect(refusals((await planned('2026-12-06T18:10:00Z')).gates)).toEqual(['gate/no-approval']);
    github.world.changeLabels('mallory', notice().number, (names) => [...names, 'approved']);
    expect(refusals((await planned('2026-12-06T18:11:00Z')).gates)).toEqual(['gate/no-approval']);
  });

  test('is not that of who has last changed the runbook, where four eyes are asked for', async () => {
    bench.remote.push({ 'maintenance/config.yml': `${config}fourEyes: true\n` });
    github.world.people.set('taro', 'write');
    github.world.authors.set('maintenance/runbooks/monthly-update.yml', 'hanako');
    await tick('2026-11-29T02:00:00Z');
    say('2026-11-30T02:00:00Z', 'hanako', '/approve');
    const own = await planned('2026-12-06T18:09:00Z');
    expect(refusals(own.gates)).toEqual(['gate/no-approval']);
    say('2026-11-30T03:00:00Z', 'taro', '/approve');
    expect((await planned('2026-12-06T18:10:00Z')).gates).toMatchObject({ approver: 'taro' });
    await tick('2026-11-30T04:00:00Z');
    expect(answers()).toContain('`hanako` さん: 手順を最後に変えた人は承認できません (fourEyes)。');
  });

  test('is void when the runbook changes, and asked for again', async () => {
    await tick('2026-11-29T02:00:00Z');
    say('2026-11-30T02:00:00Z', 'hanako', '/approve');
    now = '2026-12-01T00:00:00Z';
    bench.checkout();
    bench.remote.push({ 'maintenance/runbooks/monthly-update.yml': monthly(6) });
    expect(refusals((await planned('2026-12-06T18:09:00Z')).gates)).toEqual(['gate/changed']);
    await tick('2026-12-01T02:00:00Z');
    expect(answers().at(-1)).toContain('これまでの承認は無効です');
    expect(refusals((await planned('2026-12-06T18:09:00Z')).gates)).toEqual(['gate/no-approval']);
    say('2026-12-02T02:00:00Z', 'hanako', '/approve');
    expect((await planned('2026-12-06T18:09:00Z')).gates).toMatchObject({ kind: 'open' });
  });
});

describe('the window', () => {
  const approved = async () => {
    await tick('2026-11-29T02:00:00Z');
    say('2026-11-30T02:00:00Z', 'hanako', '/approve');
  };

  test('any tick of the last hours starts a run that waits for it', async () => {
    await approved();
    await tick('2026-12-06T03:00:00Z');
    expect(started()).not.toContain('marked');
    await tick('2026-12-06T14:00:00Z');
    expect(started()).toContain('marked');
    let clock = Date.parse('2026-12-06T14:05:00Z');
    const slept: number[] = [];
    const sleep = (milliseconds: number) => {
      slept.push(milliseconds);
      clock += milliseconds;
      return Promise.resolve();
    };
    const { gates, plan } = await planned('2026-12-06T14:05:00Z', {
      sleep,
      clock: () => new Date(clock),
    });
    expect(slept).toEqual([Date.parse(opens) - Date.parse('2026-12-06T14:05:00Z')]);
    expect(gates).toMatchObject({ kind: 'open', approver: 'hanako' });
    expect(plan).toMatchObject({
      trigger: 'schedule',
      window: { key: '2026-12', startsAt: opens },
    });
  });

  test('a wait that is longer than a job lives is handed over to a fresh run', async () => {
    await approved();
    let clock = Date.parse('2026-12-06T08:00:00Z');
    const { outputs, log } = await planned('2026-12-06T08:00:00Z', {
      clock: () => new Date(clock),
      sleep: (milliseconds) => {
        clock += milliseconds;
        return Promise.resolve();
      },
    });
    expect(outputs['due']).toBe('false');
    expect(log).toContain('新しい実行に引き継ぎました');
    expect(started()).toEqual(['marked']);
  });

  test('nobody waits for what is not approved', async () => {
    await tick('2026-11-29T02:00:00Z');
    const { outputs, log } = await planned('2026-12-06T14:05:00Z');
    expect(outputs['due']).toBe('false');
    expect(log).toContain('まだ承認されていないため、待ちません');
    await tick('2026-12-06T14:10:00Z');
    expect(started()).not.toContain('marked');
  });

  test('a tick that comes five hours late changes nothing, and the notice says so', async () => {
    await approved();
    const { outputs, log } = await planned('2026-12-06T23:00:00Z');
    expect(outputs['due']).toBe('false');
    expect(log).toContain('開始期限 (2026-12-07 03:30) を過ぎた');
    await tick('2026-12-06T23:10:00Z');
    expect(notice().state).toBe('closed');
    expect(answers().at(-1)).toContain('実施しませんでした');
    const missed = [...github.world.issues.values()].filter(({ title }) =>
      title.startsWith('実施されなかった'),
    );
    expect(missed.map(({ state }) => state)).toEqual(['open']);
  });

  test('without approval the checks run, nothing is changed, and the record says which gate', async () => {
    await tick('2026-11-29T02:00:00Z');
    now = '2026-12-06T18:09:00Z';
    bench.checkout();
    const inputs = { runbook: 'monthly-update', 'github-token': github.token };
    const { outputs } = await bench.step(maintainAction, { ...common(), inputs });
    expect(outputs['due']).toBe('true');
    const record = bench.remote.show(outputs['record'] ?? '');
    expect(record).toContain(`予告 #${notice().number} が承認されていません`);
    expect(record).toContain('ラベル approved');
  });
});

describe('people decide', () => {
  test('/cancel leaves a record, closes the notice, and nothing is missed', async () => {
    await tick('2026-11-29T02:00:00Z');
    say('2026-12-01T02:00:00Z', 'hanako', '/cancel 決算のため');
    await tick('2026-12-01T03:00:00Z');
    await tick('2026-12-01T05:00:00Z');
    expect(notice().state).toBe('closed');
    const page = bench.remote.files().find((path) => path.endsWith('-decision.md')) ?? '';
    expect(bench.remote.show(page)).toContain('決算のため');
    expect(bench.remote.show(page)).toContain('- **結果**: 未実施');
    const { outputs, log } = await planned('2026-12-06T18:09:00Z');
    expect(outputs['due']).toBe('false');
    expect(log).toContain('決算のため');
    await tick('2026-12-08T02:00:00Z');
    expect([...github.world.issues.values()].map(({ title }) => title)).not.toContainEqual(
      expect.stringContaining('実施されなかった作業枠: monthly-update'),
    );
  });

  test('/postpone moves the window, which has to be approved for its new time', async () => {
    await tick('2026-11-29T02:00:00Z');
    say('2026-11-30T02:00:00Z', 'hanako', '/approve');
    say('2026-12-01T02:00:00Z', 'hanako', '/postpone 2026-12-09 04:00 決算のため');
    await tick('2026-12-01T03:00:00Z');
    expect(notice().title).toContain('2026-12-09 04:00');
    expect(notice().state).toBe('open');
    const old = await planned('2026-12-06T18:09:00Z');
    expect(old.outputs['due']).toBe('false');
    expect(refusals((await planned('2026-12-08T19:05:00Z')).gates)).toEqual(['gate/no-approval']);
    say('2026-12-02T02:00:00Z', 'hanako', '/approve');
    expect((await planned('2026-12-08T19:05:00Z')).gates).toMatchObject({ kind: 'open' });
  });

  test('a notice that is closed by hand keeps the gate closed', async () => {
    await tick('2026-11-29T02:00:00Z');
    say('2026-11-30T02:00:00Z', 'hanako', '/approve');
    github.world.editIssue('hanako', notice().number, { state: 'closed' });
    await tick('2026-12-01T03:00:00Z');
    expect(notices()).toHaveLength(1);
    expect(notice().state).toBe('closed');
    expect(refusals((await planned('2026-12-06T18:09:00Z')).gates)).toContain('gate/notice-closed');
  });
});
