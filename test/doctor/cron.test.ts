import { describe, expect, test } from 'vitest';
import { entriesLike } from '../../src/doctor/cron-duties.ts';
import { type CronAnswers, parseCronAnswers } from '../../src/doctor/cron-questions.ts';
import { judgeCron, readLine } from '../../src/doctor/judge-cron.ts';
import { doctorMessages } from '../../src/doctor/messages.ts';
import type { NeededWork } from '../../src/doctor/needs.ts';
import { renderMessage } from '../../src/text/render.ts';

const needs = (...work: readonly NeededWork[]) => ({ work }) as Parameters<typeof judgeCron>[0];
const work = (
  use: string,
  every: NeededWork['every'],
  changes: NeededWork['changes'] = 'applied',
  isEnabled = true,
): NeededWork => ({ runbook: `${every}ly`, step: use, use, every, changes, isEnabled });
const told = (text: string, list: readonly NeededWork[], more: Partial<CronAnswers> = {}) =>
  judgeCron(needs(...list), {
    lines: [{ file: '/etc/cron.d/mks-maintenance', line: 3, text }],
    scripts: [],
    unread: [],
    ...more,
  }).map(({ severity, message }) => `${severity} ${message.id}`);

describe('a line of cron does what entries do', () => {
  test.each<readonly [string, readonly string[]]>([
    ['/opt/mks/scripts/backup.sh', ['backup.run']],
    ['/opt/mks/scripts/log-rotate.sh', ['logs.rotate-force']],
    ['/opt/mks/scripts/security-update.sh', ['security.apply']],
    [
      '/opt/mks/scripts/weekly-check.sh',
      ['disk.root-usage', 'logs.disk-usage', 'backup.freshness'],
    ],
    ['pg_dump -Fc mks_db > /backup/mks/x.dump', ['backup.run']],
    ['/usr/sbin/logrotate -f /etc/logrotate.d/mks', ['logs.rotate-force']],
    ['/usr/sbin/logrotate /etc/logrotate.conf', []],
    ['certbot -q renew', ['tls.renew']],
    ['certbot renew --quiet', ['tls.renew']],
    ['apt-get update && apt-get -y upgrade', ['system.apt-upgrade', 'security.apply']],
    ['apt-get update', []],
    ['find /tmp -name "mks_*" -mtime +7 -delete', ['tmp.cleanup']],
    ['sync; echo 3 > /proc/sys/vm/drop_caches', ['cache.drop-os']],
    ['/usr/lib/php/sessionclean', []],
    ['command -v debian-sa1 > /dev/null && debian-sa1 1 1', []],
  ])('%s', (command, uses) => expect(entriesLike(command, [])).toEqual(uses));
});

test.each<readonly [string, string | undefined]>([
  ['0 2 * * 1 root /x', 'week'],
  ['0 3 1-7 * * root [ "$(date \'+\\%u\')" = "1" ] && /x', 'month'],
  ['0 2 * * * root /x', 'day'],
  ['*/5 * * * * root /x', 'day'],
  ['0 2 * * 1-5 root /x', 'day'],
  ['0 4 1 * * root /x', 'month'],
  ['0 4 1 4 * root /x', 'year'],
  ['@weekly root /x', 'week'],
  ['@reboot root /x', undefined],
  ['PATH=/usr/bin:/bin', undefined],
  [
    '0 */12 * * * root test -x /usr/bin/certbot -a \\! -d /run/systemd/system && certbot renew',
    undefined,
  ],
])('how often: %s', (text, cadence) => {
  expect(readLine({ file: '/etc/crontab', line: 1, text })?.cadence).toBe(cadence);
});

test('the command of a crontab with and without a user', () => {
  const text = '0 2 * * * root /x y';
  expect(readLine({ file: '/etc/cron.d/a', line: 1, text })?.command).toBe('/x y');
  expect(readLine({ file: 'crontab', line: 1, text })?.command).toBe('root /x y');
});

describe('what a runbook has taken over', () => {
  const backup = '0 2 * * * root /opt/mks/scripts/backup.sh';
  test.each<readonly [string, readonly NeededWork[], readonly string[]]>([
    ['is done twice', [work('backup.run', 'day')], ['warning doctor/cron-twice']],
    [
      'is only planned so far',
      [work('backup.run', 'day', 'planned')],
      ['note doctor/cron-planned'],
    ],
    [
      'is not enabled yet',
      [work('backup.run', 'day', 'applied', false)],
      ['note doctor/cron-waiting'],
    ],
    ['comes more seldom, which is something else', [work('backup.run', 'month')], []],
    ['is another matter', [work('tls.renew', 'day')], []],
  ])('%s', (_what, list, expected) => expect(told(backup, list)).toEqual(expected));

  test('by checks, which may look twice', () => {
    const line = '0 2 * * 1 root /opt/mks/scripts/weekly-check.sh';
    expect(told(line, [work('disk.root-usage', 'week', 'none')])).toEqual([
      'note doctor/cron-looked',
    ]);
  });

  test('is known by what its script runs, whatever its name', () => {
    const line = '0 2 * * * root /opt/nightly';
    const list = [work('backup.run', 'day')];
    expect(told(line, list)).toEqual([]);
    expect(told(line, list, { scripts: [{ path: '/opt/nightly', word: 'pg_dump' }] })).toEqual([
      'warning doctor/cron-twice',
    ]);
  });

  test('names line, step and remedy, in both languages', () => {
    const [found] = judgeCron(needs(work('backup.run', 'day')), {
      lines: [{ file: '/etc/cron.d/mks-maintenance', line: 9, text: backup }],
      scripts: [],
      unread: [],
    });
    const text = { timeZone: 'UTC', messages: doctorMessages };
    if (!found?.remedy) throw new Error('no remedy');
    expect(renderMessage(found.message, 'en', text)).toBe(
      'Line 9 of /etc/cron.d/mks-maintenance still runs /opt/mks/scripts/backup.sh, which a runbook now does as well: it is done twice (dayly: backup.run)',
    );
    const remedy = renderMessage(found.remedy, 'ja', text);
    expect(remedy).toContain('sudo sed -i "9s/^/# teiki: /" /etc/cron.d/mks-maintenance');
    expect(remedy).toContain('enabled: false');
  });

  test('in the crontab of the login user is mended there', () => {
    const line = { file: 'crontab', line: 1, text: '0 2 * * * /opt/mks/scripts/backup.sh' };
    const answers = { lines: [line], scripts: [], unread: ['/var/spool/cron/crontabs'] };
    const found = judgeCron(needs(work('backup.run', 'day')), answers);
    expect(found.map(({ remedy }) => remedy?.id)).toEqual([
      'doctor/cron-own-remedy',
      'doctor/cron-unread-remedy',
    ]);
  });
});

test('answers of a host', () => {
  const facts = [
    'cron 3 /etc/cron.d/a 0 2 * * * root /x  "y"',
    'cron-runs /x pg_dump',
    'cron-unread /root/y.sh',
    'crond 1 2',
  ];
  expect(parseCronAnswers(facts)).toEqual({
    lines: [{ file: '/etc/cron.d/a', line: 3, text: '0 2 * * * root /x  "y"' }],
    scripts: [{ path: '/x', word: 'pg_dump' }],
    unread: ['/root/y.sh'],
  });
});
