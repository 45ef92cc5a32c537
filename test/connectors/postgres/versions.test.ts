import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { check as indexStats } from '../../../src/catalogue/db/index-stats.ts';
import { check as unusedIndexes } from '../../../src/catalogue/db/unused-indexes.ts';
import { task as vacuum } from '../../../src/catalogue/db/vacuum-analyze.ts';
import { openPostgres } from '../../../src/connectors/postgres/open.ts';
import type { SqlSession } from '../../../src/connectors/sql.ts';
import { type SqlOutput, statement } from '../../../src/core/sql.ts';
import { sqlChecks as checks } from '../../support/sql-checks.ts';
import { majors, TestServer } from './server.ts';

const password = 'correct horse battery staple';
const signal = AbortSignal.timeout(300_000);

describe.skipIf(majors.length === 0).each(majors)('PostgreSQL %i', (major) => {
  let server: TestServer;
  let session: SqlSession;
  const open = (user: string) =>
    openPostgres('app1', server.tunnels, { user, password, port: server.port }, 'mks_db', signal);

  beforeAll(async () => {
    server = await TestServer.start(major);
    await server.admin([
      ...['teiki', 'weak'].map((role) => `CREATE ROLE ${role} LOGIN PASSWORD '${password}'`),
      'CREATE ROLE mks_user',
      'GRANT pg_monitor TO teiki, weak',
      major >= 17 ? 'GRANT pg_maintain TO teiki' : 'GRANT mks_user TO teiki',
      'CREATE DATABASE mks_db',
    ]);
    await server.admin(
      [
        'CREATE TABLE worn (id int PRIMARY KEY, name text) WITH (autovacuum_enabled = off)',
        'INSERT INTO worn SELECT n, repeat(chr(65 + n % 26), 30) FROM generate_series(1, 60000) n',
        'CREATE INDEX never ON worn (name)',
        'CREATE INDEX the_same ON worn (name)',
        'ANALYZE worn',
        'DELETE FROM worn WHERE id % 3 = 0',
        'ALTER TABLE worn OWNER TO mks_user',
      ],
      'mks_db',
    );
    session = await open('teiki');
  }, 60_000);
  afterAll(() => {
    session?.close();
    server?.remove();
  });

  async function ask(
    probe: ReturnType<(typeof checks)[number]['probes']>['db'],
  ): Promise<SqlOutput> {
    const rows: Record<string, readonly Readonly<Record<string, unknown>>[]> = {};
    for (const [name, one] of Object.entries(probe.statements))
      rows[name] = await session.query(one, signal);
    return {
      version: session.version,
      database: session.database,
      role: session.role,
      rows,
      durationMs: 1,
    };
  }

  test.each(checks.map((check) => [check.id, check] as const))('answers %s', async (_id, check) => {
    const params = check.params.parse(check === unusedIndexes ? { minimumMiB: 0.1 } : {}) as never;
    const db = await ask(check.probes(params).db);
    const facts = check.parse({ db }, params) as never;
    const context = { now: new Date(), host: {}, history: [] } as never;
    const { findings } = check.evaluate(facts, params, context);
    expect(findings.filter(({ severity }) => severity === 'unknown')).toEqual([]);
    if (check === indexStats)
      expect(findings.map(({ key }) => key)).toContain('duplicate:public.worn:never');
    if (check === unusedIndexes) expect(findings.map(({ key }) => key)).toEqual(['age']);
  });

  test('vacuums in a session that may write nothing', async () => {
    await expect(session.query(statement("SELECT nextval('none')"), signal)).rejects.toThrow();
    const forbidden = await session.run(
      { key: '', text: 'CREATE TABLE t ()', timeoutSeconds: 10 },
      signal,
    );
    expect(forbidden).toMatchObject({ state: 'failed', code: '25006' });
    const params = vacuum.params.parse({});
    const disk = { stdout: '/dev/vda 100 42 58 42% /\n', stderr: '', exitStatus: 0, durationMs: 1 };
    const facts = async () =>
      vacuum.parse({ db: await ask(vacuum.probes(params).db), disk }, params);
    await expect.poll(async () => (await facts()).list.length, { timeout: 10_000 }).toBe(1);
    const before = await facts();
    const context = { now: new Date(), host: {}, history: [] } as never;
    const plan = vacuum.plan(before, params, context);
    if (plan.kind !== 'change') throw new Error(JSON.stringify(plan));
    const work = vacuum.apply(plan.change, params).sql;
    const said = [];
    for (const order of work?.orders ?? []) said.push(await session.run(order, signal));
    const seen = { before, after: await facts(), change: plan.change, said };
    expect(vacuum.verify(seen, params, context).findings).toEqual([]);
  });

  test('hears of a skip that is no error', async () => {
    const weak = await open('weak');
    const order = {
      key: 'public.worn',
      text: 'VACUUM (SKIP_LOCKED) public.worn',
      timeoutSeconds: 10,
    };
    const outcome = await weak.run(order, signal);
    weak.close();
    expect(outcome).toMatchObject({
      state: 'done',
      warnings: [expect.stringMatching(/only .* can|permission denied/)],
    });
  });

  test('ends a statement at its limit, and can be asked again', async () => {
    const slow = session.query(statement('SELECT pg_sleep(20)', { timeoutSeconds: 1 }), signal);
    await expect(slow).rejects.toMatchObject({
      explanation: { id: 'postgres/timeout' },
      fatal: false,
    });
    await expect(
      session.query(statement('SELECT 9007199254740993 AS n, 1.5 AS x'), signal),
    ).resolves.toEqual([{ n: '9007199254740993', x: 1.5 }]);
  });

  test('cancels what is running when the run is interrupted', async () => {
    const one = await open('teiki');
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('interrupted')), 300);
    await expect(
      one.query(statement('SELECT pg_sleep(100)', { timeoutSeconds: 200 }), stop.signal),
    ).rejects.toMatchObject({
      explanation: { id: 'postgres/interrupted' },
    });
    const sleeping = statement(
      "SELECT pid FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(100)%' AND state = 'active' AND pid <> pg_backend_pid()",
    );
    await expect.poll(() => session.query(sleeping, signal), { timeout: 10_000 }).toEqual([]);
  });
});
