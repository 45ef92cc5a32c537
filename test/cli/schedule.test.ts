import { describe, expect, it } from 'vitest';
import { withInstance } from '../config/temporary-instance.ts';
import { teiki } from './capture.ts';

const files = {
  'config.yml': `timezone: Asia/Tokyo
team: SRE
locale: ja
waivers: [{ runbook: weekly, window: 2026-W49, reason: 棚卸し }]
freezes: [{ from: 2026-12-07, to: 2026-12-08, reason: 決算 }]
`,
  'runbooks/weekly.yml': `id: weekly
title: { ja: 週次確認, en: Weekly check }
purpose: { ja: 健全性, en: Health }
level: 1
hosts: [app]
since: 2026-11-16
window: { every: week, on: monday, at: "02:00", minutes: 30 }
steps:
  - check: logs.disk-usage
`,
  'runbooks/monthly.yml': `id: monthly
title: { ja: 月次更新, en: Monthly update }
purpose: { ja: 更新, en: Update }
level: 2
hosts: [app]
impact: { ja: 数分停止, en: Down for some minutes }
alternative: { ja: なし, en: None }
rollback: { ja: 戻す, en: Back }
since: 2026-12-01
window: { every: month, on: first monday, at: "03:00", minutes: 60 }
steps:
  - check: logs.disk-usage
`,
};

const ask = (...args: readonly string[]) =>
  withInstance(files, (dir) => teiki('--dir', dir, ...args));

describe('teiki due', () => {
  it('shows the latest window of each runbook and what was missed before; 1 says that something is open', async () => {
    const { status, stdout } = await ask('due', '--at', '2026-11-25T09:00:00+09:00');
    expect(stdout).toBe(
      [
        '✖ 未実施    2026-11-16 02:00  2026-W47   weekly',
        '▲ 実施待ち  2026-11-23 02:00  2026-W48   weekly                  開始期限 2026-11-30 01:59',
        '',
      ].join('\n'),
    );
    expect(status).toBe(1);
  });

  it('says why a window was not carried out', async () => {
    const { stdout } = await ask('due', '--at', '2026-12-07T09:00:00+09:00', '--days', '8');
    expect(stdout).toContain(
      '– 免除      2026-11-30 02:00  2026-W49   weekly                  棚卸し',
    );
    expect(stdout).toContain(
      '– 凍結      2026-12-07 03:00  2026-12    monthly                 決算',
    );
  });

  it('gives JSON to machines', async () => {
    const { stdout } = await ask('due', '--at', '2026-11-16T00:00:00+09:00', '--json');
    expect(JSON.parse(stdout)).toEqual({
      schema: 'teiki.windows/1',
      at: '2026-11-15T15:00:00.000Z',
      windows: [],
    });
  });

  it.each([
    [['due', '--at', 'tomorrow'], '--at: `tomorrow` is no time'],
    [['due', '--days', '0'], '--days: `0` is no number of days'],
  ])('%j is wrong usage', async (args, message) => {
    const { status, stderr } = await ask(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('teiki calendar', () => {
  const at = ['--at', '2026-12-01T00:00:00+09:00'];

  it('lists days with their windows', async () => {
    const { stdout } = await ask('calendar', ...at, '--days', '14');
    expect(stdout).toBe(
      [
        '2026-12-07 月     02:00–02:30  レベル 1  weekly                    週次確認',
        '                  03:00–04:00  レベル 2  monthly                   月次更新  凍結: 決算',
        '2026-12-14 月     02:00–02:30  レベル 1  weekly                    週次確認',
        '',
      ].join('\n'),
    );
  });

  it('is an iCalendar file with one entry a window, the same bytes each time', async () => {
    const first = await ask('calendar', ...at, '--days', '14', '--ics');
    const again = await ask('calendar', ...at, '--days', '14', '--ics');
    expect(again.stdout).toBe(first.stdout);
    const unfolded = first.stdout.replaceAll('\r\n ', '');
    expect(unfolded.match(/BEGIN:VEVENT/g)).toHaveLength(3);
    expect(unfolded).toMatch(/^UID:monthly-2026-12@teiki\r$/m);
    expect(unfolded).toMatch(/^DTSTART:20261206T180000Z\r$/m);
    expect(unfolded).toContain('影響: 数分停止');
  });

  it('JSON or iCalendar, not both', async () => {
    expect((await ask('calendar', '--json', '--ics')).status).toBe(2);
  });
});
