import { task as backup } from '../../src/catalogue/backup/run.ts';
import type { Host } from '../../test/lab/host.ts';
import { Lab } from '../../test/lab/lab.ts';
import { renderTargets } from '../report.ts';
import { atMost, type Pair, type Section } from '../section.ts';
import { folder, restore, restoreByHand, verify, verifyByHand } from './contestants.ts';

/** Of the table data. */
const mebibytes = 2048;
const rounds = 5;

export const backups: Section = { flag: 'backups', title: 'Backups', measure };

/** On a host of the lab, in turns. */
async function measure(): Promise<string> {
  const lab = await Lab.start();
  try {
    const host = await lab.boot({ name: 'bench-db' });
    const clusters = await prepare(host);
    const bytes = Number(await host.must(`stat -c %s ${folder}/db_*.dump`));
    const verifying = await inTurns(verify, verifyByHand, host);
    const restoring = await inTurns(
      (one, pattern) => restore(one, pattern, clusters),
      restoreByHand,
      host,
    );
    return `On a host of the lab with PostgreSQL 15: medians of ${rounds}
rounds, in turns, of a dump of ${(bytes / 1e6).toFixed(0)} MB.

${renderTargets([
  atMost(
    1.1,
    'backup.integrity with a manifest, by `pg_restore -f /dev/null` and `sha256sum` at once',
    verifying,
  ),
  atMost(
    1.15,
    'backup.restore-test, by `createdb`, `pg_restore -j2`, counting every table and `dropdb`',
    restoring,
  ),
])}`;
  } finally {
    await lab.stop();
  }
}

async function inTurns(
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
async function prepare(host: Host): Promise<unknown> {
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
