import { z } from 'zod';
import type { HostSession } from '../connectors/session.ts';
import { SqlError } from '../connectors/sql.ts';
import type { Finding } from '../core/finding.ts';
import { statement } from '../core/sql.ts';
import type { EngineWorld } from '../engine/world.ts';
import { finding } from './finding.ts';
import { type HostNeeds, namesOfSteps } from './needs.ts';

const attributes =
  statement(`SELECT rolsuper AS superuser, rolcreaterole AS createrole, rolbypassrls AS bypassrls,
  rolreplication AS replication FROM pg_roles WHERE rolname = current_user`);
const rights = (maintain: string) => `SELECT count(*) AS tables, count(*) FILTER (WHERE NOT (
    pg_has_role(c.relowner, 'USAGE') OR ${maintain}
    OR pg_has_role((SELECT datdba FROM pg_database WHERE datname = current_database()), 'USAGE'))) AS denied
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'm') AND c.relpersistence <> 't'
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`;
const tables = statement([
  { from: 170_000, text: rights("has_table_privilege(c.oid, 'MAINTAIN')") },
  { from: 130_000, text: rights('false') },
]);

const attributesRow = z.object({
  superuser: z.boolean(),
  createrole: z.boolean(),
  bypassrls: z.boolean(),
  replication: z.boolean(),
});
const tablesRow = z.object({ tables: z.number(), denied: z.number() });

/** Logs in as SQL steps will, over the same way, and says what the role lacks or has too much of. */
export async function examineSql(
  { host, sql }: HostNeeds,
  session: HostSession,
  openSql: EngineWorld['openSql'],
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const [database, needed] of Map.groupBy(sql, ({ database }) => database)) {
    const steps = namesOfSteps(needed.flatMap(({ by }) => by));
    try {
      if (!openSql) throw new SqlError(notConfigured(host.name), { fatal: true });
      const target = database === undefined ? {} : { database };
      const opened = await openSql(host, async () => session, target, signal);
      try {
        const args = { role: opened.role, steps };
        if (!opened.monitors)
          findings.push(finding('critical', 'sql:monitor', 'doctor/sql-monitor', args));
        const [role] = z.array(attributesRow).parse(await opened.query(attributes, signal));
        const much = Object.entries(role ?? {}).flatMap(([name, has]) =>
          has ? [name.toUpperCase()] : [],
        );
        if (much.length > 0) {
          const more = { ...args, attributes: much.join(', ') };
          findings.push(finding('warning', 'sql:broad', 'doctor/sql-broad', more));
        }
        if (!needed.some(({ right }) => right === 'maintain')) continue;
        const [count] = z.array(tablesRow).parse(await opened.query(tables, signal));
        if (count && count.denied > 0) {
          const more = { ...args, ...count, database: opened.database };
          findings.push(
            finding('critical', `sql:maintain:${opened.database}`, 'doctor/sql-maintain', more),
          );
        }
      } finally {
        opened.close();
      }
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      const { explanation: message, evidence } = error;
      const remedy = { id: `${message.id}-remedy`, args: message.args };
      const key = `sql:${database ?? ''}`;
      findings.push({ key, severity: 'critical', message, remedy, ...(evidence && { evidence }) });
    }
  }
  return findings;
}

function notConfigured(host: string) {
  return { id: 'postgres/not-configured', args: { host } };
}
