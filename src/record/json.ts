/** Fields in the order in which people want to read them; all others follow by name. */
const leading = [
  'schema',
  'runId',
  'trigger',
  'actor',
  'approver',
  'team',
  'timeZone',
  'teikiVersion',
  'run',
  'id',
  'host',
  'step',
  'use',
  'name',
  'key',
  'severity',
  'message',
  'verdict',
  'reachable',
  'runbook',
  'title',
  'purpose',
  'window',
  'mode',
  'startedAt',
  'endedAt',
  'outcome',
  'hosts',
  'steps',
];
const rank = new Map(leading.map((key, index) => [key, index]));

/**
 * JSON with one form for one value: keys in a fixed order, two spaces, a newline at the end.
 * Two runs that have found the same are the same bytes, so a rerun makes no commit.
 */
export function stableJson(value: unknown): string {
  return `${JSON.stringify(ordered(value), null, 2)}\n`;
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  const record = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(orderOf(Object.keys(record)).map((key) => [key, ordered(record[key])]));
}

/** Objects of a record have few shapes: each is put in order once. */
const orders = new Map<string, readonly string[]>();
const maxOrders = 1000;

function orderOf(keys: readonly string[]): readonly string[] {
  const shape = JSON.stringify(keys);
  const known = orders.get(shape);
  if (known) return known;
  const order = keys.toSorted(compareKeys);
  if (orders.size < maxOrders) orders.set(shape, order);
  return order;
}

function compareKeys(a: string, b: string): number {
  const known = (rank.get(a) ?? leading.length) - (rank.get(b) ?? leading.length);
  return known !== 0 ? known : compareText(a, b);
}

/** By code unit: the same everywhere, which no locale's collation promises. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
