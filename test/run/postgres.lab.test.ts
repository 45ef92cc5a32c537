import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { summary } from './lab-run.ts';
import { tasksIn } from './lab-task.ts';
import { askInLab, password } from './postgres-lab.ts';

const checks = [
  'db.wraparound',
  'db.connections',
  'db.long-tx',
  'db.replication',
  'db.checksums',
  'db.bloat',
  'db.index-stats',
  'db.unused-indexes',
];
const vacuum = { use: 'db.vacuum-analyze' };
const apply = { conduct: { changes: 'all' } } as const;

describeLab('PostgreSQL through SSH', () => {
  let lab: Lab;
  let host: Host;
  const sql = (text: string, database = 'mks_db') =>
    host.must(`runuser -u postgres -- psql -qAtX -v ON_ERROR_STOP=1 -d "$1"`, {
      args: [database],
      input: text,
    });
  const psql = async (text: string) => (await sql(text)).trim();

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    await host.must('systemctl start postgresql');
    await sql(`CREATE ROLE teiki LOGIN PASSWORD '${password}'; GRANT pg_monitor, mks_user TO teiki;
      CREATE ROLE weak LOGIN PASSWORD '${password}'; CREATE ROLE "mks-maint" LOGIN; GRANT pg_monitor TO "mks-maint";`);
  }, 120_000);
  afterAll(() => lab?.stop());

  beforeEach(async () => {
    await sql(`DROP TABLE IF EXISTS worn, other; CREATE TABLE worn (id int, filler text);
      ALTER TABLE worn OWNER TO mks_user; ALTER TABLE worn SET (autovacuum_enabled = off);
      INSERT INTO worn SELECT n, repeat('x', 50) FROM generate_series(1, 20000) n;
      DELETE FROM worn WHERE id % 2 = 0;`);
  }, 60_000);

  it('asks all checks over one connection', async () => {
    await sql('ALTER SYSTEM SET log_connections = on; SELECT pg_reload_conf();', 'postgres');
    const before = await logins();
    const run = await askInLab(lab, host, checks);
    expect(summary(run).filter((line) => /unknown|critical/.test(line))).toEqual([]);
    expect(run.steps.map(({ verdict }) => verdict)).not.toContain('unknown');
    expect(await logins()).toBe(before + 1);
    expect(JSON.stringify(run)).not.toContain(password);
  }, 60_000);
  const logins = async () =>
    Number(await host.must(`grep -c 'authorized: user=teiki' /var/log/postgresql/*.log || true`));

  it('says what is wrong, once for all steps', async () => {
    const two = ['db.checksums', 'db.wraparound'];
    const wrong = await askInLab(lab, host, two, { password: 'not the password' });
    expect(summary(wrong)).toEqual([
      'db.checksums unknown unknown authentication',
      'db.wraparound unknown',
    ]);
    const none = await askInLab(lab, host, two, { service: { database: 'nowhere' } });
    expect(summary(none)[0]).toBe('db.checksums unknown unknown no-database');
    const closed = await askInLab(lab, host, two, { service: { port: 5999 } });
    expect(summary(closed)[0]).toBe('db.checksums unknown unknown refused');
    const elsewhere = await askInLab(lab, host, two, { service: { host: 'app9' } });
    expect(summary(elsewhere)[0]).toBe('db.checksums unknown unknown not-configured');
    const blind = await askInLab(lab, host, ['db.long-tx'], { service: { user: 'weak' } });
    expect(summary(blind)).toEqual(['db.long-tx unknown unknown no-monitor']);
    const all = JSON.stringify([wrong, none, closed, elsewhere, blind]);
    expect(all).not.toContain('not the password');
    expect(all).not.toContain(password);
  }, 60_000);

  it('sends no password in clear or as MD5', async () => {
    const file = (await psql('SHOW hba_file')).trim();
    await host.must(
      `cp "$1" /tmp/hba; { echo 'host all weak 127.0.0.1/32 password'; cat /tmp/hba; } >"$1"; systemctl reload postgresql`,
      { args: [file] },
    );
    const run = await askInLab(lab, host, ['db.checksums'], { service: { user: 'weak' } });
    expect(summary(run)).toEqual(['db.checksums unknown unknown weak-authentication']);
    await host.must(`cat /tmp/hba >"$1"; systemctl reload postgresql`, { args: [file] });
  }, 60_000);

  it('reaches the unix socket as the login user', async () => {
    const service = { user: 'mks-maint', socket: '/var/run/postgresql' };
    const run = await askInLab(lab, host, ['db.checksums'], { service });
    expect(summary(run)).toEqual(['db.checksums note checksums off']);
  }, 60_000);

  it('finds an old transaction, and does not vacuum beside it', async () => {
    const hold = await host.must(`
      runuser -u postgres -- sh -c '{ echo "BEGIN; SELECT txid_current();"; sleep 100; } | PGAPPNAME=lingers psql -qAtX mks_db' >/dev/null 2>&1 & echo $!`);
    await expect
      .poll(
        () =>
          psql(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'lingers' AND xact_start < now() - interval '62 s'",
          ),
        { timeout: 80_000, interval: 2000 },
      )
      .toBe('1');
    const use = { use: 'db.long-tx', with: { warningMinutes: 1, criticalMinutes: 60 } };
    const worn = { ...vacuum, with: { oldTransactionMinutes: 1 } };
    const run = await askInLab(lab, host, [use, worn], apply);
    expect(summary(run)).toContain('db.long-tx warning transaction:postgres/lingers old');
    expect(tasksIn(run)).toContain('db.vacuum-analyze failed warning: old-transaction');
    await sql(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lingers'",
    );
    await host.run(`kill ${hold.trim()}`);
  }, 120_000);

  it('vacuums what needs it, once', async () => {
    const plan = await askInLab(lab, host, [vacuum]);
    expect(tasksIn(plan)).toEqual(['db.vacuum-analyze planned ok: only-planned']);
    const run = await askInLab(lab, host, [vacuum], apply);
    expect(tasksIn(run)).toEqual(['db.vacuum-analyze done ok: applied']);
    expect(run.steps[0]?.task?.changes[0]).toMatchObject({
      args: { name: 'public.worn', before: 10_000, after: 0 },
    });
    expect(tasksIn(await askInLab(lab, host, [vacuum], apply))).toEqual([
      'db.vacuum-analyze no-op ok: nothing',
    ]);
    expect((await host.run('ls /run/lock/teiki.lock /var/tmp/teiki-*/*')).stdout).toBe('');
  }, 60_000);

  it('passes over a locked table and says so', async () => {
    const holder = holdLock();
    const run = await askInLab(lab, host, [vacuum], apply);
    expect(tasksIn(run)).toEqual(['db.vacuum-analyze done warning: applied, locked']);
    await sql(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'holder'",
    );
    await holder;
  }, 60_000);
  const holdLock = () => {
    const held = host.run(
      `runuser -u postgres -- sh -c '{ echo "BEGIN; LOCK TABLE worn;"; sleep 30; } | PGAPPNAME=holder psql -qAtX mks_db'`,
    );
    return expect
      .poll(
        () =>
          psql(
            "SELECT count(*) FROM pg_locks WHERE relation = 'worn'::regclass AND mode = 'AccessExclusiveLock'",
          ),
        { timeout: 20_000 },
      )
      .toBe('1')
      .then(() => () => held);
  };

  it('does not take a silent skip for work', async () => {
    const run = await askInLab(lab, host, [vacuum], {
      ...apply,
      service: { user: 'mks-maint', socket: '/var/run/postgresql' },
    });
    expect(tasksIn(run)).toEqual(['db.vacuum-analyze failed warning: rights']);
  }, 60_000);

  it('survives a backend that is killed, and the next run does the rest', async () => {
    await sql('ALTER ROLE teiki IN DATABASE mks_db SET vacuum_cost_limit = 1');
    const killed = sql(`DO $$ BEGIN FOR i IN 1..600 LOOP
      PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'teiki' AND query LIKE 'VACUUM%' AND state = 'active';
      EXIT WHEN FOUND; PERFORM pg_sleep(0.05); PERFORM pg_stat_clear_snapshot(); END LOOP; END $$`);
    const run = await askInLab(lab, host, [vacuum], apply);
    await killed;
    await sql('ALTER ROLE teiki IN DATABASE mks_db RESET vacuum_cost_limit');
    expect(tasksIn(run)[0]).toMatch(
      /^db.vacuum-analyze failed critical: applied, irreversible, lost, failed/,
    );
    expect(tasksIn(await askInLab(lab, host, [vacuum], apply))).toEqual([
      'db.vacuum-analyze done ok: applied',
    ]);
  }, 90_000);

  it('asks a server again after its restart', async () => {
    await host.must('systemctl restart postgresql');
    expect(summary(await askInLab(lab, host, ['db.checksums']))).toEqual([
      'db.checksums note checksums off',
    ]);
    // Of the unit of all clusters systemctl does not wait for each one.
    await host.must('systemctl stop postgresql postgresql@15-main');
    expect(summary(await askInLab(lab, host, ['db.checksums']))[0]).toMatch(/refused/);
    await host.must('systemctl start postgresql');
  }, 60_000);
});
