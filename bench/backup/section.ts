import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { task as backup } from '../../src/catalogue/backup/run.ts';
import type { Host } from '../../test/lab/host.ts';
import { Lab } from '../../test/lab/lab.ts';
import { describeLoad } from '../machine.ts';
import { median } from '../statistics.ts';
import { folder, restore, restoreByHand, verify, verifyByHand } from './contestants.ts';

const title = '## Backups';

export interface BackupOptions {
  /** Of the table data. */
  readonly mebibytes: number;
  readonly rounds: number;
}

interface Pair {
  readonly ours: readonly number[];
  readonly byHand: readonly number[];
}

/** Measures on a host of the lab, in turns, and writes the section of the page; the rest stays. */
export async function benchBackups(page: string, options: BackupOptions): Promise<void> {
  const load = describeLoad();
  const lab = await Lab.start();
  try {
    const host = await lab.boot({ name: 'bench-db' });
    const clusters = await prepare(host, options.mebibytes);
    const bytes = Number(await host.must(`stat -c %s ${folder}/db_*.dump`));
    const { rounds } = options;
    const verifying = await inTurns(rounds, verify, verifyByHand, host);
    const restoring = await inTurns(
      rounds,
      (one, pattern) => restore(one, pattern, clusters),
      restoreByHand,
      host,
    );
    const section = render({ load, rounds, bytes, verifying, restoring });
    console.log(`\n${section}`);
    const text = existsSync(page) ? readFileSync(page, 'utf8') : '# Benchmarks\n';
    const [before = '', after = ''] = text.split(`\n${title}\n`);
    const rest = /\n## [\s\S]*$/.exec(after)?.[0] ?? '';
    const actions = before.indexOf('\n## Actions\n');
    // The actions' section is the last one.
    const [head, tail] =
      actions < 0 ? [before, rest] : [before.slice(0, actions), before.slice(actions)];
    writeFileSync(page, `${head.trimEnd()}\n\n${section}${tail}`);
  } finally {
    await lab.stop();
  }
}

async function inTurns(
  rounds: number,
  ours: (host: Host, pattern: string) => Promise<number>,
  byHand: (host: Host, pattern: string) => Promise<number>,
  host: Host,
): Promise<Pair> {
  const pattern = 'db_*.dump';
  const times = { ours: [] as number[], byHand: [] as number[] };
  await byHand(host, pattern);
  for (let round = 0; round < rounds; round += 1) {
    const mine = async () => times.ours.push(await ours(host, pattern));
    const theirs = async () => times.byHand.push(await byHand(host, pattern));
    // Who comes first has it warmer or colder: they take turns in that too.
    for (const one of round % 2 === 0 ? [mine, theirs] : [theirs, mine]) await one();
  }
  return times;
}

/** A database of so much text that does not compress away, and a dump of it with its manifest. */
async function prepare(host: Host, mebibytes: number): Promise<unknown> {
  const params = backup.params.parse({ uploads: 'none', compress: 1 });
  const helper = params && backup.privileged(params)[1]?.sudo[0]?.helper;
  const args = ['/backup/mks', '5432', 'mks_db', '-', 'custom', '1', '3600'];
  await host.must(`systemctl start postgresql
    for n in $(seq 100); do runuser -u postgres -- psql -qtc 'SELECT 1' >/dev/null 2>&1 && break; sleep 0.2; done
    runuser -u postgres -- psql -qc 'CREATE ROLE "mks-maint" LOGIN CREATEDB IN ROLE pg_monitor' mks_db
    install -d -g mks-maint -m 750 /backup /backup/mks`);
  const rows = Math.round((mebibytes * 1024 * 1024) / 4 / 300);
  for (const table of ['a', 'b', 'c', 'd']) {
    await host.must(
      `runuser -u postgres -- psql -q -v ON_ERROR_STOP=1 mks_db -c "CREATE TABLE filler_${table} AS
        SELECT i AS id, md5(i::text) || md5((i * 7)::text) || md5((i * 11)::text) || md5((i * 13)::text)
          || md5((i * 17)::text) || md5((i * 19)::text) || md5((i * 23)::text) || md5((i * 29)::text) AS body
        FROM generate_series(1, ${rows}) i; ALTER TABLE filler_${table} ADD PRIMARY KEY (id)"`,
      { timeoutSeconds: 1800 },
    );
  }
  await host.write('/usr/local/sbin/backup-run', helper?.text ?? '', { mode: 0o755 });
  await host.must(
    `/usr/local/sbin/backup-run write ${args.join(' ')}
    find /backup/mks -exec touch -d '1 hour ago' {} +`,
    { timeoutSeconds: 3600 },
  );
  const systemIdentifier = await host.must(
    'runuser -u postgres -- psql -X -At -c "SELECT system_identifier FROM pg_control_system()"',
  );
  return [{ systemIdentifier }];
}

interface Results {
  readonly load: string;
  readonly rounds: number;
  readonly bytes: number;
  readonly verifying: Pair;
  readonly restoring: Pair;
}

function render({ load, rounds, bytes, verifying, restoring }: Results): string {
  return `${title}

\`npm run bench -- --backups\` measures these alone, on a host of the lab with PostgreSQL 15; here on
${load}. Medians of ${rounds} rounds, in turns, of a dump of
${(bytes / 1e6).toFixed(0)} MB.

| target | promised | measured | |
| - | - | - | - |
${row('backup.integrity with a manifest, by `pg_restore -f /dev/null` and `sha256sum` at once', 1.1, verifying)}
${row('backup.restore-test, by `createdb`, `pg_restore -j2`, counting every table and `dropdb`', 1.15, restoring)}
`;
}

function row(what: string, promised: number, { ours, byHand }: Pair): string {
  const [mine, theirs] = [median(ours), median(byHand)];
  const ratio = mine / theirs;
  const measured = `${ratio.toFixed(2)} times (${mine.toFixed(1)} s by ${theirs.toFixed(1)} s)`;
  const reached = ratio <= promised ? 'reached' : '**not reached**';
  return `| ${what} | ≤ ${promised} times | ${measured} | ${reached} |`;
}
