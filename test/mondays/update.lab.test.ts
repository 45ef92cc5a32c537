import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { versionOf } from '../lab/packages.ts';
import { scratches } from '../run/backup-host.ts';
import { Load, restartsOf, unannounced } from './load.ts';
import { changesOf, Monday, measured, stepsIn } from './monday.ts';
import { publishMonth } from './stack.ts';

const units = ['nginx', 'mks-backend', 'postgresql@15-main'];
const apply = ['--apply', '--override', '試験のため'];

const visits = `
SET ROLE mks_user;
CREATE TABLE visits (id serial PRIMARY KEY, note text) WITH (autovacuum_enabled = off);
INSERT INTO visits (note) SELECT 'v' FROM generate_series(1, 50000);
DELETE FROM visits WHERE id <= 30000;
SELECT pg_stat_force_next_flush();
`;

/** The first Monday of the month, with users who do not sleep. */
describeLab('a first Monday', () => {
  let monday: Monday;
  let load: Load;

  beforeAll(async () => {
    monday = await Monday.start('monthly-update', 'monthly-security-update');
    const { host, app } = monday;
    // Yesterday's backup.
    await monday.run('--step', 'backup.run', '--apply');
    await host.must('find /backup/mks -type f -exec touch -d "25 hours ago" {} +');
    await publishMonth(host, app);
    await host.must('runuser -u postgres -- psql -q -v ON_ERROR_STOP=1 mks_db', { input: visits });
    await host.must(
      `cd /var/log/mks-backend && head -c 30000 /dev/zero | tee app.log-20260101.gz app.log-20260108.gz \
         app.log-20260115.gz >app.log-20990101.gz
       chown mks:adm app.log-*; touch -d '-100 days' app.log-202601*`,
    );
    load = new Load(host);
  }, 180_000);
  afterAll(async () => {
    await load?.end();
    await monday?.[Symbol.asyncDispose]();
  });

  const versions = () =>
    Promise.all(['libmks1', 'libnginx-mod-mks'].map((name) => versionOf(monday.host, name)));

  test('the rights that are printed for it are all that it needs', async () => {
    expect(await monday.doctor()).not.toMatch(/[✖▲?]/);
  });

  test('a plan names what there is to do, and changes nothing', async () => {
    const run = await monday.run('--plan');
    expect(stepsIn(run)).toEqual([
      'backup.run planned ok',
      'system.apt-upgrade planned ok',
      'system.pip-upgrade planned ok',
      'system.restart-services no-op ok',
      'system.restart-needed - ok',
      'db.vacuum-analyze planned ok',
      'db.index-stats - warning',
      'db.unused-indexes - ok',
      'logs.rotate-config - ok',
      'logs.purge-old planned ok',
      'backup.restore-test planned ok',
    ]);
    expect(run.mode).toBe('plan');
    expect(await versions()).toEqual(['1.0', '1.0']);
    expect(await monday.app.serving()).toBe('{"mkslib": "1.0"} from venv-first');
    expect(load.failed).toEqual([]);
  });

  test('without notice or approval nothing of level 2 is applied', async () => {
    const refused = monday.run('--apply');
    await expect(refused).rejects.toThrow('is of level 2: it is not applied without notice');
    expect(await versions()).toEqual(['1.0', '1.0']);
  });

  test('applied: each step sees what those before it have done', async () => {
    const run = await monday.run(...apply);
    expect(stepsIn(run)).toEqual([
      'backup.run done ok',
      'system.apt-upgrade done ok',
      'system.pip-upgrade done ok',
      'system.restart-services done ok',
      'system.restart-needed - ok',
      'db.vacuum-analyze done ok',
      'db.index-stats - ok',
      'db.unused-indexes - ok',
      'logs.rotate-config - ok',
      'logs.purge-old done ok',
      'backup.restore-test done ok',
    ]);
    expect(run.outcome).toBe('succeeded');
    expect(await versions()).toEqual(['1.1', '1.1']);
    expect(await monday.app.serving()).toMatch(/^\{"mkslib": "1\.1"\} from venv-[0-9a-f]{8}$/);

    expect(changesOf(run, 'system.apt-upgrade')).toEqual([
      { package: 'libmks1', from: '1.0', to: '1.1' },
      { package: 'libnginx-mod-mks', from: '1.0', to: '1.1' },
    ]);
    expect(changesOf(run, 'system.pip-upgrade')[0]).toEqual({
      name: 'mkslib',
      from: '1.0',
      to: '1.1',
    });
    // The backend has the new library since its own restart; only nginx was left.
    expect(changesOf(run, 'system.restart-services')).toMatchObject([{ unit: 'nginx' }]);
    expect(measured(run, 'system.restart-needed', 'services')).toEqual([0]);
    expect(measured(run, 'db.vacuum-analyze', 'deadBefore')).toEqual([30_000]);
    expect(measured(run, 'db.vacuum-analyze', 'dead')).toEqual([0]);
    expect(measured(run, 'logs.purge-old', 'freed')).toEqual([90_000]);
    // The dump of this run, and not yesterday's: that one knows no visits.
    expect(measured(run, 'backup.restore-test', 'tables')).toEqual([9]);
    expect(await scratches(monday.host)).toBe('');
  });

  test('nobody was turned away but during the restarts, which were as short as the record says', async () => {
    const restarts = (await restartsOf(monday.host, units)).filter(
      ({ from }) => from >= (load.answers[0]?.at ?? 0),
    );
    expect(restarts.map(({ unit }) => unit)).toEqual(['mks-backend', 'nginx']);
    expect(load.answers.length).toBeGreaterThan(100);
    expect(unannounced(load, restarts)).toEqual([]);
    const awayMs = restarts.reduce((sum, { from, to }) => sum + to - from, 0);
    expect(load.failed.length * 100).toBeLessThan(awayMs + restarts.length * 2000);
    // Level 2 promises fifteen minutes at most.
    expect(awayMs).toBeLessThan(15 * 60_000);
  });

  test('the record tells it to the team in numbers', async () => {
    const page = await monday.page();
    expect(page).toContain('- **結果**: 成功');
    expect(page).toContain(
      ' / バックアップ実行、全パッケージ更新、Python パッケージ更新、サービスの再起動、VACUUM ANALYZE実行、古いログ削除、リストアテスト: 実施\n',
    );
    expect(page).toContain('通知と承認を省いて適用しました (レベル 2)。理由: `試験のため`');
    expect(page).toContain('`libmks1` `1.0` → `1.1` / `libnginx-mod-mks` `1.0` → `1.1`');
    expect(page).toMatch(
      /環境を `venv-first` から `venv-[0-9a-f]{8}` に切り替え、`mks-backend` を再起動しました/,
    );
    expect(page).toMatch(/`nginx` を再起動しました \(応答が戻るまで [\d.]+ 秒\)/);
    expect(page).toContain('`public.visits` を VACUUM しました(不要行 30000 → 0)');
    expect(page).toMatch(/Python パッケージ更新 \| 中断時間 \| `mks-backend` \| [\d.]+ 秒/);
    // Each measurement has a name in words.
    expect(page).not.toMatch(/\| [a-z]+[A-Z]\w* \|/);
    if (process.env['SHOW']) process.stdout.write(page);
  });

  test('again: there is nothing left to do', async () => {
    const before = load.failed.length;
    const run = await monday.run(...apply);
    const done = stepsIn(run).filter((line) => line.includes(' done '));
    expect(done).toEqual([]);
    expect(load.failed).toHaveLength(before);
  });

  test('where day 1 is this Monday, the security update an hour later has nothing to do', async () => {
    const before = load.failed.length;
    const run = await monday.run('monthly-security-update', ...apply);
    const told = run.steps.flatMap(({ findings }) => findings);
    expect(told.filter(({ severity }) => severity !== 'note')).toEqual([]);
    expect(stepsIn(run)).toEqual([
      'security.apply no-op ok',
      'system.restart-services no-op ok',
      'security.updates - ok',
      'system.restart-needed - ok',
    ]);
    expect(load.failed).toHaveLength(before);
  });
});
