import type { Finding } from '../../core/finding.ts';
import type { Message } from '../../core/message.ts';
import type { SqlOutcome } from '../../core/sql.ts';
import { beforeAndAfter, type Verification } from '../define-task.ts';
import { written } from './rows.ts';
import type { VacuumFacts, VacuumTable } from './vacuum-facts.ts';
import type { VacuumMessageId } from './vacuum-messages.ts';
import { namesOf, type VacuumChange } from './vacuum-plan.ts';

interface Seen {
  readonly before: VacuumFacts;
  readonly after: VacuumFacts;
  readonly change: VacuumChange;
  readonly said?: readonly SqlOutcome[];
}
type Found = Finding<VacuumMessageId>;
type Judged = { readonly changed: Message<VacuumMessageId>; readonly found?: Found } | Found;

const few = 1000;

/** By the server's own statistics: a VACUUM that leaves no trace there has not been done. */
export function verifyVacuum({ before, after, change, said }: Seen): Verification<VacuumMessageId> {
  const index = (facts: VacuumFacts) =>
    new Map(facts.list.map((table) => [`${table.schema}.${table.name}`, table]));
  const [earlier, later] = [index(before), index(after)];
  const outcomes = new Map((said ?? []).map((one) => [one.key, one]));
  const unreached = change.tables.filter(
    ({ schema, name }) => outcomes.get(`${schema}.${name}`)?.state === 'not-run',
  );
  const judged = change.tables
    .filter((table) => !unreached.includes(table))
    .map(({ schema, name, what }) => {
      const key = `${schema}.${name}`;
      const tables = { was: earlier.get(key), is: later.get(key) };
      return judge(written(schema, name), key, what, tables, outcomes.get(key));
    });
  const findings = judged.flatMap((one) => ('changed' in one ? (one.found ?? []) : one));
  if (unreached.length > 0) {
    const args = { count: unreached.length, names: namesOf(unreached) };
    findings.push(tell('not-run', 'critical', 'not-run', args, 'remedy-failed'));
  }
  const dead = (facts: VacuumFacts) =>
    change.tables.reduce((sum, { schema, name }) => {
      return sum + (index(facts).get(`${schema}.${name}`)?.dead ?? 0);
    }, 0);
  return {
    findings,
    changes: judged.flatMap((one) => ('changed' in one ? one.changed : [])),
    measurements: beforeAndAfter('dead', dead(before), dead(after), { unit: 'count' }),
  };
}

function judge(
  name: string,
  key: string,
  what: 'vacuum' | 'analyze',
  { was, is }: { readonly was: VacuumTable | undefined; readonly is: VacuumTable | undefined },
  outcome: SqlOutcome | undefined,
): Judged {
  const table = `table:${key}`;
  const moved = (one: 'vacuumed' | 'analyzed') => {
    const now = is?.[one] ?? null;
    return now !== null && now !== (was?.[one] ?? null);
  };
  const done = what === 'vacuum' ? moved('vacuumed') && moved('analyzed') : moved('analyzed');
  if (done && is) {
    const args = { name, before: was?.dead ?? 0, after: is.dead };
    const changed = { id: what === 'vacuum' ? 'vacuumed' : 'analyzed', args } as const;
    if (what === 'analyze' || is.dead <= few || is.dead * 2 <= (was?.dead ?? 0)) return { changed };
    return { changed, found: tell(table, 'warning', 'remains', args, 'remedy-holder') };
  }
  const warned = (outcome?.warnings ?? []).join('\n');
  const evidence = [outcome?.error, warned].filter(Boolean).join('\n');
  const more = evidence === '' ? {} : { evidence };
  if (outcome?.code === '42P01') return tell(table, 'note', 'gone', { name });
  if (outcome?.state === 'failed') {
    const args = { name, code: outcome.code ?? '-' };
    return { ...tell(table, 'critical', 'failed', args, 'remedy-failed'), ...more };
  }
  if (/lock not available/.test(warned)) {
    return { ...tell(table, 'warning', 'locked', { name }, 'remedy-locked'), ...more };
  }
  if (/only .* can|permission denied/.test(warned)) {
    return { ...tell(table, 'critical', 'skipped', { name }, 'remedy-rights'), ...more };
  }
  return { ...tell(table, 'critical', 'unmoved', { name }, 'remedy-failed'), ...more };
}

function tell(
  key: string,
  severity: Found['severity'],
  id: VacuumMessageId,
  args: Readonly<Record<string, string | number>>,
  remedy?: VacuumMessageId,
): Found {
  const way = remedy && { remedy: { id: remedy, args } };
  return { key, severity, message: { id, args }, ...way };
}
