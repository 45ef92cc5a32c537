import { afterAll, beforeAll, expect, test } from 'vitest';
import { tickCron } from '../../src/workflow/source.ts';
import { describeLab } from '../lab/describe.ts';
import { versionOf } from '../lab/packages.ts';
import { board, eventOf, lastAct, lastComment, scheduledAt } from '../story/looking.ts';
import { StoryTeam } from '../story/team.ts';
import {
  health,
  installBackend,
  isServing,
  publishBetterFix,
  publishFixes,
} from '../wednesday/backend.ts';
import { fileIn } from '../workflow/harness/repository.ts';
import type { RanWorkflow } from '../workflow/harness/world.ts';

const watched = {
  services: ['mks-backend.service'],
  health: [health],
  minFreeMiB: 1,
  refresh: true,
};
const runbook = {
  id: 'monthly-update',
  title: { ja: '月次システム更新', en: 'Monthly system update' },
  purpose: { ja: '更新をまとめて適用', en: 'All updates at once' },
  level: 2,
  hosts: ['app'],
  impact: { ja: '数分間つながりにくくなります', en: 'Slow for some minutes' },
  alternative: { ja: '電話で受け付けます', en: 'By telephone' },
  rollback: { ja: '更新前のパッケージに戻します', en: 'Back to the packages of before' },
  window: { every: 'month', on: 'first monday', at: '03:00', minutes: 60 },
  rollout: { canary: 1, batch: 1, pauseSeconds: 0 },
  steps: [{ task: 'system.apt-upgrade', apply: true, with: watched }],
};
const workflow = 'teiki-monthly-update.yml';
const tick = { workflow: 'reconcile.yml', event: scheduledAt(tickCron) };
const window = { workflow, event: scheduledAt('9 3 * * 1') };

/**
 * A month of a change that users notice: announced, tried, approved, stopped at the second host,
 * taken back there, and carried out a month later.
 */
describeLab('a month', () => {
  let team: StoryTeam;

  beforeAll(async () => {
    team = await StoryTeam.start({
      hosts: ['app1', 'app2', 'app3'],
      begins: '2026-11-28 11:23',
      furnish: installBackend,
      config: { contacts: { emergency: '03-0000-0000 (当番)' } },
      runbooks: { 'monthly-update': runbook },
    });
    const inputs = ['hosts', 'steps', 'mode', 'reason', 'override'];
    team.github.world.workflows.set(workflow, inputs);
    const rules = await team.teiki('sudoers');
    const helpers = await team.teiki('sudoers', '--helpers');
    for (const host of team.hosts) {
      await host.write('/etc/sudoers.d/teiki', rules, { mode: 0o440 });
      await host.must(helpers);
      await publishFixes(host);
    }
  });
  afterAll(async () => {
    await team?.[Symbol.asyncDispose]();
  });

  const run = async (request: Parameters<StoryTeam['run']>[0]) => {
    const ran = await team.run(request);
    expect(ran.conclusion).toBe('success');
    return ran;
  };
  const page = (ran: RanWorkflow) =>
    fileIn(team.repository, lastAct(ran).outputs['record'] ?? '') ?? '';
  const versions = () => Promise.all(team.hosts.map((host) => versionOf(host, 'thumbnailer')));
  const serving = () => Promise.all(team.hosts.map(isServing));
  /** What a tick has started through GitHub's API, carried out. */
  const dryRun = () => {
    const event = { name: 'workflow_dispatch', payload: {}, actor: 'github-actions[bot]' } as const;
    expect(team.github.world.dispatches.at(-1)).toMatchObject({
      workflow,
      inputs: { mode: 'plan' },
    });
    return run({ workflow, event: { ...event, inputs: { mode: 'plan' } } });
  };
  const approve = async (number: number) => {
    team.github.world.addComment('hanako', number, '/approve');
    await run({
      workflow: 'reconcile.yml',
      event: eventOf(team, number, 'issue_comment', 'hanako'),
    });
  };
  const body = (number: number) => team.github.world.issue(number).body ?? '';

  test('eight days ahead a notice is opened, and shows what a dry run would change', async () => {
    await run(tick);
    expect(board(team)).toEqual([]);
    await team.at('2026-11-29 11:23');
    await run(tick);
    expect(board(team)).toEqual([
      '#1 open メンテナンス予告: 月次システム更新 2026-12-07 03:00 (レベル 2) (0)',
    ]);
    await team.at('2026-11-29 13:23');
    await run(tick);
    await dryRun();
    await team.at('2026-11-29 15:23');
    await run(tick);
    expect(body(1)).toMatch(/\| `app2` \|.*`thumbnailer` `2\.4-1` → `2\.4-1\+deb12u1`/);
    expect(body(1)).toContain('数分間つながりにくくなります');
    expect(await versions()).toEqual(['2.4-1', '2.4-1', '2.4-1']);
  });

  test('somebody with write permission approves it', async () => {
    await team.at('2026-12-01 10:00');
    await approve(1);
    expect(lastComment(team, 1)).toContain('`hanako` さんの承認を受け付けました。');
    await team.at('2026-12-01 11:23');
    await run(tick);
    expect(body(1)).toContain('- **承認**: `hanako` (2026-12-01 10:00)');
  });

  test('in the window the canary is changed; the second host goes back; the third is left as it is', async () => {
    await team.at('2026-12-07 03:09');
    const told = page(await run(window));
    expect(await versions()).toEqual(['2.4-1+deb12u1', '2.4-1', '2.4-1']);
    expect(await serving()).toEqual([true, true, true]);
    expect(told).toContain('- **担当者**: SREチーム (承認: hanako)');
    expect(told).toContain('- **結果**: 一部失敗');
    expect(told).toContain('`app2` で失敗したため、残りのホストは変更していません');
    expect(told).toMatch(/\| app1 \| .* \| 実施 \|/);
    expect(told).toMatch(/\| app2 \| .* \| 切り戻し \|/);
    const open = board(team).filter((line) => / open /.test(line));
    expect(open).toContainEqual(expect.stringMatching(/service:mks-backend\.service \(app2\)/));
    await team.at('2026-12-07 05:23');
    await run(tick);
    expect(board(team)[0]).toMatch(/^#1 closed /);
    expect(lastComment(team, 1)).toContain('失敗しました');
  });

  test('the next window: announced, approved, and carried out on all hosts; what was open closes', async () => {
    for (const host of team.hosts) await publishBetterFix(host);
    await team.at('2026-12-27 11:23');
    await run(tick);
    const number = team.github.world.issues.length;
    expect(board(team).at(-1)).toContain('メンテナンス予告: 月次システム更新 2027-01-04 03:00');
    await team.at('2026-12-28 10:00');
    await approve(number);
    await team.at('2027-01-04 03:09');
    const told = page(await run(window));
    expect(await versions()).toEqual(['2.4-1+deb12u2', '2.4-1+deb12u2', '2.4-1+deb12u2']);
    expect(await serving()).toEqual([true, true, true]);
    expect(told).toContain('- **結果**: 成功');
    await team.at('2027-01-04 05:23');
    await run(tick);
    expect(lastComment(team, number)).toContain('実施しました');
    expect(board(team).filter((line) => / open /.test(line))).toEqual([]);
  });
});
