import type { IncidentFile } from '../../src/report/incident.ts';
import { formFields, readIncident } from '../../src/report/incident-form.ts';

type Told = readonly [
  started: string,
  minutes: readonly [detected: number, acknowledged: number, mitigated: number, resolved: number],
  severity: string,
  category: string,
  component: string,
  title: string,
  cause: string,
  users: string,
];

const told: readonly Told[] = [
  [
    '2025-02-12 13:20',
    [6, 14, 55, 80],
    'major',
    'database',
    'PostgreSQL',
    '検索が遅い',
    '索引のない問い合わせ',
    '40',
  ],
  [
    '2025-05-20 09:05',
    [3, 9, 31, 45],
    'major',
    'change',
    'mks-backend',
    '配備後に 500',
    '設定の漏れ',
    '85',
  ],
  [
    '2025-08-03 02:40',
    [22, 60, 110, 130],
    'critical',
    'hardware',
    'app2',
    'app2 が停止',
    '電源の故障',
    '60',
  ],
  [
    '2025-10-15 10:12',
    [4, 8, 25, 40],
    'minor',
    'code',
    'mks-backend',
    '帳票が出ない',
    '日付の扱い',
    '6',
  ],
  [
    '2025-11-28 14:31',
    [5, 12, 40, 58],
    'major',
    'database',
    'PostgreSQL',
    '接続が枯渇',
    '接続プールの上限',
    '110',
  ],
  [
    '2026-01-19 11:02',
    [8, 20, 36, 52],
    'major',
    'capacity',
    '/var',
    'ログでディスクが満杯',
    'ローテーション前の急増',
    '95',
  ],
  [
    '2026-03-04 16:45',
    [2, 6, 18, 30],
    'minor',
    'external',
    'メール',
    '通知メールの遅れ',
    '外部サービスの障害',
    '0',
  ],
  [
    '2026-04-22 08:55',
    [10, 25, 72, 95],
    'critical',
    'change',
    'mks-backend',
    '配備後にログイン不可',
    '移行の順序',
    '130',
  ],
  [
    '2026-06-09 13:10',
    [5, 11, 28, 44],
    'major',
    'database',
    'PostgreSQL',
    '検索が遅い',
    '統計情報が古い',
    '70',
  ],
  [
    '2026-07-30 19:20',
    [7, 30, 64, 80],
    'major',
    'network',
    'ルーター',
    '拠点から届かない',
    '経路の変更',
    '45',
  ],
  [
    '2026-10-14 10:05',
    [3, 7, 21, 35],
    'major',
    'database',
    'PostgreSQL',
    '接続が枯渇',
    '接続プールの上限',
    '120',
  ],
  [
    '2026-10-29 22:15',
    [15, 35, 50, 70],
    'minor',
    'code',
    'mks-backend',
    '夜間処理の失敗',
    '一時ファイルの残り',
    '0',
  ],
  [
    '2026-11-17 14:03',
    [4, 9, 33, 51],
    'critical',
    'database',
    'PostgreSQL',
    '接続が枯渇',
    'プールの上限と長い処理',
    '140',
  ],
];

/** The incidents of the two years, as the issue form brings them. */
export function incidentsOfTwoYears(completeUntil: string): IncidentFile {
  return {
    schema: 'teiki.incidents/1',
    completeUntil,
    incidents: told.map(
      ([started, minutes, severity, category, component, title, cause, users], index) => {
        const begin = Date.parse(`${started.replace(' ', 'T')}:00+09:00`);
        const local = (after: number) =>
          new Date(begin + (after + 540) * 60_000).toISOString().slice(0, 16).replace('T', ' ');
        const [detected, acknowledged, mitigated, resolved] = minutes;
        const number = 101 + index * 9;
        // One was written down by nobody: its issue's times stand in.
        const forgotten = index === 11;
        const values: Partial<Record<keyof typeof formFields, string>> = {
          ...(!forgotten && {
            started,
            detected: local(detected),
            acknowledged: local(acknowledged),
            mitigated: local(mitigated),
            resolved: local(resolved),
          }),
          severity,
          category,
          component,
          cause,
          customers: users,
          followUps:
            index === 12
              ? '- [x] プールの上限を見直す\n- [ ] 長い処理を止める (期限: 2026-12-10)\n- [ ] 接続数のアラート (期限: 2027-01-20)'
              : '- [x] 手順に追記',
        };
        const body = Object.entries(formFields)
          .map(
            ([field, label]) =>
              `### ${label}\n\n${values[field as keyof typeof formFields] ?? '_No response_'}`,
          )
          .join('\n\n');
        return readIncident(
          {
            number,
            title,
            url: `https://github.com/mks/ops/issues/${number}`,
            state: 'closed',
            createdAt: new Date(begin + detected * 60_000).toISOString(),
            closedAt: new Date(begin + (resolved + 600) * 60_000).toISOString(),
            body,
          },
          'Asia/Tokyo',
        );
      },
    ),
  };
}
