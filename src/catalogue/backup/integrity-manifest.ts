import { filesOf, parseSums, readManifest } from './manifest.ts';

/** What a backup's manifest says against what was found. */
export interface Comparison {
  /** `unusable`: there is a manifest and it could not be compared with. */
  readonly state: 'none' | 'good' | 'bad' | 'unusable';
  readonly spoilt: readonly string[];
  readonly lostTables: readonly string[];
  readonly complaint: string;
}

/** @param facts of the integrity script; `sums` is what sha256sum said of the file or its members */
export function compareWithManifest(facts: ReadonlyMap<string, string>, sums: string): Comparison {
  const reading = readManifest(facts.get('json') ?? '');
  const nothing = { spoilt: [], lostTables: [] };
  if ('unusable' in reading) return { state: 'unusable', ...nothing, complaint: reading.unusable };
  const { manifest } = reading;
  const file = facts.get('file') ?? '';
  const wanted = filesOf(manifest, file);
  const found = parseSums(sums);
  if (found.size === 0) return { state: 'unusable', ...nothing, complaint: sums };
  const sumOf = (path: string) => found.get(path) ?? (path === file ? found.get('-') : undefined);
  const spoilt = wanted.filter(({ path, sha256 }) => sumOf(path) !== sha256);
  const oids = facts.has('oids') ? new Set(facts.get('oids')?.split(',')) : undefined;
  const lost = oids ? manifest.contents.tables.filter(({ oid }) => !oids.has(String(oid))) : [];
  return {
    state: wanted.length === 0 ? 'unusable' : spoilt.length > 0 ? 'bad' : 'good',
    spoilt: spoilt.map(({ path }) => path).filter((path) => path !== file),
    lostTables: lost.map(({ schema, name }) => `${schema}.${name}`),
    complaint: '',
  };
}
