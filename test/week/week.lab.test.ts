import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { exampleFiles } from '../story/example.ts';
import {
  board,
  commits,
  eventOf,
  lastAct,
  lastComment,
  requests,
  scheduledAt,
  tick,
} from '../story/looking.ts';
import { StoryTeam } from '../story/team.ts';
import { fileIn } from '../workflow/harness/repository.ts';
import { backUp, fillLogs, furnish } from './backups.ts';
import { runbooks } from './runbooks.ts';

const weekly = { workflow: 'teiki-weekly-health.yml', event: scheduledAt('9 2 * * 1') };
const daily = { workflow: 'teiki-daily-backup-check.yml', event: scheduledAt('27 4 * * *') };
const example = join(import.meta.dirname, '../../docs/example');

/**
 * A week of a team, scene by scene: three hosts, the real workflows, a GitHub. What it leaves is
 * docs/example; `vitest run --project lab test/week -u` writes it.
 */
describeLab('a week', () => {
  let team: StoryTeam;
  const summaries = new Map<string, string>();

  beforeAll(async () => {
    team = await StoryTeam.start({
      hosts: ['app1', 'app2', 'app3'],
      begins: '2026-11-23 02:09',
      furnish,
      runbooks,
    });
  });
  afterAll(async () => {
    await team?.[Symbol.asyncDispose]();
  });

  /** On app2 the dump of the night is cut short, as long as its cause stands. */
  const night = (date: string) =>
    Promise.all(
      team.hosts.map((host) => backUp(host, { at: `${date} 02:03`, isCut: host.name === 'app2' })),
    );

  /** The comment that closes: it names the record that has the evidence. */
  const closing = (host: string, at: string) =>
    new RegExp(
      `^すべてのホストで解消しました。\n\n- \`${host}\`: 正常 \\(\\[${at}\\]\\(https://github.com/example/mks/blob/main/maintenance/records/2026/11/${at.slice(0, 10)}-\\S+-recheck\\.md\\)\\)\n`,
    );

  test('Monday 02:09: the weekly run finds a dump cut short on one host of three, and rotates full logs on another', async () => {
    await team.at('2026-11-23 02:09');
    await fillLogs(team.host('app1'));
    await night('2026-11-23');
    const ran = await team.run(weekly);
    expect(ran.conclusion).toBe('success');
    expect(board(team)).toEqual(['#1 open バックアップ整合性確認: db (app2) (0)']);
    const issue = team.github.world.issue(1);
    expect(issue.labels.map(({ name }) => name)).toEqual([
      'maintenance',
      'severity: critical',
      'check: backup.integrity',
    ]);
    expect(issue.body).toContain(
      '`db_20261123.dump` は壊れています(`pg_restore` が最後まで読めません)',
    );
    expect(commits(team)).toEqual(['記録: 2026-11-23 週次システムヘルスチェック (成功)']);
    const page = 'maintenance/records/2026/11/2026-11-23-weekly-health-1001-1.md';
    expect(fileIn(team.repository, page)).toMatch(
      /^## 2026-11-23 週次メンテナンス\n- \*\*担当者\*\*: SREチーム\n- \*\*内容\*\*: 週次システムヘルスチェック .*\n- \*\*結果\*\*: 成功\n- \*\*所要時間\*\*: 00:01\n- \*\*特記事項\*\*: app2: `db` のバックアップ `db_20261123\.dump` は壊れています/,
    );
    // By schedule, for the runbook marks it; the check has looked again.
    expect(fileIn(team.repository, page)).toContain(
      ' / app1: ディスク使用率85% → ログローテーション実行: 実施\n',
    );
    expect(await team.host('app1').must('cd /var/log/mks-backend; ls *.gz | wc -l')).toBe('8');
    const { summary } = lastAct(ran);
    expect(summary).toContain(`https://github.com/example/mks/blob/main/${page}`);
    expect(summary).toContain('https://github.com/example/mks/issues/1');
    summaries.set('2026-11-23-weekly-health', summary);
  });

  test('Monday 10:05: what a person writes is theirs, and starts nothing', async () => {
    await team.at('2026-11-23 10:05');
    team.github.world.addComment(
      'hanako',
      1,
      '夜間の `pg_dump` がメモリ不足で止められていました。原因を直してから取り直します。',
    );
    const event = eventOf(team, 1, 'issue_comment', 'hanako');
    const { jobs } = await team.run({ workflow: 'reconcile.yml', event });
    expect(jobs.map(({ conclusion }) => conclusion)).toEqual(['skipped']);
  });

  test('Tuesday 04:27: a host that refuses is one issue; a push that comes too late is done again', async () => {
    await team.at('2026-11-24 04:27');
    await night('2026-11-24');
    await team.host('app3').must('systemctl stop ssh');
    // Taro's commit comes between what the run has fetched and what it pushes.
    team.hook(
      'update',
      `rm "$0"
       git update-ref refs/heads/main "$(
         git -c user.name=taro -c user.email=taro@example.com \\
           commit-tree -p main -m 当番表を更新 'main^{tree}')"`,
    );
    const ran = await team.run(daily);
    expect(ran.conclusion).toBe('success');
    expect(lastAct(ran).log.join('\n')).toContain(
      '記録の push がほかの書き込みと競合しました (1 回目)。やり直します',
    );
    expect(commits(team).slice(-2)).toEqual([
      '当番表を更新',
      '記録: 2026-11-24 日次バックアップ確認 (一部失敗)',
    ]);
    expect(board(team)).toEqual([
      '#1 open バックアップ整合性確認: db (app2) (2)',
      '#2 open ホストへの接続 (app3) (0)',
    ]);
    expect(lastComment(team, 1)).toContain('重大の状態が 1 日続いています');
    expect(team.github.world.issue(2).body).toMatch(
      /\| `app3` \| 重大 \| `app3` \(`\S+` ポート 22\) が接続を拒否しました \|/,
    );
    summaries.set('2026-11-24-daily-backup-check', lastAct(ran).summary);
  });

  test('Tuesday 06:41: the tick finds the host back, and closes its issue', async () => {
    await team.host('app3').must('systemctl start ssh');
    await team.at('2026-11-24 06:41');
    expect((await team.run(tick)).conclusion).toBe('success');
    expect(board(team)).toEqual([
      '#1 open バックアップ整合性確認: db (app2) (2)',
      '#2 closed ホストへの接続 (app3) (1)',
    ]);
    expect(lastComment(team, 2)).toMatch(closing('app3', '2026-11-24 06:41'));
  });

  test('Tuesday 13:30: closed by hand while the fault stands, it is opened again', async () => {
    await team.at('2026-11-24 13:30');
    team.github.world.editIssue('taro', 1, { state: 'closed' });
    const event = eventOf(team, 1, 'issues', 'taro');
    const ran = await team.run({ workflow: 'reconcile.yml', event });
    expect(ran.conclusion).toBe('success');
    expect(board(team)[0]).toBe('#1 open バックアップ整合性確認: db (app2) (3)');
    expect(lastComment(team, 1)).toContain('まだ続いているため開き直します');
  });

  test('Wednesday 04:27: a record that could not be pushed is kept; the run, run again, pushes it', async () => {
    await team.at('2026-11-25 04:27');
    await night('2026-11-25');
    const rule = 'error: GH013: Repository rule violations found for refs/heads/main.';
    team.hook('pre-receive', `echo '${rule}' >&2; exit 1`);
    const before = commits(team);
    const ran = await team.run(daily);
    expect(ran.conclusion).toBe('failure');
    expect(commits(team)).toEqual(before);
    expect(ran.artifacts).toContain('teiki-record-1');
    expect(lastAct(ran).annotations.at(-1)?.message).toMatch(
      /^Branch main is protected, so that no record can be written to it\. Write `records: .*GH013.* The result is kept in /,
    );
    team.hook('pre-receive', undefined);
    await team.at('2026-11-25 06:05');
    const again = await team.run({ ...daily, again: ran.state });
    expect(again.conclusion).toBe('success');
    expect(commits(team).slice(before.length)).toEqual([
      '記録: 2026-11-25 日次バックアップ確認 (成功)',
    ]);
  });

  test('Wednesday 06:41: the dump is made again, and the tick closes the issue with evidence', async () => {
    await backUp(team.host('app2'), { at: '2026-11-25 06:20' });
    await team.at('2026-11-25 06:41');
    const ran = await team.run(tick);
    expect(ran.conclusion).toBe('success');
    expect(board(team)).toEqual([
      '#1 closed バックアップ整合性確認: db (app2) (4)',
      '#2 closed ホストへの接続 (app3) (1)',
    ]);
    expect(lastComment(team, 1)).toMatch(closing('app2', '2026-11-25 06:41'));
    expect(team.github.world.issue(1)).toMatchObject({ closedBy: 'github-actions[bot]' });
    summaries.set('2026-11-25-reconcile', lastAct(ran).summary);
  });

  test('all of it again: nothing changes, in three requests at most', async () => {
    const before = [board(team), commits(team)];
    for (const request of [tick, daily]) {
      requests(team);
      expect((await team.run(request)).conclusion).toBe('success');
      expect(requests(team).length).toBeLessThanOrEqual(3);
      expect([board(team), commits(team)]).toEqual(before);
    }
    expect(team.github.violations).toEqual([]);
  });

  test('what it leaves is docs/example', async () => {
    const files = exampleFiles(team, summaries);
    for (const [path, text] of files) {
      await expect(text).toMatchFileSnapshot(join(example, path));
    }
    const there = readdirSync(example, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(example.length + 1))
      .filter((path) => /^(issues|maintenance|summaries)\/|^README\.md$/.test(path));
    expect(there.sort()).toEqual([...files.keys(), 'README.md'].sort());
  });
});
