/** What people leave to cron, by the words of a command, and the entries that carry it out here. */
interface Duty {
  /** In the command itself, or in the script that it calls. POSIX extended, as grep has it. */
  readonly words: string;
  /** In the name of a script: it says what it is for, also when nobody may read it. */
  readonly name?: RegExp;
  readonly uses: readonly string[];
}

const duties: readonly Duty[] = [
  {
    words: 'pg_dump(all)?|pg_basebackup|pgbackrest|barman backup',
    name: /backup/,
    uses: ['backup.run'],
  },
  { words: 'logrotate +(-f|--force)', name: /log-?rotat/, uses: ['logs.rotate-force'] },
  {
    words: 'unattended-upgrades?',
    name: /security-?up(date|grade)/,
    uses: ['security.apply'],
  },
  {
    words:
      '(apt|apt-get|aptitude)( +-[A-Za-z=:-]+)* +(full-|dist-|safe-)?upgrade|(dnf|yum)( +-[A-Za-z]+)* +(update|upgrade)',
    uses: ['system.apt-upgrade', 'security.apply'],
  },
  { words: 'pip3? +install +(-U|--upgrade)', uses: ['system.pip-upgrade'] },
  { words: 'certbot( +-[A-Za-z-]+)* +renew', uses: ['tls.renew'] },
  { words: 'vacuumdb|VACUUM|vacuum +analyze', uses: ['db.vacuum-analyze'] },
  { words: 'drop_caches', uses: ['cache.drop-os'] },
  { words: 'FLUSHALL|FLUSHDB|flushall|flushdb', uses: ['cache.redis-clear'] },
  {
    words: 'find +/(var/)?tmp[^;|]*(-delete|rm )|tmpreaper|tmpwatch',
    uses: ['tmp.cleanup'],
  },
  { words: 'find +/var/log[^;|]*(-delete|rm )', uses: ['logs.purge-old'] },
  { words: 'systemctl +(try-)?restart', uses: ['system.restart-services'] },
  {
    words: 'df +[-/]',
    name: /weekly-?check|health-?check/,
    uses: ['disk.root-usage', 'logs.disk-usage'],
  },
  {
    words: 'find +/[^;|]*backup[^;|]*-mtime',
    name: /weekly-?check|health-?check/,
    uses: ['backup.freshness'],
  },
  {
    // The team's own script of this name; what it does is read from it as well, where possible.
    words: 'monthly-?maintenance',
    name: /monthly-?maint/,
    uses: ['system.apt-upgrade', 'system.pip-upgrade', 'db.vacuum-analyze', 'logs.purge-old'],
  },
];

/** Programs whose arguments decide, folders, and files that are written or read. */
const isNoScript = /^(logrotate|backups?)$|\.(conf|cfg|log|dump|gz|sql|txt|lock|pid)$/;

/** For grep -oE on the host. */
export const scriptWords = duties.map(({ words }) => words).join('|');

/** Entries of the catalogue that do what a command does; none for what we know nothing of. */
export function entriesLike(command: string, words: readonly string[]): readonly string[] {
  const names = [...command.matchAll(/\/([^\s/"';)&|]+)(?=[\s"';)&|]|$)/g)].flatMap(
    ([, name = '']) => (isNoScript.test(name) ? [] : [name]),
  );
  const found = duties.filter(
    (duty) =>
      new RegExp(duty.words).test(command) ||
      words.some((word) => new RegExp(`^(?:${duty.words})$`).test(word)) ||
      names.some((name) => duty.name?.test(name)),
  );
  return [...new Set(found.flatMap(({ uses }) => uses))];
}
