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
import { renderTargets } from '../report.ts';
import { type Section, seconds } from '../section.ts';
import { median } from '../statistics.ts';

const tables = 1000;
const rounds = 7;

/** The SQL checks of one host through SSH, against the same statements in one `psql` on the host. */
export const sql: Section = { flag: 'sql', title: 'SQL checks', measure };

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

async function took(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

async function measure(): Promise<string> {
  const lab = await Lab.start();
  try {
    const host = await lab.boot({ name: 'app1' });
    await host.must('systemctl start postgresql');
    const psql = (text: string) =>
      host.must('runuser -u postgres -- psql -qAtX -v ON_ERROR_STOP=1 -d mks_db', { input: text });
    await psql(`CREATE ROLE teiki LOGIN PASSWORD '${password}'; GRANT pg_monitor TO teiki;
      DO $$ BEGIN FOR i IN 1..${tables} LOOP
        EXECUTE format('CREATE TABLE t%s (id int PRIMARY KEY, name text)', i);
        EXECUTE format('CREATE INDEX ON t%s (name)', i);
        IF i % 200 = 0 THEN COMMIT; END IF; END LOOP; END $$`);
    return render(await inTurns(lab, host, psql));
  } finally {
    await lab.stop();
  }
}

interface Times {
  readonly ours: readonly number[];
  readonly byHand: readonly number[];
  /** A run without steps: connecting, and no more. */
  readonly empty: readonly number[];
}

async function inTurns(lab: Lab, host: Host, psql: (text: string) => Promise<unknown>) {
  const statements = checks
    .flatMap((check) => literals(check.probes(check.params.parse({}) as never)['db']))
    .join('\n');
  const steps = checks.map(({ id }) => id);
  const answers = await askInLab(lab, host, steps);
  const failed = answers.steps.filter(({ facts }) => facts === null).map(({ use }) => use);
  if (failed.length > 0) throw new Error(`no facts: ${failed.join(', ')}`);
  const [ours, byHand, empty]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    byHand.push(await took(() => psql(`SET search_path = pg_catalog; ${statements}`)));
    ours.push(await took(() => askInLab(lab, host, steps)));
    empty.push(await took(() => askInLab(lab, host, [])));
  }
  return { ours, byHand, empty };
}

function render(times: Times): string {
  const [ours, byHand, empty] = [median(times.ours), median(times.byHand), median(times.empty)];
  return `${checks.length} checks of one host with ${tables}
tables, on one connection through SSH, against the same statements in one \`psql\` on the host: medians of
${rounds} rounds, in turns. A run without steps takes ${(empty * 1000).toFixed(0)} ms of ours.

${renderTargets([
  {
    what: 'SQL checks through SSH, by the same statements in one `psql`',
    promised: '≤ 3 times',
    measured: `${(ours / byHand).toFixed(2)} times (${seconds(ours, byHand)})`,
    reached: ours <= 3 * byHand,
  },
])}`;
}
