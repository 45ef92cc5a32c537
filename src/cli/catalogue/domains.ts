import type { Text } from '../../core/message.ts';

/** Names of the domains, in the order in which people look for them; others follow by name. */
const domains: Readonly<Record<string, Text>> = {
  logs: { ja: 'ログ', en: 'Logs' },
  disk: { ja: 'ディスク', en: 'Disks' },
  backup: { ja: 'バックアップ', en: 'Backups' },
  tls: { ja: '証明書', en: 'Certificates' },
  perf: { ja: '性能', en: 'Performance' },
  capacity: { ja: '容量計画', en: 'Capacity' },
  security: { ja: 'セキュリティ', en: 'Security' },
  firewall: { ja: 'ファイアウォール', en: 'Firewall' },
  audit: { ja: '監査', en: 'Audit' },
  system: { ja: 'システム', en: 'System' },
  db: { ja: 'データベース', en: 'Database' },
  cache: { ja: 'キャッシュ', en: 'Caches' },
  tmp: { ja: '一時ファイル', en: 'Temporary files' },
  proc: { ja: 'プロセス', en: 'Processes' },
  user: { ja: '自分の確認', en: 'Your own' },
};

export function domainTitle(domain: string): Text {
  return domains[domain] ?? { ja: domain, en: domain };
}

/** Entries by domain, domains in their order, entries by id. */
export function byDomain<T extends { readonly id: string; readonly domain: string }>(
  entries: readonly T[],
): readonly (readonly [domain: string, entries: readonly T[]])[] {
  const order = Object.keys(domains);
  const place = (domain: string) => (order.indexOf(domain) + order.length + 1) % (order.length + 1);
  const sorted = [...entries].sort((a, b) => (a.id < b.id ? -1 : 1));
  return [...Map.groupBy(sorted, ({ domain }) => domain)].sort(
    ([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1),
  );
}
