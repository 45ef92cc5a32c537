import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { archivesAreReachable, serveArchives } from '../lab/archive-server.ts';
import { describeLab } from '../lab/describe.ts';
import { versionOf } from '../lab/packages.ts';
import { localMinute } from '../story/clock.ts';
import { exampleFiles } from '../story/example.ts';
import { board, commits, lastAct, lastComment, scheduledAt, tick } from '../story/looking.ts';
import { StoryTeam } from '../story/team.ts';
import { fileIn } from '../workflow/harness/repository.ts';
import type { RanWorkflow } from '../workflow/harness/world.ts';
import { attackFromEverywhere, attackOne, quietNight } from './access-log.ts';
import { isServing, publishBetterFix, publishFixes } from './backend.ts';
import { closeHole, furnish, openHole } from './hosts.ts';

const root = join(import.meta.dirname, '../..');
const example = join(root, 'docs/example/wednesday');
const runbook = readFileSync(join(root, 'maintenance/runbooks/weekly-security.yml'), 'utf8');
const workflow = 'teiki-weekly-security.yml';
const weekly = { workflow, event: scheduledAt('9 2 * * 3') };
const isReachable = process.getuid?.() === 0 && (await archivesAreReachable());

/**
 * Wednesday's security check of this repository, played on two hosts, and what becomes of what it
 * finds. What it leaves is docs/example/wednesday; `vitest run --project lab test/wednesday -u`
 * writes it.
 */
describeLab('a Wednesday', () => {
  let team: StoryTeam;

  beforeAll(async () => {
    team = await StoryTeam.start({
      hosts: ['app1', 'app2'],
      begins: '2026-12-02 02:09',
      furnish,
      config: { contacts: { emergency: '03-0000-0000 (当番)' } },
      runbooks: { 'weekly-security': runbook },
    });
  });
  afterAll(async () => {
    await team?.[Symbol.asyncDispose]();
  });

  const run = async (request: Parameters<StoryTeam['run']>[0]) => {
    const ran = await team.run(request);
    expect(ran.conclusion).toBe('success');
    return ran;
  };
  /** A person starts the upgrade, and says why it does not wait for a notice. */
  const upgrade = (override: string, hosts = '') => {
    const inputs = { mode: 'apply', steps: 'security.apply', hosts, override };
    return run({
      workflow,
      event: { name: 'workflow_dispatch', payload: {}, actor: 'hanako', inputs },
    });
  };
  const page = (ran: RanWorkflow) =>
    fileIn(team.repository, lastAct(ran).outputs['record'] ?? '') ?? '';
  const versions = (name: string) => Promise.all(team.hosts.map((host) => versionOf(host, name)));
  const serving = () => Promise.all(team.hosts.map(isServing));
  const open = () => board(team).filter((line) => / open /.test(line));

  test('the rules and helpers that are printed for it are all the rights it has; doctor is silent', async () => {
    await team.at('2026-12-02 01:50');
    const rules = await team.teiki('sudoers');
    const helpers = await team.teiki('sudoers', '--helpers');
    for (const host of team.hosts) {
      await host.must('visudo --check --quiet --file=-', { input: rules });
      await host.write('/etc/sudoers.d/teiki', rules, { mode: 0o440 });
      await host.must(helpers);
    }
    // It ends with another status than 0 when it finds more than a note.
    const examined = await team.teiki('doctor', '--json');
    expect(examined).not.toMatch(/"severity": "(warning|critical|unknown)"/);
  });

  test('Wednesday 02:09: updates, a hole in the firewall and two attacks are found, and nothing is changed', async () => {
    await team.at('2026-12-02 02:09');
    const [one, two] = [team.host('app1'), team.host('app2')];
    for (const host of team.hosts) await publishFixes(host);
    await attackOne(one, '2026-12-02');
    await attackFromEverywhere(two, '2026-12-02');
    await openHole(two);
    const told = page(await run(weekly));
    expect(board(team)).toEqual([
      '#1 open ブルートフォース攻撃検知: endpoint:/api/v1/auth/login:spraying (app2) (0)',
      '#2 open ブルートフォース攻撃検知: endpoint:/api/v1/auth/login:success (app1) (0)',
      '#3 open 不審な接続確認: exposed:5100/tcp (app2) (0)',
      '#4 open 不審な接続確認: listener:4444/tcp (app2) (0)',
      '#5 open UFWステータス確認: internal:5100/tcp (app2) (0)',
      '#6 open UFWステータス確認: reached:5100/tcp (app2) (0)',
      '#7 open ブルートフォース攻撃検知: endpoint:/api/v1/auth/login:address (app1) (0)',
      '#8 open ブルートフォース攻撃検知: endpoint:/api/v1/auth/login:total (app1、app2) (0)',
      '#9 open 不審なIPアドレス確認: log:/var/log/nginx/access.log (app1) (0)',
      '#10 open 更新可能なパッケージ確認: deferred (app1、app2) (0)',
      '#11 open 更新可能なパッケージ確認: pending (app1、app2) (0)',
    ]);
    expect(told).toMatch(
      /^## 2026-12-02 週次メンテナンス\n- \*\*担当者\*\*: SREチーム\n- \*\*内容\*\*: 週次セキュリティチェック .*\n- \*\*結果\*\*: 成功\n/,
    );
    for (const words of [
      '`203.0.113.66` から `/api/v1/auth/login` へのログインが 24 回失敗した後に成功しています(2026-12-02 01:03',
      '20 個以上の接続元に広がっています',
      '内部用のポート `5100/tcp` をファイアウォールが全世界に開いています(`IPv4, IPv6`)',
      '想定外の待ち受けが IPv6 だけで外に開いています: `4444/tcp`',
      '| app2 | セキュリティ更新適用 | 計画のみ | `archiver` `1.9-3` → `1.9-3+deb12u2` (配布元 `Debian-Security:12/lab-security`) / `thumbnailer` `2.4-1` → `2.4-1+deb12u1`',
      '月次の作業枠を待つセキュリティ更新が 1 件あります(サービスの停止を伴うため): `nginx-mod-brotli 1.0-2+deb12u1`',
    ])
      expect(told).toContain(words);
    expect(await versions('thumbnailer')).toEqual(['2.4-1', '2.4-1']);
  });

  test('Wednesday 10:30: applied with a reason, done on one host; on the other the service breaks, and is back with the packages of before', async () => {
    await team.at('2026-12-02 10:30');
    const told = page(await upgrade('認証画面の脆弱性が公開され、月次の作業枠まで待てないため'));
    expect(await versions('thumbnailer')).toEqual(['2.4-1+deb12u1', '2.4-1']);
    expect(await versions('archiver')).toEqual(['1.9-3+deb12u2', '1.9-3']);
    expect(await versions('nginx-mod-brotli')).toEqual(['1.0-2', '1.0-2']);
    expect(await serving()).toEqual([true, true]);
    expect(told).toContain(
      '- **特記事項**: 通知と承認を省いて適用しました (レベル 2)。理由: `認証画面の脆弱性が公開され、月次の作業枠まで待てないため` / app2: 更新のあと、`mks-backend.service` が動いていません (`failed`) → セキュリティ更新適用: 切り戻し / ',
    );
    expect(told).toContain('- **結果**: 一部失敗\n');
    expect(told).toContain('| app1 | セキュリティ更新適用 | 実施 | `archiver` `1.9-3` → ');
    expect(told).toContain('| app2 | セキュリティ更新適用 | 切り戻し | `archiver` `1.9-3` → ');
    // In its own words, without which somebody would have to log in to know.
    expect(team.github.world.issue(13).body).toContain('thumbnail: unsupported format: gif');
    expect(open().slice(-2)).toEqual([
      '#12 open セキュリティ更新適用: http://127.0.0.1:5100/api/v1/health (app2) (0)',
      '#13 open セキュリティ更新適用: service:mks-backend.service (app2) (0)',
    ]);
    await closeHole(team.host('app2'));
  });

  test('Thursday 06:41: the hole is closed, and so are its issues; the updates of app2 are still pending', async () => {
    await team.at('2026-12-03 06:41');
    for (const host of team.hosts) await quietNight(host, '2026-12-03');
    await run(tick);
    expect(open()).toEqual([
      // Nobody knows from the log whether the password has been changed.
      '#2 open ブルートフォース攻撃検知: endpoint:/api/v1/auth/login:success (app1) (1)',
      '#10 open 更新可能なパッケージ確認: deferred (app1、app2) (0)',
      '#11 open 更新可能なパッケージ確認: pending (app2) (1)',
      '#12 open セキュリティ更新適用: http://127.0.0.1:5100/api/v1/health (app2) (0)',
      '#13 open セキュリティ更新適用: service:mks-backend.service (app2) (0)',
    ]);
    for (const number of [3, 4, 5, 6])
      expect(lastComment(team, number)).toContain('- `app2`: 正常 ([2026-12-03 06:41]');
  });

  test('a week later: the fix has been fixed; it is found, applied and verified on both hosts', async () => {
    // Some minutes late, so that what was opened a week ago at 02:09 has stood for a week.
    await team.at('2026-12-09 02:15');
    for (const host of team.hosts) {
      await publishBetterFix(host);
      await quietNight(host, '2026-12-09');
    }
    const found = page(await run(weekly));
    expect(found).toContain('比較対象: 2026-12-02 (1001-1)');
    expect(found).toMatch(
      /\*\*解消 \(10\)\*\*: .* \/ app2: 内部用のポート `5100\/tcp` をファイアウォールが/,
    );
    await team.at('2026-12-09 10:30');
    const told = page(await upgrade('先週切り戻した更新の修正版が出たため'));
    expect(told).toContain('- **結果**: 成功\n');
    expect(told).toContain(' / app1、app2: セキュリティ更新適用: 実施\n');
    expect(await versions('thumbnailer')).toEqual(['2.4-1+deb12u2', '2.4-1+deb12u2']);
    expect(await serving()).toEqual([true, true]);
    await team.at('2026-12-10 06:41');
    await run(tick);
    expect(open()).toEqual(['#10 open 更新可能なパッケージ確認: deferred (app1、app2) (1)']);
    expect(commits(team)).toEqual([
      '記録: 2026-12-02 週次セキュリティチェック (成功)',
      '記録: 2026-12-02 週次セキュリティチェック (一部失敗)',
      '記録: 2026-12-03 週次セキュリティチェック (成功)',
      '記録: 2026-12-09 週次セキュリティチェック (成功)',
      '記録: 2026-12-09 週次セキュリティチェック (成功)',
      '記録: 2026-12-10 週次セキュリティチェック (成功)',
    ]);
    expect(team.github.violations).toEqual([]);
  });

  test('what it leaves is docs/example/wednesday', async ({ skip }) => {
    const release = await team.host('app1').must('. /etc/os-release; echo "$ID $VERSION_ID"');
    skip(release !== 'debian 12', `The example was made on debian 12, and this is ${release}`);
    const all = exampleFiles(team, new Map());
    const files = new Map([...all].filter(([path]) => path.endsWith('.md')));
    for (const [path, text] of files) {
      await expect(text).toMatchFileSnapshot(join(example, path));
    }
    const there = readdirSync(example, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(example.length + 1));
    expect(there.sort()).toEqual([...files.keys(), 'README.md'].sort());
  });

  test.skipIf(!isReachable)(
    "the distribution's own updates, from its signed archives, go the same way",
    async () => {
      // Its lists are signed for some days, so that this is played today.
      await team.at(localMinute(new Date()));
      const host = team.host('app1');
      const archives = await serveArchives(team.lab);
      try {
        await host.write('/etc/apt/sources.list', archives.sources);
        await host.must('apt-get update -q -o APT::Update::Error-Mode=any', {
          timeoutSeconds: 200,
        });
        const told = page(await upgrade('実物の更新を確かめるため', 'app1'));
        expect(told).toContain('- **結果**: 成功\n');
        const [, changes = ''] =
          /\| app1 \| セキュリティ更新適用 \| 実施 \| (.*) \|/.exec(told) ?? [];
        const upgraded = [...changes.matchAll(/`(\S+)` `\S+` → `(\S+)`/g)];
        expect(upgraded.length).toBeGreaterThan(3);
        for (const [, name = '', version] of upgraded)
          expect(await versionOf(host, name)).toBe(version);
        expect(await serving()).toEqual([true, true]);
      } finally {
        await archives.close();
      }
    },
    300_000,
  );
});
