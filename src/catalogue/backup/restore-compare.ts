import { type Contents, type Manifest, parseSums } from './manifest.ts';

/** Something that was not restored as it was; `name` says what, for the key of its finding. */
export type Difference =
  | { readonly what: 'table-missing'; readonly name: string; readonly rows: number }
  | {
      readonly what: 'rows';
      readonly name: string;
      readonly rows: number;
      readonly wanted: number;
    }
  | {
      /** Its next values would collide with what is there. `before`: so it was in the original. */
      readonly what: 'sequence-behind' | 'sequence-behind-before';
      readonly name: string;
      readonly value: number;
      readonly most: number;
    }
  | {
      readonly what:
        | 'sequence-missing'
        | 'extension'
        | 'invalid'
        | 'upload-missing'
        | 'upload'
        | 'dump';
      readonly name: string;
    }
  | {
      readonly what: 'objects';
      readonly name: string;
      readonly found: number;
      readonly wanted: number;
    };

const full = ({ schema, name }: { readonly schema: string; readonly name: string }) =>
  `${schema}.${name}`;

/** What was restored against what was there when the backup was made. */
export function compareContents(found: Contents, wanted: Contents): readonly Difference[] {
  const tables = new Map(found.tables.map((table) => [full(table), table.rows]));
  const extensions = new Set(found.extensions.map(({ name }) => name));
  const invalidBefore = new Set(wanted.invalid);
  return [
    ...wanted.tables.flatMap((table): Difference[] => {
      const [name, rows] = [full(table), tables.get(full(table))];
      if (rows === undefined) return [{ what: 'table-missing', name, rows: table.rows }];
      return rows === table.rows ? [] : [{ what: 'rows', name, rows, wanted: table.rows }];
    }),
    ...compareSequences(found.sequences, wanted.sequences),
    ...wanted.extensions
      .filter(({ name }) => !extensions.has(name))
      .map(({ name }) => ({ what: 'extension', name }) as const),
    ...found.invalid
      .filter((name) => !invalidBefore.has(name))
      .map((name) => ({ what: 'invalid', name }) as const),
    ...Object.entries(wanted.objects).flatMap(([name, count]): Difference[] => {
      const there = found.objects[name] ?? 0;
      return there < count ? [{ what: 'objects', name, found: there, wanted: count }] : [];
    }),
  ];
}

type Sequence = Contents['sequences'][number];

/** By how the sequence counts: whether `value` has got at least as far as `most`. */
const reached = ({ increment }: Sequence, value: number | null, most: number) =>
  value !== null && (increment > 0 ? value >= most : value <= most);

/** Sequences that hand out what is there already, and those that have fallen back. */
export function compareSequences(
  found: readonly Sequence[],
  wanted: readonly Sequence[],
): readonly Difference[] {
  const original = new Map(wanted.map((sequence) => [full(sequence), sequence]));
  const restored = new Set(found.map(full));
  const missing = wanted.filter((sequence) => !restored.has(full(sequence)));
  return [
    ...missing.map((sequence) => ({ what: 'sequence-missing', name: full(sequence) }) as const),
    ...found.flatMap((sequence): Difference[] => {
      const { value, most } = sequence;
      const before = original.get(full(sequence));
      const name = full(sequence);
      const behind = (limit: number, what: 'sequence-behind' | 'sequence-behind-before') => [
        { what, name, value: value ?? 0, most: limit } as const,
      ];
      if (before && before.value !== null && !reached(sequence, value, before.value)) {
        return behind(before.value, 'sequence-behind');
      }
      if (most === null || reached(sequence, value, most)) return [];
      const was = before !== undefined && before.value === value && before.most === most;
      return behind(most, was ? 'sequence-behind-before' : 'sequence-behind');
    }),
  ];
}

export function compareUploads(
  { sample }: NonNullable<Manifest['uploads']>,
  sums: string,
): readonly Difference[] {
  const found = parseSums(sums);
  const sorted = sample.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return sorted.flatMap(({ path, sha256 }): Difference[] => {
    const sum = found.get(path);
    if (sum === undefined) return [{ what: 'upload-missing', name: path }];
    return sum === sha256 ? [] : [{ what: 'upload', name: path }];
  });
}

/** Rows of the live database, as its statistics believe them; nothing is exact there. */
export interface LiveTable {
  readonly schema: string;
  readonly name: string;
  readonly rows: number;
}

const tolerance = 0.02;

export function compareWithLive(
  found: Contents,
  live: readonly LiveTable[],
): readonly Difference[] {
  const tables = new Map(found.tables.map((table) => [full(table), table.rows]));
  return live.flatMap((table): Difference[] => {
    const [name, rows] = [full(table), tables.get(full(table))];
    if (rows === undefined) return [{ what: 'table-missing', name, rows: table.rows }];
    const off = Math.abs(rows - table.rows) > tolerance * Math.max(table.rows, 100);
    return off ? [{ what: 'rows', name, rows, wanted: table.rows }] : [];
  });
}
