import type { Finding, Measurement } from '../../core/finding.ts';
import { quote } from '../../core/shell.ts';
import type { Context, Judgement } from '../define.ts';
import type { IntegrityFacts } from './integrity-facts.ts';
import type { integrityMessages } from './integrity-messages.ts';
import { type Kind, withoutSlash } from './kinds.ts';

type Id = keyof typeof integrityMessages;
type Found = Finding<Id>;

interface Params {
  readonly directory: string;
  readonly kinds: readonly Kind[];
  readonly timeoutSeconds: number;
}

/** A fall to less than this share of the last run's entries is worth a look. */
const fewShare = 0.5;

export function evaluateIntegrity(
  { kinds }: { readonly kinds: readonly IntegrityFacts[] },
  params: Params,
  context: Context,
): Judgement<Id> {
  const directory = withoutSlash(params.directory);
  const closed = kinds.find(({ folder }) => folder !== 'listed');
  if (closed && closed.folder !== 'listed') {
    const remedy = closed.folder === 'unreadable' ? 'remedy-unreadable' : 'remedy-missing';
    return {
      findings: [
        {
          key: 'directory',
          severity: 'unknown',
          message: { id: closed.folder, args: { directory } },
          remedy: { id: remedy, args: { directory: quote(directory) } },
        },
      ],
    };
  }
  const last = (kind: string) => lastFacts(kind, context.history);
  return {
    findings: kinds.flatMap((facts) => judge(facts, last(facts.kind), { ...params, directory })),
    measurements: kinds.flatMap(({ kind: object, sizeBytes, tables, entries }) => [
      ...measure('size', object, sizeBytes, 'bytes'),
      ...measure('tables', object, tables, 'count'),
      ...measure('entries', object, entries, 'count'),
    ]),
  };
}

function measure(
  name: string,
  object: string,
  value: number | null,
  unit: Measurement['unit'],
): Measurement[] {
  return value === null ? [] : [{ name, object, value, unit }];
}

interface Last {
  readonly format?: string;
  readonly tables?: number;
  readonly entries?: number;
}

/** The latest recorded value of each fact; a run that failed to read the backup has none. */
function lastFacts(kind: string, history: Context['history']): Last {
  const earlier = history.flatMap(({ facts }) => {
    const { kinds } = (facts ?? {}) as { readonly kinds?: readonly Partial<IntegrityFacts>[] };
    return kinds?.find((one) => one.kind === kind) ?? [];
  });
  const format = earlier.find((one) => one.format && readable.has(one.format))?.format;
  const tables = earlier.find((one) => one.tables && !one.damage)?.tables;
  const entries = earlier.find((one) => one.entries && !one.damage)?.entries;
  return { ...(format && { format }), ...(tables && { tables }), ...(entries && { entries }) };
}

const readable = new Set(['custom', 'directory', 'pg-tar', 'sql', 'sql.gz', 'tar', 'tar.gz']);

function judge(
  facts: IntegrityFacts,
  last: Last,
  { directory, kinds, timeoutSeconds }: Params,
): Found[] {
  const { kind, file, format, obstacle, damage } = facts;
  const evidence = facts.complaint ? { evidence: facts.complaint } : {};
  const pattern = kinds.find(({ name }) => name === kind)?.pattern ?? '';
  const path = quote(`${directory}/${file ?? ''}`);
  const found: Found[] = [];
  const add = (
    key: string,
    severity: Found['severity'],
    id: Id,
    remedy: Id,
    args: Readonly<Record<string, string | number>> = {},
  ) =>
    found.push({
      key,
      severity,
      message: { id, args: { kind, file: file ?? '-', ...args } },
      remedy: {
        id: remedy,
        args: { path, name: quote(file ?? ''), ...args, directory: quote(directory) },
      },
      ...(severity === 'note' ? {} : evidence),
    });
  if (obstacle?.why === 'output') {
    add(kind, 'unknown', 'unparsable', 'remedy-none', { expected: obstacle.what });
    return found;
  }
  if (file === null) {
    add(kind, 'unknown', 'none', 'remedy-none', { pattern, directory });
    return found;
  }
  if (facts.manifest === 'bad') {
    const members = facts.spoilt.join(', ');
    if (members) add(kind, 'critical', 'members', 'remedy-damaged', { members });
    else add(kind, 'critical', 'checksum', 'remedy-damaged');
  }
  if (obstacle) {
    const { why, what } = obstacle;
    if (why === 'denied') add(kind, 'unknown', 'denied', 'remedy-closed');
    if (why === 'changed') add(kind, 'unknown', 'changed', 'remedy-again');
    if (why === 'tool') add(kind, 'unknown', 'no-tool', 'remedy-tool', { tool: what });
    if (why === 'time') add(kind, 'unknown', 'time', 'remedy-time', { tool: what, timeoutSeconds });
    if (why === 'old-tool')
      add(kind, 'unknown', 'old-tool', 'remedy-old-tool', {
        tool: what,
        dumpedBy: facts.dumpedBy ?? 'unknown',
      });
    return found;
  }
  if (format === 'empty') add(kind, 'critical', 'empty', 'remedy-damaged');
  else if (format === 'zeros') add(kind, 'critical', 'zeros', 'remedy-damaged');
  else if (format === 'other' && last.format) {
    const args = { begins: facts.begins, format: last.format };
    add(kind, 'critical', 'format-lost', 'remedy-damaged', args);
  } else if (damage === 'trailer' || damage === 'end') {
    add(kind, 'critical', damage, 'remedy-damaged');
  } else if (damage === 'hollow') {
    add(kind, 'critical', 'hollow', 'remedy-damaged', { member: facts.hollow ?? '' });
  } else if (damage) add(kind, 'critical', 'damaged', 'remedy-damaged', { tool: damage });
  else if (format === 'other' || format === 'gzip') {
    add(kind, 'unknown', 'format-unknown', 'remedy-format', { begins: facts.begins || format });
  } else if (facts.entries === 0) add(kind, 'critical', 'no-entries', 'remedy-contents');
  else if (facts.tables === 0) add(kind, 'critical', 'no-tables', 'remedy-damaged');
  if (facts.lostTablesCount > 0) {
    const args = { count: facts.lostTablesCount, tables: facts.lostTables.join(', ') };
    add(`${kind}:contents`, 'critical', 'lost-tables', 'remedy-tables', args);
  }
  if (found.length > 0) return found;
  const { tables, entries } = facts;
  if (tables !== null && last.tables !== undefined && tables < last.tables) {
    add(`${kind}:contents`, 'warning', 'fewer-tables', 'remedy-tables', {
      tables,
      last: last.tables,
    });
  }
  if (entries !== null && format !== 'pg-tar') {
    if (last.entries !== undefined && entries < fewShare * last.entries) {
      const args = { entries, last: last.entries };
      add(`${kind}:contents`, 'warning', 'fewer-entries', 'remedy-contents', args);
    } else if (facts.files === 0) {
      add(`${kind}:contents`, 'warning', 'only-folders', 'remedy-contents');
    }
  }
  if (facts.appended) add(`${kind}:contents`, 'warning', 'appended', 'remedy-damaged');
  if (facts.manifest === 'unusable') {
    add(`${kind}:manifest`, 'unknown', 'manifest-unusable', 'remedy-manifest');
  } else if (facts.manifest === 'none') {
    const id = facts.compressed === false ? 'no-manifest-uncompressed' : 'no-manifest';
    add(`${kind}:manifest`, 'note', id, 'remedy-manifest');
  }
  return found;
}
