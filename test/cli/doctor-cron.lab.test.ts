import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { HostReport } from '../../src/doctor/report.ts';
import { withInstance } from '../config/temporary-instance.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { teiki } from './capture.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** As the team has it on its hosts. */
const cron = `# 毎週月曜日 2:00 - 週次チェック
0 2 * * 1 root /opt/mks/scripts/weekly-check.sh

# 毎月第1月曜日 3:00 - 月次メンテナンス
0 3 1-7 * * root [ "$(date '+\\%u')" = "1" ] && /opt/mks/scripts/monthly-maintenance.sh

# 毎日 2:00 - バックアップ
0 2 * * * root /opt/mks/scripts/backup.sh

# 毎週日曜日 3:00 - ログローテーション
0 3 * * 0 root /opt/mks/scripts/log-rotate.sh

# 毎月1日 4:00 - セキュリティ更新
0 4 1 * * root /opt/mks/scripts/security-update.sh
`;
const head = (id: string, every: string) => `id: ${id}
title: ${id}
purpose: ${id}
level: 1
hosts: [app]
window: { every: ${every}, at: "02:00", minutes: 30 }
steps:
`;
const backup = '  - { task: backup.run, apply: true, with: { uploads: none } }\n';
const files = (host: Host, more: Readonly<Record<string, string>> = {}) => ({
  'config.yml': 'timezone: Asia/Tokyo\nteam: SRE\nlocale: ja\n',
  'fleet.yml': `defaults: { user: mks-maint, identity: env:LAB_KEY }
hosts:
  app1: { address: ${host.address}, groups: [app], hostKeys: ["${host.hostKey}"] }
`,
  'runbooks/weekly.yml': `${head('weekly', 'week, on: monday')}  - check: disk.root-usage
  - { task: logs.rotate-force, apply: true, with: { config: /etc/logrotate.d/rsyslog } }
`,
  ...more,
});

describeLab('teiki doctor and the cron lines of before', () => {
  let lab: Lab;
  let app: Host;
  const run = async (instance: Readonly<Record<string, string>>) => {
    const { stdout } = await withInstance(instance, (dir) =>
      teiki('--dir', dir, '-q', 'doctor', '--json'),
    );
    const [report] = (JSON.parse(stdout) as { hosts: HostReport[] }).hosts;
    const found = report?.findings.filter(({ key }) => key.startsWith('cron')) ?? [];
    return found.map(({ severity, message: { id, args } }) =>
      [severity, id.replace('doctor/', ''), args['line'] ?? args['paths']].join(' '),
    );
  };
  const daily = (enabled: boolean) =>
    `${head('daily', 'day').replace('hosts:', `enabled: ${enabled}\nhosts:`)}${backup}`;

  beforeAll(async () => {
    lab = await Lab.start();
    app = await lab.boot({ name: 'app1' });
    vi.stubEnv('LAB_KEY', lab.privateKey);
    await app.write('/etc/cron.d/mks-maintenance', cron, { mode: 0o644 });
    await app.must('mkdir -p /opt/mks/scripts');
    const scripts = {
      'backup.sh': 'PGPASSWORD=s3cret pg_dump -Fc mks_db > /backup/mks/x.dump',
      'log-rotate.sh': '/usr/sbin/logrotate -f /etc/logrotate.d/mks',
      'weekly-check.sh': "df / | tail -1; find /backup/mks/ -name '*.dump' -mtime -1",
      'security-update.sh': 'apt-get update && apt-get -y upgrade',
    };
    for (const [name, text] of Object.entries(scripts)) {
      await app.write(`/opt/mks/scripts/${name}`, `#!/bin/bash\n${text}\n`, { mode: 0o755 });
    }
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await lab?.stop();
  });

  const closed = 'note cron-unread /var/spool/cron/crontabs';

  it('says which of them a runbook does as well, and what nobody could read', async () => {
    expect(await run(files(app))).toEqual(['note cron-looked 2', 'warning cron-twice 11', closed]);
  });

  it('a backup by a runbook is one more; by one that is not enabled, only a note', async () => {
    expect(await run(files(app, { 'runbooks/daily.yml': daily(true) }))).toContain(
      'warning cron-twice 8',
    );
    expect(await run(files(app, { 'runbooks/daily.yml': daily(false) }))).toContain(
      'note cron-waiting 8',
    );
  });

  it('the remedy, done as it is printed, ends it', async () => {
    const shown = await withInstance(files(app), (dir) => teiki('--dir', dir, '-q', 'doctor'));
    const stdout = shown.stdout.replaceAll(/\s*\n\s*/g, ' ');
    expect(stdout).toContain('二重に実行されます');
    expect(stdout).not.toContain('s3cret');
    const [remedy] = /sed -i "11s[^"]*" \/etc\/cron\.d\/mks-maintenance/.exec(stdout) ?? [];
    await app.must(remedy ?? 'false');
    expect(await run(files(app))).toEqual(['note cron-looked 2', closed]);
  });

  it("the login user's own crontab is read, and a script that is closed is named", async () => {
    await app.must(
      `printf '0 2 * * 0 /usr/sbin/logrotate --force /etc/logrotate.d/mks\\n' | crontab -u mks-maint -;
       chmod 700 /opt/mks/scripts/weekly-check.sh; printf 'x' > /etc/cron.d/closed; chmod 600 /etc/cron.d/closed`,
    );
    expect(await run(files(app))).toEqual([
      'note cron-looked 2',
      'warning cron-twice 1',
      'note cron-unread /etc/cron.d/closed /opt/mks/scripts/weekly-check.sh /var/spool/cron/crontabs',
    ]);
    await app.must('chmod 700 /opt/mks/scripts; crontab -u mks-maint -r; rm /etc/cron.d/closed');
    expect(await run(files(app))).toEqual([
      'note cron-looked 2',
      expect.stringMatching(/^note cron-unread .*\/opt\/mks\/scripts\/backup.sh/) as string,
    ]);
  });
});
