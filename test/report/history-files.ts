import { pin } from '../config/temporary-instance.ts';

const kinds =
  '[{ name: db, pattern: "db_*.dump" }, { name: uploads, pattern: "uploads_*.tar.gz" }]';

/** The instance whose two years `history.ts` makes up. */
export function instanceFiles(locale: 'ja' | 'en'): Readonly<Record<string, string | null>> {
  return {
    'config.yml': `timezone: Asia/Tokyo
locale: ${locale}
team: ${locale === 'ja' ? 'SREチーム' : 'SRE team'}
contacts: { emergency: "03-0000-0000", channel: "#mks-incident" }
objectives: { rtoMinutes: 240, rpoMinutes: 1440, availability: 99.9 }
freezes: [{ from: 2025-12-29, to: 2026-01-04, reason: 年末年始 }]
`,
    'fleet.yml': `defaults: { user: mks-maint }
hosts:
  app1: { address: 192.0.2.11, groups: [app], hostKeys: ["${pin}"] }
  app2: { address: 192.0.2.12, groups: [app], hostKeys: ["${pin}"] }
`,
    'prices.yml': `currency: JPY
storagePerGiB: 45
items:
  - { category: cloud, item: "${locale === 'ja' ? 'オブジェクトストレージ (バックアップ、月)' : 'Object storage for backups, a month'}", quantity: 12, unitPrice: 8200 }
  - { category: license, item: "${locale === 'ja' ? '監視サービス (ホスト・年)' : 'Monitoring, a host and year'}", quantity: { low: 2, base: 3, high: 4 }, unitPrice: 36000 }
  - { category: training, item: "${locale === 'ja' ? 'DR訓練の外部講師' : 'A trainer for the recovery drill'}", quantity: 1 }
`,
    'runbooks/weekly.yml': null,
    'runbooks/daily-backup-check.yml': `id: daily-backup-check
title: { ja: 日次バックアップ確認, en: Daily backup check }
purpose: { ja: バックアップの確認, en: See that backups are whole }
level: 1
hosts: [app]
since: 2025-01-01
window: { every: day, at: "04:17", minutes: 30 }
steps:
  - check: backup.freshness
    with: { directory: /backup/mks, kinds: ${kinds}, maxAgeHours: 26 }
`,
    'runbooks/weekly-health.yml': `id: weekly-health
title: { ja: 週次システムヘルスチェック, en: Weekly system health check }
purpose: { ja: 健全性の確認, en: Confirm basic health }
level: 1
hosts: [app]
since: 2025-01-01
window: { every: week, on: monday, at: "02:00", minutes: 60 }
steps:
  - check: logs.disk-usage
    with: { path: /var/log, warning: 80, critical: 90 }
    then: { task: logs.rotate-force, with: { config: /etc/logrotate.d/mks-backend }, apply: true }
  - check: capacity.sample
  - check: tls.file-expiry
    with: { certificate: /etc/nginx/ssl/mks.crt }
  - check: http
    with: { url: "http://127.0.0.1:5100/api/v1/health" }
`,
    'runbooks/monthly-update.yml': `id: monthly-update
title: { ja: 月次システム更新, en: Monthly system update }
purpose: { ja: ソフトウェアの最新化, en: Bring the software up to date }
level: 2
hosts: [app]
impact: { ja: 数分途切れます, en: Down for some minutes }
alternative: { ja: 少し待ってください, en: Wait a moment }
rollback: { ja: 元の版に戻します, en: Back to the former versions }
since: 2025-01-01
window: { every: month, on: first monday, at: "03:00", minutes: 60 }
steps:
  - task: system.apt-upgrade
    apply: true
`,
  };
}
