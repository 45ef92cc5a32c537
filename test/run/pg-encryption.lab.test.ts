import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { summary } from './lab-run.ts';
import { askInLab, password } from './postgres-lab.ts';

describeLab('encryption of PostgreSQL', () => {
  let lab: Lab;
  let host: Host;
  const sql = (text: string) =>
    host.must('runuser -u postgres -- psql -qAtX -v ON_ERROR_STOP=1 -d mks_db', { input: text });
  const look = async () => await askInLab(lab, host, ['sec.pg-encryption']);
  const told = async () =>
    summary(await look()).map((line) => line.replace('sec.pg-encryption ', ''));
  let hba = '';

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    await host.must('systemctl start postgresql');
    await sql(`CREATE ROLE teiki LOGIN PASSWORD '${password}'; GRANT pg_monitor TO teiki;`);
    hba = (await sql('SHOW hba_file')).trim();
  }, 120_000);
  afterAll(() => lab?.stop());

  it('without the right to see pg_hba.conf says so, and the remedy gives it', async () => {
    const run = await look();
    expect(summary(run)).toEqual(['sec.pg-encryption unknown hba hba-unread']);
    await sql(
      'GRANT SELECT ON pg_hba_file_rules TO teiki; GRANT EXECUTE ON FUNCTION pg_hba_file_rules() TO teiki;',
    );
    expect(await told()).toEqual(['ok']);
  }, 60_000);

  it('names the lines of pg_hba.conf that are open, and why', async () => {
    await host.must(
      `cp -p "$1" /root/hba; cat >>"$1" <<'END'
host all all 10.0.0.0/8 trust
local all mks_user trust
host all all 10.1.0.0/16 password
hostssl all all 10.2.0.0/16 md5
host all all 10.3.0.0/16 scram-sha-256
hostssl all all 10.4.0.0/16 scram-sha-256
host all all 10.5.0.0/16 reject
host all all 127.0.0.1/32 scram-sha-256
host all all 10.6.0.0/16 nonsense
END`,
      { args: [hba] },
    );
    const run = await look();
    expect(summary(run).map((line) => line.split(' ').slice(1).join(' '))).toEqual([
      'warning hba-error hba-error',
      'critical hba-trust hba-trust',
      'warning hba-trust-local hba-trust-local',
      'critical hba-password hba-password',
      'warning hba-md5 hba-md5',
      'warning hba-plain hba-plain',
    ]);
    const evidence = run.steps[0]?.findings.map((finding) => finding.evidence ?? '') ?? [];
    expect(evidence[1]).toMatch(/^\d+: host all all 10\.0\.0\.0 255\.0\.0\.0 trust$/);
    expect(evidence[5]).toMatch(/^\d+: host all all 10\.3\.0\.0 255\.255\.0\.0 scram-sha-256$/);
    await host.must('cat /root/hba >"$1"', { args: [hba] });
  }, 60_000);

  it('finds settings that are weak, and TLS that is off', async () => {
    await sql(`ALTER SYSTEM SET ssl_min_protocol_version = 'TLSv1';`);
    await sql(`ALTER SYSTEM SET password_encryption = 'md5'; SELECT pg_reload_conf();`);
    await expect
      .poll(told, { timeout: 30_000, interval: 500 })
      .toEqual(['warning version min-version', 'warning password_encryption password-encryption']);
    await sql(`ALTER SYSTEM RESET password_encryption;`);
    await sql(`ALTER SYSTEM SET ssl = off; SELECT pg_reload_conf();`);
    await expect.poll(told, { timeout: 30_000, interval: 500 }).toEqual(['note ssl off-local']);
    await sql(`ALTER SYSTEM SET listen_addresses = '*';`);
    await host.must('systemctl restart postgresql');
    expect(await told()).toEqual(['critical ssl off']);
  }, 120_000);

  it('counts the connections of other hosts that are in clear', async () => {
    await host.must(
      `{ cat /root/hba; echo "hostnossl all mks_user $2/32 trust"; } >"$1"; systemctl reload postgresql
       PGSSLMODE=disable PGOPTIONS= setsid psql -h "$2" -U mks_user -d mks_db -c 'SELECT pg_sleep(30)' >/dev/null 2>&1 & sleep 1`,
      { args: [hba, host.address] },
    );
    await expect
      .poll(told, { timeout: 30_000, interval: 500 })
      .toContain('warning clients clients');
    expect((await look()).steps[0]?.measurements[0]).toMatchObject({ name: 'plain', value: 1 });
  }, 60_000);
});
