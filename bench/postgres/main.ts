/**
 * `node bench/postgres/main.ts [tables] [rounds]`: the SQL checks of one host through SSH, against the
 * same statements in one `psql` on the host, in turns. Prints medians and ratios. Needs the lab.
 */
import { check as bloat } from '../../src/catalogue/db/bloat.ts';
import { check as checksums } from '../../src/catalogue/db/checksums.ts';
import { check as connections } from '../../src/catalogue/db/connections.ts';
import { check as indexStats } from '../../src/catalogue/db/index-stats.ts';
import { check as longTx } from '../../src/catalogue/db/long-tx.ts';
import { check as replication } from '../../src/catalogue/db/replication.ts';
import { check as unusedIndexes } from '../../src/catalogue/db/unused-indexes.ts';
import { check as wraparound } from '../../src/catalogue/db/wraparound.ts';
import { type SqlProbe, textFor } from '../../src/core/sql.ts';
import type { Host } from '../../test/lab/host.ts';
import { Lab } from '../../test/lab/lab.ts';
import { askInLab, password } from '../../test/run/postgres-lab.ts';

const tables = Number(process.argv[2] ?? 1000);
const rounds = Number(process.argv[3] ?? 7);
const checks = [
  bloat,
  checksums,
  connections,
  indexStats,
  longTx,
  replication,
  unusedIndexes,
  wraparound,
];

/** Values as literals, for psql. */
function literals(probe: SqlProbe): string[] {
  return Object.values(probe.statements).map((one) => {
    const text = textFor(one, 150_000) ?? '';
    const values = one.values ?? [];
    return `${text.replaceAll(/\$(\d)/g, (_, n: string) => String(values[Number(n) - 1]))}\nLIMIT ${one.maxRows + 1};`;
  });
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const input = checks
  .flatMap((check) => literals(check.probes(check.params.parse({}) as never)['db']))
  .join('\n');
const steps = checks.map(({ id }) => id);
const lab = await Lab.start();
try {
  const host: Host = await lab.boot({ name: 'app1' });
  await host.must('systemctl start postgresql');
  const psql = (text: string) =>
    host.must('runuser -u postgres -- psql -qAtX -v ON_ERROR_STOP=1 -d mks_db', { input: text });
  await psql(`CREATE ROLE teiki LOGIN PASSWORD '${password}'; GRANT pg_monitor TO teiki;
    DO $$ BEGIN FOR i IN 1..${tables} LOOP
      EXECUTE format('CREATE TABLE t%s (id int PRIMARY KEY, name text)', i);
      EXECUTE format('CREATE INDEX ON t%s (name)', i);
      IF i % 200 = 0 THEN COMMIT; END IF; END LOOP; END $$`);
  const ask = () => askInLab(lab, host, steps);
  const answers = await ask();
  const failed = answers.steps.filter(({ facts }) => facts === null).map(({ use }) => use);
  if (failed.length > 0) throw new Error(`no facts: ${failed.join(', ')}`);
  const ssh = () => askInLab(lab, host, []);
  const [ours, theirs, empty]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    theirs.push(await seconds(() => psql(`SET search_path = pg_catalog; ${input}`)));
    ours.push(await seconds(ask));
    empty.push(await seconds(ssh));
  }
  const show = (name: string, values: readonly number[]) =>
    console.log(`${name}: ${(median(values) * 1000).toFixed(0)} ms (${values.length} rounds)`);
  console.log(`${steps.length} checks, ${tables} tables`);
  show('teiki, SSH and all', ours);
  show('a run without steps', empty);
  show('psql on the host', theirs);
  console.log(`ratio ${(median(ours) / median(theirs)).toFixed(2)} (at most 3)`);
} finally {
  await lab.stop();
}
