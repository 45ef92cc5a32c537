import { afterAll, beforeAll, expect, it } from 'vitest';
import { servicesSchema } from '../../src/config/services-schema.ts';
import type { HostNeeds } from '../../src/doctor/needs.ts';
import { renderRoles } from '../../src/doctor/roles.ts';
import { examineSql } from '../../src/doctor/sql.ts';
import { realWorld } from '../../src/run/real-world.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { summary } from './lab-run.ts';
import { fleetHost, tasksIn } from './lab-task.ts';
import { askInLab, password } from './postgres-lab.ts';

const by = [{ runbook: 'monthly', step: 'db.vacuum-analyze' }];
const checks = ['db.bloat', 'db.index-stats', 'db.unused-indexes', 'db.wraparound'];

describeLab('PostgreSQL with a standby and many tables', () => {
  let lab: Lab;
  let host: Host;
  let standby: Host;
  const sqlOn = (on: Host, text: string, database = 'mks_db') =>
    on.must(`runuser -u postgres -- psql -qAtX -v ON_ERROR_STOP=1 -d "$1"`, {
      args: [database],
      input: text,
    });
  const needs = (): HostNeeds => ({
    host: fleetHost(host),
    runbooks: ['monthly'],
    tools: [],
    sudo: [],
    tunnels: [],
    groups: [],
    work: [],
    sql: [
      { right: 'monitor', by },
      { right: 'maintain', by },
    ],
  });
  const service = (user = 'teiki') => ({
    database: 'mks_db',
    user,
    password: 'env:DB_PASSWORD',
    host: host.name,
  });

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    await host.must('systemctl start postgresql');
    await sqlOn(
      host,
      'CREATE TABLE worn (id int, filler text); ALTER TABLE worn OWNER TO mks_user;',
    );
  }, 120_000);
  afterAll(() => lab?.stop());

  it('makes the role by the SQL of teiki roles, and doctor is content with that one alone', async () => {
    const { postgres } = servicesSchema.parse({ postgres: service() });
    if (!postgres) throw new Error('no service');
    const text = renderRoles(postgres, [needs()]);
    expect(text).not.toContain(password);
    // As a person would type it at the prompt of \password.
    const typed = text.replace(/^\\password .*$/m, `ALTER ROLE "teiki" PASSWORD '${password}';`);
    await sqlOn(host, typed, 'postgres');
    await sqlOn(host, typed, 'postgres');
    expect(await doctor('teiki')).toEqual([]);
    await sqlOn(
      host,
      `CREATE ROLE broad SUPERUSER LOGIN PASSWORD '${password}'; CREATE ROLE poor LOGIN PASSWORD '${password}';`,
    );
    expect(await doctor('broad')).toEqual(['warning doctor/sql-broad']);
    expect(await doctor('poor')).toEqual([
      'critical doctor/sql-monitor',
      'critical doctor/sql-maintain',
    ]);
    expect(await doctor('nobody')).toEqual(['critical postgres/authentication']);
  }, 60_000);
  const doctor = async (user: string) => {
    const { postgres } = servicesSchema.parse({ postgres: service(user) });
    const fleet = { knownHosts: '', hosts: new Map([[host.name, fleetHost(host)]]) };
    const environment = { LAB_KEY: lab.privateKey, DB_PASSWORD: password };
    const world = realWorld({ fleet, environment, postgres });
    const signal = AbortSignal.timeout(30_000);
    const session = await world.connector.connect(fleetHost(host), { signal });
    const findings = await examineSql(needs(), session, world.openSql, signal);
    session.close();
    return findings.map(({ severity, message }) => `${severity} ${message.id}`);
  };

  it('asks a standby too before it calls an index unused', async () => {
    standby = await lab.boot({ name: 'app2' });
    const hba = (await sqlOn(host, 'SHOW hba_file')).trim();
    await host.must(`echo 'host replication repl 0.0.0.0/0 scram-sha-256' >>"$1"`, { args: [hba] });
    await sqlOn(
      host,
      `CREATE ROLE repl REPLICATION LOGIN PASSWORD '${password}'; ALTER SYSTEM SET listen_addresses = '*';
      CREATE TABLE read_there AS SELECT n AS id, repeat('x', 40) || n AS name FROM generate_series(1, 60000) n;`,
    );
    await sqlOn(host, 'CREATE INDEX there ON read_there (name); ANALYZE read_there;');
    await host.must('systemctl restart postgresql');
    await standby.must(
      `set -e
      systemctl stop postgresql
      rm -rf /var/lib/postgresql/15/main
      runuser -u postgres -- env PGPASSWORD="$2" pg_basebackup -h "$1" -U repl -D /var/lib/postgresql/15/main -R -c fast
      systemctl start postgresql`,
      { args: [host.address, password], timeoutSeconds: 90 },
    );
    const streaming = () =>
      sqlOn(host, "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'");
    await expect.poll(async () => (await streaming()).trim(), { timeout: 30_000 }).toBe('1');

    const alone = await askInLab(lab, host, [
      'db.unused-indexes',
      { use: 'db.replication', with: { standbys: 1 } },
    ]);
    expect(summary(alone)).toEqual([
      'db.unused-indexes unknown replicas replicas',
      'db.replication ok',
    ]);
    const asking = { service: { replicas: ['app2'] }, others: [standby] };
    const step = { use: 'db.unused-indexes', with: { replicas: ['app2'] } };
    const before = await askInLab(lab, host, [step], asking);
    expect(summary(before)).toEqual(['db.unused-indexes note age young']);
    await sqlOn(standby, "SET enable_seqscan = off; SELECT * FROM read_there WHERE name = 'y';");
    const used = async () => summary(await askInLab(lab, host, [step], asking));
    await expect.poll(used, { timeout: 30_000, interval: 1000 }).toEqual(['db.unused-indexes ok']);

    const there = { service: { replicas: ['app2'], host: 'app1' }, others: [host] };
    const vacuum = await askInLab(lab, standby, ['db.vacuum-analyze', 'db.replication'], there);
    expect(tasksIn(vacuum)[0]).toBe('db.vacuum-analyze no-op skipped: standby');
    expect(vacuum.steps[1]?.verdict).toBe('ok');
  }, 180_000);

  it('copes with 5,000 tables', async () => {
    await sqlOn(host, 'ALTER SYSTEM SET max_locks_per_transaction = 512');
    await host.must('systemctl restart postgresql');
    await sqlOn(
      host,
      `DO $$ BEGIN FOR i IN 1..5000 LOOP
      EXECUTE format('CREATE TABLE t%s (id int PRIMARY KEY, name text)', i); IF i % 500 = 0 THEN COMMIT; END IF; END LOOP; END $$`,
    );
    const run = await askInLab(lab, host, [...checks, 'db.vacuum-analyze'], {
      service: { replicas: ['app2'] },
    });
    const verdicts = run.steps.map(({ use, verdict }) => `${use} ${verdict}`);
    expect(verdicts).toContain('db.wraparound ok');
    expect(verdicts).not.toContain('db.index-stats unknown');
    const outcome = run.steps.find(({ task }) => task)?.task?.outcome;
    expect(['no-op', 'planned']).toContain(outcome);
    expect(JSON.stringify(run).length).toBeLessThan(200_000);
  }, 180_000);
});
