import { type SqlProbe, textFor } from '../../src/core/sql.ts';
import type { Host } from '../../test/lab/host.ts';
import { Lab } from '../../test/lab/lab.ts';
import { askInLab, password } from '../../test/run/postgres-lab.ts';
import { sqlChecks as checks } from '../../test/support/sql-checks.ts';
import { renderTargets } from '../report.ts';
import { atMost, type Pair, type Section } from '../section.ts';
import { median } from '../statistics.ts';

const tables = 1000;
const rounds = 7;

/** The SQL checks of one host through SSH, against the same statements in one `psql` on the host. */
export const sql: Section = { flag: 'sql', title: 'SQL checks', measure };

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

interface Times extends Pair {
  /** A run without steps: connecting, and no more. */
  readonly empty: readonly number[];
}

async function inTurns(
  lab: Lab,
  host: Host,
  psql: (text: string) => Promise<unknown>,
): Promise<Times> {
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
  return `${checks.length} checks of one host with ${tables}
tables, on one connection through SSH, against the same statements in one \`psql\` on the host: medians of
${rounds} rounds, in turns. A run without steps takes ${(median(times.empty) * 1000).toFixed(0)} ms of ours.

${renderTargets([
  atMost(3, 'SQL checks through SSH, by the same statements in one `psql`', times),
])}`;
}
