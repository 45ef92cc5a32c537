import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { task as dropOs } from '../../src/catalogue/cache/drop-os.ts';
import type { RunResult } from '../../src/record/run-result.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { grantRights } from '../lab/rights.ts';
import { backend, backendPort } from './cache-backend.ts';
import { type ExecveTrace, traceExecve } from './execve-trace.ts';
import { conductInLab, tasksIn } from './lab-task.ts';

/** Letters and digits alone: whatever quotes or encodes them leaves them as they are. */
const token = 'tk7QmAdminVs3Xr9Wn2Lc';
const password = 'rp4ZkRedisJd8Fy1Tq6Mb';

const writer = `export REDISCLI_AUTH=${password}
while :; do echo SET cache:live 1; sleep 0.05; done | redis-cli >/dev/null
`;

const override = { changes: 'all', override: 'test' } as const;

/** Real servers on a host, as the login user with the declared rights alone. */
describeLab('caches', () => {
  let lab: Lab;
  let host: Host;
  let trace: ExecveTrace;
  const results: RunResult[] = [];

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    await host.settled();
    await grantRights(host, dropOs.privileged(dropOs.params.parse({})));
    await host.write('/opt/backend.py', backend);
    await host.write('/opt/token', token, { mode: 0o600 });
    await host.write('/opt/writer', writer, { mode: 0o700 });
    await host.must(`
      systemd-run --quiet --unit=mks-backend /usr/bin/python3 /opt/backend.py /opt/token
      for n in $(seq 100); do curl -so /dev/null http://127.0.0.1:${backendPort}/ && break; sleep 0.1; done`);
    await host.must(`
      sed -i 's/^# *requirepass .*/requirepass ${password}/' /etc/redis/redis.conf
      systemctl start redis-server
      for n in $(seq 100); do redis-cli PING 2>&1 | grep -q NOAUTH && break; sleep 0.1; done`);
    trace = await traceExecve(host);
  });
  afterAll(async () => {
    await trace?.stop();
    await lab?.stop();
  });

  const environment = { ADMIN_TOKEN: token, REDIS_PASSWORD: password };
  const conduct = async (
    use: string,
    given: object,
    changes: Parameters<typeof conductInLab>[3] = override,
    variables: Readonly<Record<string, string>> = environment,
  ) => {
    const steps = [{ use, with: { ...given } }];
    const result = await conductInLab(lab, host, steps, changes, { environment: variables });
    results.push(result);
    return result;
  };
  const evidence = (result: RunResult) =>
    result.steps[0]?.findings.map((finding) => finding.evidence ?? '').join('\n') ?? '';

  describe('cache.drop-os', () => {
    const file = '/proc/sys/vm/drop_caches';
    const before = 'before\n';

    test('is never done without allowHarmful, and says why, with the memory there is', async () => {
      await host.must(`printf '${before}' >${file}`);
      const result = await conduct('cache.drop-os', {});
      expect(tasksIn(result)).toEqual(['cache.drop-os no-op skipped: memory, not-allowed']);
      const [step] = result.steps;
      expect(step?.findings[0]?.message.args['availableBytes']).toBeGreaterThan(1e6);
      expect(await host.must(`cat ${file}`)).toBe(before.trim());
    });

    test('a plan changes nothing; applied, the kernel is told 3, with latency before and after', async () => {
      const given = { allowHarmful: true, health: `http://127.0.0.1:${backendPort}/`, seconds: 2 };
      expect(tasksIn(await conduct('cache.drop-os', given, { changes: 'none' }))).toEqual([
        'cache.drop-os planned ok: only-planned',
      ]);
      expect(await host.must(`cat ${file}`)).toBe(before.trim());
      expect(tasksIn(await conduct('cache.drop-os', given, { changes: 'all' }))).toEqual([
        'cache.drop-os planned skipped: needs-approval',
      ]);
      const result = await conduct('cache.drop-os', given);
      expect(tasksIn(result)).toEqual(['cache.drop-os done ok: applied, override']);
      expect(await host.must(`cat ${file}`)).toBe('3');
      expect(result.steps[0]?.measurements.map(({ name }) => name)).toEqual([
        'cacheBefore',
        'cache',
        'freeBefore',
        'free',
        'p95Before',
        'p95',
      ]);
    });

    test('without the rule it fails by name', async () => {
      await host.sudoers('mks-maint', ['ALL=(root) NOPASSWD: /usr/bin/true']);
      const result = await conduct('cache.drop-os', { allowHarmful: true });
      expect(tasksIn(result)[0]).toContain('sudo-denied');
      await grantRights(host, dropOs.privileged(dropOs.params.parse({})));
    });
  });

  describe('cache.app-clear', () => {
    const url = (mode: string) => `http://127.0.0.1:${backendPort}/clear/${mode}`;
    const clear = (mode: string, more: object = {}) =>
      conduct('cache.app-clear', { url: url(mode), seconds: 1, timeoutSeconds: 2, ...more });
    const asked = async (mode: string) => {
      const log = await host.must('cat /tmp/backend.log 2>/dev/null || :');
      return log.split('\n').filter((line) => line === `POST /clear/${mode}`).length;
    };

    test('200 with the token is done, with the response times of a watched URL', async () => {
      const result = await clear('ok', { watch: `http://127.0.0.1:${backendPort}/`, seconds: 2 });
      expect(tasksIn(result)).toEqual(['cache.app-clear done ok: applied, override']);
      expect(await asked('ok')).toBe(1);
      const [before, after] = result.steps[0]?.measurements ?? [];
      expect([before?.name, after?.name]).toEqual(['p95Before', 'p95']);
      expect(after?.value).toBeGreaterThan(0);
    });

    test.each([
      ['ok', { ADMIN_TOKEN: 'not-the-token' }, 'denied', 'HTTP 401'],
      ['500', environment, 'server', 'HTTP 500'],
      ['redirect', environment, 'other', 'HTTP 302'],
      ['missing', environment, 'absent', 'HTTP 404'],
      ['hang', environment, 'timeout', 'timed out'],
      ['cut', environment, 'connection', 'Empty reply'],
    ])('%s %s is a failure: %s', async (mode, variables, message, words) => {
      const given = { url: url(mode), seconds: 1, timeoutSeconds: 2 };
      const earlier = await asked(mode);
      const result = await conduct('cache.app-clear', given, override, variables);
      expect(tasksIn(result)).toEqual([
        `cache.app-clear failed critical: applied, override, irreversible, ${message}`,
      ]);
      expect(evidence(result)).toContain(words);
      // Never twice, a time-out least of all.
      expect((await asked(mode)) - earlier).toBe(1);
    });

    test('what the server makes of the token is not told', async () => {
      const result = await clear('echo');
      expect(tasksIn(result)[0]).toContain('failed critical');
      expect(evidence(result)).toContain('got Bearer ***');
    });

    test('slower afterwards, or failing, is found', async () => {
      const watch = `http://127.0.0.1:${backendPort}/cached`;
      const slow = await clear('slow', { watch, seconds: 2 });
      expect(tasksIn(slow)).toEqual(['cache.app-clear done warning: applied, override, slower']);
      const broken = await clear('break', { watch, seconds: 2 });
      expect(tasksIn(broken)[0]).toMatch(/failed critical: .*failing/);
    });

    test('without the secret nothing is asked, and the secret is named', async () => {
      const earlier = await asked('ok');
      const result = await conduct('cache.app-clear', { url: url('ok') }, override, {});
      expect(tasksIn(result)).toEqual(['cache.app-clear failed unknown: no-secret, no-secret']);
      expect(result.steps[0]?.reason?.args).toEqual({ name: 'ADMIN_TOKEN' });
      expect(await asked('ok')).toBe(earlier);
    });

    test('nobody there: a service that is down is refused, one that is not installed skipped', async () => {
      const nobody = { url: 'http://127.0.0.1:9/clear' };
      expect(tasksIn(await conduct('cache.app-clear', { ...nobody, service: 'nginx' }))).toEqual([
        'cache.app-clear failed critical: not-listening',
      ]);
      expect(tasksIn(await conduct('cache.app-clear', { ...nobody, service: 'no-such' }))).toEqual([
        'cache.app-clear no-op skipped: not-installed',
      ]);
    });
  });

  describe('cache.redis-clear', () => {
    const with0 = { password: 'env:REDIS_PASSWORD', prefix: 'cache:' };
    const clear = (given: object = {}, changes = override as Parameters<typeof conductInLab>[3]) =>
      conduct('cache.redis-clear', { ...with0, ...given }, changes);
    const cli = (commands: string, arg = '') =>
      host.must(`REDISCLI_AUTH=${password} redis-cli --no-raw ${arg} 2>&1`, { input: commands });

    beforeAll(async () => {
      await cli('FLUSHALL\n');
      const names = Array.from({ length: 1500 }, (_, n) => `SET cache:${n} ${'x'.repeat(100)}`);
      const odd = [
        'SET "cache:line\\nother" 1',
        'SET "cache:\\xff\\xfe\\x00" 1',
        `SET "cache:it's \\"q\\" \\\\ *" 1`,
        `SET "cache:${'k'.repeat(9000)}" 1`,
        // What a line break in a name must never come to.
        'SET other 1',
        'SET session:1 1',
        'SET "xcache:1" 1',
      ];
      await cli(`${[...names, ...odd].join('\n')}\n`);
      await cli('SET session:a 1\nSET cache:1 1\nSET session:b 1\n', '-n 1');
    });

    test('a plan counts keys and memory, shows the databases, and removes none', async () => {
      const result = await clear({}, { changes: 'none' });
      expect(tasksIn(result)).toEqual(['cache.redis-clear planned ok: only-planned, keyspace']);
      const [step] = result.steps;
      expect(step?.task?.changes).toMatchObject([
        { id: 'cache.redis-clear/remove-about', args: { keys: 1504, prefix: 'cache:' } },
      ]);
      expect(step?.task?.changes[0]?.args['sizeBytes']).toBeGreaterThan(150_000);
      expect(step?.findings[1]?.message.args['databases']).toBe('db0: 1507, db1: 3');
      expect(await cli('DBSIZE\n')).toBe('(integer) 1507');
    });

    test.each([
      ['without a password', { password: undefined }, environment, 'no-auth'],
      ['with a wrong one', {}, { REDIS_PASSWORD: 'not-the-one' }, 'wrong-password'],
      [
        'in a database that is not there',
        { database: 99, allowedDatabases: [99] },
        environment,
        'no-database',
      ],
      ['of a server that is not there', { port: 9 }, environment, 'unreachable'],
      ['with too many keys', { maxKeys: 10 }, environment, 'too-many'],
    ])('%s it refuses, although redis-cli ends with 0', async (_, given, variables, message) => {
      const { password: reference, ...rest } = { ...with0, ...given };
      const withs = { ...rest, ...(reference && { password: reference }) };
      const result = await conduct('cache.redis-clear', withs, override, variables);
      expect(tasksIn(result)[0]).toMatch(
        new RegExp(`^cache.redis-clear failed (critical|warning): ${message}`),
      );
      expect(await cli('DBSIZE\n')).toBe('(integer) 1507');
    });

    test('removes every key of the prefix, and no other, in no other database', async () => {
      const result = await clear();
      expect(tasksIn(result)).toEqual(['cache.redis-clear done ok: applied, override']);
      expect(await cli('EXISTS other session:1 xcache:1\n')).toBe('(integer) 3');
      expect(await cli('DBSIZE\n')).toBe('(integer) 3');
      expect(await cli('DBSIZE\n', '-n 1')).toBe('(integer) 3');
      expect(result.steps[0]?.measurements).toEqual([
        { name: 'keysBefore', object: 'db0', value: 1504, unit: 'count' },
        { name: 'keys', object: 'db0', value: 0, unit: 'count' },
        { name: 'othersBefore', object: 'db0', value: 3, unit: 'count' },
        { name: 'others', object: 'db0', value: 3, unit: 'count' },
        { name: 'othersBefore', object: 'db1', value: 3, unit: 'count' },
        { name: 'others', object: 'db1', value: 3, unit: 'count' },
      ]);
      expect(tasksIn(await clear())).toEqual(['cache.redis-clear no-op ok: no-keys']);
    });

    test('a database of cache alone is emptied, and no other', async () => {
      await cli('SET a 1\nSET b 1\n', '-n 2');
      const given = { database: 2, allowedDatabases: [2], cacheOnly: true, prefix: undefined };
      const { prefix: _, ...rest } = { ...with0, ...given };
      const result = await conduct('cache.redis-clear', rest);
      expect(tasksIn(result)).toEqual(['cache.redis-clear done ok: applied, override']);
      expect(await cli('DBSIZE\n', '-n 2')).toBe('(integer) 0');
      expect(await cli('DBSIZE\n', '-n 1')).toBe('(integer) 3');
    });

    test('a replica refuses, and names its master', async () => {
      await host.must(`redis-server --port 6380 --daemonize yes --save '' --dir /tmp \
        --replicaof 127.0.0.1 6379 --masterauth ${password} --requirepass ${password}
        for n in $(seq 100); do
          REDISCLI_AUTH=${password} redis-cli -p 6380 INFO replication | grep -q master_link_status:up && break
          sleep 0.1
        done`);
      await cli('SET cache:new 1\n');
      const result = await clear({ port: 6380 });
      expect(tasksIn(result)).toEqual(['cache.redis-clear failed critical: not-master, keyspace']);
      expect(result.steps[0]?.findings[0]?.message.args['master']).toBe('127.0.0.1:6379');
      expect(await cli('EXISTS cache:new\n')).toBe('(integer) 1');
    });

    test('a user without the right to UNLINK: the server is heard', async () => {
      await cli(`ACL SETUSER half on >${password} ~* +role +select +info +scan +memory|usage\n`);
      const result = await clear({ user: 'half' });
      expect(tasksIn(result)[0]).toMatch(/failed critical: .*refused-command/);
      expect(evidence(result)).toContain('NOPERM');
      expect(await cli('EXISTS cache:new\n')).toBe('(integer) 1');
    });

    test('a service that goes on writing does not make it a failure', async () => {
      const many = Array.from({ length: 400 }, (_, n) => `SET cache:${n} 1`).join('\n');
      await cli(`${many}\n`);
      await host.must('systemd-run --quiet --unit=writer /bin/sh /opt/writer');
      const result = await clear();
      await host.must('systemctl stop writer');
      expect(tasksIn(result)[0]).toMatch(/done ok: .*written-since/);
    });

    test('no redis-cli, no Redis: skipped', async () => {
      await host.must('mv /usr/bin/redis-cli /usr/bin/redis-cli.away');
      const result = await clear();
      await host.must('mv /usr/bin/redis-cli.away /usr/bin/redis-cli');
      expect(tasksIn(result)).toEqual(['cache.redis-clear no-op skipped: not-installed']);
    });

    test('parameters that would remove everything are no parameters', async () => {
      for (const given of [
        { prefix: '' },
        { prefix: '*' },
        { prefix: 'cache:*' },
        { prefix: ':' },
      ]) {
        await expect(clear(given)).rejects.toThrow('beginning of key names');
      }
      await expect(clear({ prefix: undefined })).rejects.toThrow('without saying which');
      await expect(clear({ database: 1 })).rejects.toThrow('allowedDatabases');
    });
  });

  test('no secret was in an argument, nor in a result, nor is it in a file of the host', async () => {
    const calls = (await trace.text()).split('\n').filter((line) => line.includes('execve('));
    const ours = calls.filter((line) => line.includes('"USER=mks-maint"'));
    // It is all there: both tools, and those that carry the work.
    for (const program of ['curl', 'redis-cli', 'setsid', 'awk'])
      expect(
        ours.some((line) => line.includes(`bin/${program}"`)),
        program,
      ).toBe(true);
    const argv = ours.map((line) => /^.*?execve\((.*?\]), \[/.exec(line)?.[1] ?? line);
    expect(argv.filter((line) => line.includes(token) || line.includes(password))).toEqual([]);
    // The environment of redis-cli, which asks for it there, and of nothing else.
    const known = ours.filter((line) => line.includes(token) || line.includes(password));
    expect(known.filter((line) => !line.includes('"/usr/bin/redis-cli"'))).toEqual([]);
    expect(known.length).toBeGreaterThan(0);
    const text = JSON.stringify(results);
    expect(text.includes(token) || text.includes(password)).toBe(false);
    const input = `${token}\n${password}\n`;
    const found = await host.run('grep -rlaFs -D skip -f - /var/tmp /tmp /run /home /var/log', {
      input,
    });
    expect(found.stdout).toBe('');
  });
});
