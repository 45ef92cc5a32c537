import { afterAll, beforeAll, expect, it } from 'vitest';
import { check } from '../../src/catalogue/sec/password-policy.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { grantRights } from '../lab/rights.ts';
import { summary } from './lab-run.ts';
import { askInLab, password } from './postgres-lab.ts';

/** The real shadow file, through the root helper, and roles of a real server. */
describeLab('passwords', () => {
  let lab: Lab;
  let host: Host;
  const sql = (text: string) =>
    host.must('runuser -u postgres -- psql -qAtX -v ON_ERROR_STOP=1 -d mks_db', { input: text });
  const look = async (given: object) =>
    await askInLab(lab, host, [{ use: 'sec.password-policy', with: { ...given } }]);
  const told = async (given: object = {}) =>
    summary(await look(given)).map((line) => line.replace('sec.password-policy ', ''));
  const hostOnly = { roles: [], accounts: [], services: [] };

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    await host.must('systemctl start postgresql');
    await sql(`CREATE ROLE teiki LOGIN PASSWORD '${password}'; GRANT pg_monitor TO teiki;`);
    const { local } = check.probes(check.params.parse({}));
    if (local?.kind !== 'shell') throw new Error('no script');
    await grantRights(host, [local.script]);
  }, 120_000);
  afterAll(() => lab?.stop());

  it('accounts that come with a key alone, and locked ones, are well', async () => {
    expect(await told(hostOnly)).toEqual(['ok']);
  }, 60_000);

  it('names people without an end, service accounts that can log in, and what is worse', async () => {
    await host.must(`useradd -m -s /bin/bash ada; echo ada:Gq7-long-enough | chpasswd -c SHA512
      useradd -m -s /bin/bash bob; echo bob:Gq7-long-enough | chpasswd -c SHA512; chage -M 400 bob
      useradd -m -s /bin/bash eve; echo eve:Gq7-long-enough | chpasswd -c SHA512; chage -M 90 eve
      useradd -r -s /bin/bash mks_os; echo mks_os:Gq7-long-enough | chpasswd -c SHA512`);
    const service = { ...hostOnly, accounts: ['mks_os', 'nobody-has-this'] };
    const run = await look(service);
    expect(summary(run).map((line) => line.replace('sec.password-policy ', ''))).toEqual([
      'warning account:mks_os service-password',
      'warning shell:mks_os service-shell',
      'note account:nobody-has-this no-account',
      'warning no-max no-max',
      'warning long-max long-max',
    ]);
    expect(run.steps[0]?.findings.slice(3).map(({ message }) => message.args)).toMatchObject([
      { names: 'ada' },
      { names: 'bob' },
    ]);
    expect(JSON.stringify(run)).not.toMatch(/\$6\$/);
    await host.must(`usermod -L mks_os; usermod -s /usr/sbin/nologin mks_os; chage -M 365 ada; chage -M 365 bob
      useradd -o -u 0 toor; passwd -d eve >/dev/null; usermod -p '$1$abc$0123456789012345678901' bob`);
    expect(await told({ ...hostOnly, accounts: ['mks_os'] })).toEqual([
      'critical empty empty',
      'critical uid-0 root',
      'warning hash weak-hash',
    ]);
    await host.must('userdel -f toor; userdel -rf eve 2>/dev/null; userdel -rf bob 2>/dev/null');
  }, 60_000);

  it('judges the role of the database apart from the account of its name', async () => {
    const roles = { ...hostOnly, roles: ['mks_user'] };
    expect(await told(roles)).toEqual([
      'note until:mks_user role-endless',
      'note hashes hashes-unread',
    ]);
    await sql(`ALTER ROLE mks_user SUPERUSER VALID UNTIL '2001-01-01';`);
    expect((await told(roles)).slice(0, 2)).toEqual([
      'critical role:mks_user superuser',
      'critical until:mks_user role-expired',
    ]);
    await sql(`ALTER ROLE mks_user NOSUPERUSER CREATEROLE; SET password_encryption = 'md5';
      ALTER ROLE mks_user PASSWORD 'Gq7-long-enough'; GRANT SELECT ON pg_authid TO teiki;
      SELECT format('ALTER ROLE mks_user VALID UNTIL %L', now() + interval '10 days 1 hour') \\gexec`);
    const run = await look(roles);
    expect(summary(run).map((line) => line.replace('sec.password-policy ', ''))).toEqual([
      'warning role:mks_user powerful',
      'warning until:mks_user role-expires',
      'warning md5 role-md5',
    ]);
    expect(run.steps[0]?.findings[1]?.message.args).toMatchObject({ days: 10 });
    expect(await told({ ...hostOnly, roles: ['none'] })).toContain('unknown role:none no-role');
  }, 60_000);

  it('without the rule nothing is known', async () => {
    await host.must('mv /etc/sudoers.d/lab-mks-maint /root/');
    const run = await look(hostOnly);
    await host.must('mv /root/lab-mks-maint /etc/sudoers.d/');
    expect(run.steps[0]?.verdict).toBe('unknown');
  }, 60_000);
});
