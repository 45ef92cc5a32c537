/** Object identifiers of built-in types, which never change (pg_type.dat). */
const oids = {
  boolean: [16],
  whole: [20, 21, 23, 26, 28],
  real: [700, 701, 1700],
  json: [114, 3802],
  time: [1114, 1184],
} as const;

const parsers = new Map<number, (text: string) => unknown>([
  ...oids.boolean.map((oid) => [oid, (text: string) => text === 't'] as const),
  ...oids.whole.map((oid) => [oid, wholeNumber] as const),
  ...oids.real.map((oid) => [oid, realNumber] as const),
  ...oids.json.map((oid) => [oid, (text: string): unknown => JSON.parse(text)] as const),
  ...oids.time.map((oid) => [oid, isoTime] as const),
]);

/** As `pg` asks for it: values as `SqlRow` describes them, so that facts are JSON. */
export const jsonTypes = {
  getTypeParser: (oid: number) => parsers.get(oid) ?? ((text: string): unknown => text),
};

/** A number as long as it is exact. */
function wholeNumber(text: string): number | string {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}

function realNumber(text: string): number | string {
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
}

/** `2026-11-25 01:02:03.4+00`, as DateStyle ISO and TimeZone UTC have it. */
function isoTime(text: string): string {
  const time = new Date(`${text.replace(' ', 'T').replace(/\+00$/, '')}Z`);
  return Number.isNaN(time.getTime()) ? text : time.toISOString();
}
