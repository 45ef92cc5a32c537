import { type Finding, finding, type Measurement } from '../../core/finding.ts';
import { beforeAndAfter, type Failure, type Plan, type Verification } from '../define-task.ts';
import type { RedisFacts } from './redis-facts.ts';
import type { redisMessages } from './redis-messages.ts';
import { type RedisParams, removalStatuses } from './redis-script.ts';

type Id = keyof typeof redisMessages;

/** Not the number of keys: it moves on by itself. */
export interface RedisChange {
  readonly database: number;
  /** Null: the whole database. */
  readonly prefix: string | null;
}

export function planRedis(facts: RedisFacts, params: RedisParams): Plan<RedisChange, Id> {
  const { database, prefix, cacheOnly } = params;
  if (!facts.installed)
    return { kind: 'no-op', reason: { id: 'not-installed', args: {} }, skipped: true };
  const guard = guardOf(facts, params);
  if (guard) return { kind: 'refused', findings: [guard, ...keyspaceOf(facts, params)] };
  const inDatabase = facts.keyspace[database] ?? 0;
  if (cacheOnly) {
    if (inDatabase === 0) return { kind: 'no-op', reason: { id: 'empty', args: { database } } };
    return {
      kind: 'change',
      change: { database, prefix: null },
      changes: [{ id: 'flush', args: { database, keys: inDatabase } }],
      findings: keyspaceOf(facts, params),
    };
  }
  const { keys, bytes, exact } = facts.found ?? { keys: 0, bytes: 0, exact: true };
  const args = { database, prefix: prefix ?? '', keys, sizeBytes: bytes };
  if (keys === 0) return { kind: 'no-op', reason: { id: 'no-keys', args } };
  return {
    kind: 'change',
    change: { database, prefix: prefix ?? '' },
    changes: [{ id: exact ? 'remove' : 'remove-about', args }],
    findings: keyspaceOf(facts, params),
  };
}

/** The first reason why nothing may be removed. */
function guardOf(facts: RedisFacts, params: RedisParams): Finding<Id> | undefined {
  const { host, port, database, prefix = '', maxKeys, cacheOnly } = params;
  const server = `${host}:${port}`;
  const { role, trouble, select, odd, found } = facts;
  const password = params.password?.name ?? 'REDIS_PASSWORD';
  if (trouble) {
    const args = { server, name: password };
    const told = finding(server, 'critical', trouble.kind, args, `remedy-${trouble.kind}`);
    return { ...told, evidence: trouble.text };
  }
  if (role !== 'master') {
    const args = { server, role, master: facts.master ?? '-' };
    return finding(server, 'critical', 'not-master', args, 'remedy-not-master');
  }
  if (select !== null) {
    const told = finding(server, 'critical', 'no-database', { database }, 'remedy-no-database');
    return { ...told, evidence: select };
  }
  if (cacheOnly) return undefined;
  if (odd.length > 0 || found === null) {
    const told = finding(server, 'critical', 'odd-names', { server }, 'remedy-odd-names');
    return { ...told, evidence: odd.join('\n') };
  }
  if (found.keys > maxKeys) {
    const args = { database, prefix, keys: found.keys, maxKeys };
    return finding(server, 'warning', 'too-many', args, 'remedy-too-many');
  }
  return undefined;
}

/** What else is on the server, and stays. */
function keyspaceOf(facts: RedisFacts, { host, port }: RedisParams): readonly Finding<Id>[] {
  const databases = Object.entries(facts.keyspace).map(([name, keys]) => `db${name}: ${keys}`);
  if (databases.length === 0) return [];
  const args = { server: `${host}:${port}`, databases: databases.join(', ') };
  return [{ key: 'keyspace', severity: 'note', message: { id: 'keyspace', args } }];
}

interface Seen {
  readonly before: RedisFacts;
  readonly after: RedisFacts;
  readonly change: RedisChange;
}

/** So many keys a busy service writes again in the moment until we look. */
const mayBeWritten = 20;

/** Keys that are not ours may expire meanwhile: this share of them, and so few, says nothing. */
const mayExpire = { share: 0.1, keys: 10 };

export function verifyRedis(
  { before, after, change }: Seen,
  params: RedisParams,
): Verification<Id> {
  const { database, prefix } = change;
  const guard = guardOf(after, { ...params, maxKeys: Number.POSITIVE_INFINITY });
  if (guard) return { findings: [guard] };
  const ours = (facts: RedisFacts) =>
    prefix === null ? (facts.keyspace[database] ?? 0) : (facts.found?.keys ?? 0);
  const [was, left] = [ours(before), ours(after)];
  const args = { database, prefix: `${prefix ?? ''}*`, was, left };
  const findings: Finding<Id>[] = [];
  // The whole scan met every key that was there; what is found now was written since.
  if (left * 2 >= was) {
    const severity = left >= was && was > mayBeWritten ? 'critical' : 'warning';
    findings.push(finding('keys', severity, 'not-cleared', args, 'remedy-left'));
  } else if (left > 0) findings.push(finding('keys', 'note', 'written-since', args));
  const measurements: Measurement[] = [];
  const add = (name: string, object: string, pair: readonly [number, number]) =>
    measurements.push(...beforeAndAfter(name, pair[0], pair[1], { unit: 'count', object }));
  add('keys', `db${database}`, [was, left]);
  for (const [name, keys] of Object.entries(before.keyspace)) {
    const isOurs = name === String(database);
    const others = keys - (isOurs ? was : 0);
    const othersNow = (after.keyspace[name] ?? 0) - (isOurs ? left : 0);
    if (others === 0) continue;
    add('others', `db${name}`, [others, othersNow]);
    const lost = others - othersNow;
    if (lost <= mayExpire.keys || lost <= others * mayExpire.share) continue;
    const told = { database: `db${name}`, others, othersNow };
    findings.push(finding(`db${name}`, 'warning', 'others-fewer', told, 'remedy-others-fewer'));
  }
  return { findings, measurements, changes: [{ id: 'removed', args }] };
}

export function failures({ host, port }: RedisParams): Readonly<Record<number, Failure<Id>>> {
  const args = { server: `${host}:${port}` };
  const told = (message: Id, remedy: Id) => ({
    message: { id: message, args },
    remedy: { id: remedy, args },
  });
  return {
    [removalStatuses.refused]: told('refused-command', 'remedy-refused-command'),
    [removalStatuses.format]: told('odd-names', 'remedy-odd-names'),
  };
}
