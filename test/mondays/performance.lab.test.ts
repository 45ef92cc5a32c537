import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { Load, restartsOf } from './load.ts';
import { changesOf, Monday, measured, stepsIn } from './monday.ts';
import { adminToken } from './stack.ts';

const apply = ['--apply', '--override', '試験のため'];

/** As many files of 1000 bytes as `$2`, `$3` days old, with names that begin with `$1`. */
const make = `runuser -u mks -- sh -c 'for n in $(seq "$2"); do head -c 1000 /dev/zero >"$1$3d-$n"; touch -d "-$3 days" "$1$3d-$n"; done' - "$1" "$2" "$3"`;

const folders = '/tmp/mks_* /var/tmp/mks_* /opt/mks/uploads/temp/* /opt/mks/sessions/*';

/** The third Monday of the month: caches and old files go, and nothing stops. */
describeLab('a third Monday', () => {
  let monday: Monday;
  let load: Load;

  beforeAll(async () => {
    monday = await Monday.start('monthly-performance');
    const { host } = monday;
    const files = async (path: string, count: number, days: number) =>
      await host.must(make, { args: [path, String(count), String(days)] });
    await host.must('install -d -o mks -g mks /opt/mks/sessions /opt/mks/uploads/temp');
    await files('/opt/mks/uploads/temp/upload ', 30, 2);
    await files('/opt/mks/uploads/temp/upload ', 5, 0);
    await files('/opt/mks/sessions/sess_', 40, 31);
    await files('/opt/mks/sessions/sess_', 50, 3);
    await files('/opt/mks/backend/cache/page-', 12, 0);
    await files('/tmp/mks_', 20, 8);
    await files('/tmp/mks_', 20, 3);
    await files('/var/tmp/mks_', 6, 31);
    await files('/var/tmp/mks_', 6, 10);
    await host.must(
      `{ for n in $(seq 300); do echo "SET cache:page:$n x"; done
         for n in $(seq 40); do echo "SET session:$n x"; done; } | redis-cli >/dev/null`,
    );
    load = new Load(host);
  }, 180_000);
  afterAll(async () => {
    await load?.end();
    await monday?.[Symbol.asyncDispose]();
  });

  const remains = () => monday.host.must(`ls -d ${folders} | wc -l`);
  const keys = (pattern: string) =>
    monday.host.must('redis-cli --scan --pattern "$1" | wc -l', { args: [pattern] });

  test('the rights that are printed for it are all that it needs', async () => {
    expect(await monday.doctor()).not.toMatch(/[✖▲?]/);
  });

  test('a plan counts what would go, and nothing goes', async () => {
    const before = await remains();
    const run = await monday.run('--plan');
    expect(stepsIn(run)).toEqual([
      'cache.drop-os no-op skipped',
      'cache.app-clear planned ok',
      'cache.redis-clear planned ok',
      'tmp.cleanup planned ok',
      'proc.zombies - ok',
      'proc.memory-leak - ok',
      'proc.gunicorn-workers - ok',
    ]);
    expect([await remains(), await keys('session:*')]).toEqual([before, '40']);
    expect(Number(await keys('cache:*'))).toBeGreaterThanOrEqual(300);
  });

  test('applied: what is old goes, by rule, and sessions stay', async () => {
    const run = await monday.run(...apply);
    expect(stepsIn(run)).toEqual([
      'cache.drop-os no-op skipped',
      'cache.app-clear done ok',
      'cache.redis-clear done ok',
      'tmp.cleanup done ok',
      'proc.zombies - ok',
      'proc.memory-leak - ok',
      'proc.gunicorn-workers - ok',
    ]);
    expect(run.outcome).toBe('succeeded');
    expect(await keys('session:*')).toBe('40');
    // The load has its own key back at once.
    expect(Number(await keys('cache:*'))).toBeLessThan(2);
    expect(await monday.host.must('ls /opt/mks/backend/cache | wc -l')).toBe('0');
    expect(measured(run, 'cache.redis-clear', 'keysBefore')[0]).toBeGreaterThanOrEqual(300);
    const [before = 0] = measured(run, 'cache.app-clear', 'p95Before');
    expect(before).toBeGreaterThan(0);
    expect(changesOf(run, 'tmp.cleanup').slice(0, 4)).toMatchObject([
      { directory: '/tmp', files: 20, left: 0 },
      { directory: '/var/tmp', files: 6, left: 0 },
      { directory: '/opt/mks/uploads/temp', files: 30, left: 0 },
      { directory: '/opt/mks/sessions', files: 40, left: 0 },
    ]);
    expect(measured(run, 'tmp.cleanup', 'freed')).toEqual([20_000, 6000, 30_000, 40_000]);
    // 20 and 6 that are not old enough, 5 uploads, 50 sessions.
    expect(await remains()).toBe('81');
  });

  test('nobody was turned away, and nothing was restarted', async () => {
    expect(load.answers.length).toBeGreaterThan(50);
    expect(load.failed).toEqual([]);
    const since = load.answers[0]?.at ?? 0;
    const restarts = await restartsOf(monday.host, ['nginx', 'mks-backend', 'redis-server']);
    expect(restarts.filter(({ from }) => from >= since)).toEqual([]);
  });

  test('the record tells it to the team in numbers, and the token to nobody', async () => {
    const page = await monday.page();
    expect(page).toContain('- **結果**: 成功');
    expect(page).toContain('/opt/mks/sessions');
    expect(page).not.toMatch(/\| [a-z]+[A-Z]\w* \|/);
    expect(page).not.toContain(adminToken);
    if (process.env['SHOW']) process.stdout.write(page);
  });
});
