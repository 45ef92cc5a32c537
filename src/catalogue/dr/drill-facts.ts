import type { ShellOutput } from '../../core/probe.ts';
import { globToRegExp } from '../backup/kinds.ts';
import { type Manifest, readManifest } from '../backup/manifest.ts';
import { parseRestore, type RestoreFacts } from '../backup/restore-facts.ts';
import { Unparsable } from '../define.ts';
import type { DrillParams } from './drill-params.ts';
import { type DrillResult, type Phase, parseDrill } from './drill-result.ts';

/** A backup that can be verified, for a manifest lists its files. */
export interface Candidate {
  readonly manifest: string;
  readonly dump: string;
  readonly archive: string | null;
  readonly globals: string | null;
  /** How many files the manifest lists. */
  readonly files: number;
  readonly dumpBytes: number;
  readonly databaseBytes: number;
  readonly uploadsBytes: number;
  /** The newest moment that is in it. */
  readonly snapshotAt: string;
  readonly locale: RestoreFacts['locale'];
}

export interface DrillFacts {
  readonly restore: RestoreFacts;
  readonly marker: string;
  readonly name: string;
  /** Newest first. */
  readonly candidates: readonly Candidate[];
  /** Manifests that are of no use, and why. */
  readonly unusable: readonly { readonly manifest: string; readonly why: string }[];
  /** Where the backups are from: hosts, clusters, names of databases. */
  readonly origins: {
    readonly hosts: readonly string[];
    readonly clusters: readonly string[];
    readonly databases: readonly string[];
  };
  readonly versions: { readonly server: number; readonly dumpedBy: number | null } | null;
  readonly cluster: {
    readonly databases: readonly { readonly name: string; readonly ours: boolean }[];
    /** Roles that a drill has left. */
    readonly made: readonly string[];
    readonly mayCreateRoles: boolean;
    readonly hasRole: boolean;
  } | null;
  readonly service: { readonly id: string; readonly load: string; readonly active: string };
  readonly http: boolean;
  readonly ownScratch: boolean;
  readonly filesLeft: string | null;
  readonly running: 'alive' | 'ended' | null;
  readonly result: DrillResult | null;
  /** Of the last drill, for the record. */
  readonly phases: readonly Phase[];
}

interface Outputs {
  readonly look: ShellOutput;
  readonly drill: ShellOutput;
}

/** @throws Unparsable */
export function parseDrillFacts({ look, drill }: Outputs, params: DrillParams): DrillFacts {
  const records = drill.stdout
    .split('\0')
    .slice(0, -1)
    .map((record): readonly [string, string] => {
      const cut = record.indexOf('=');
      return [record.slice(0, cut), record.slice(cut + 1)];
    });
  const start = records.findIndex(([key]) => key === 'result-follows');
  // The result of the last drill has keys of its own, which may be the same.
  const seen = start < 0 ? records : records.slice(0, start);
  const facts = new Map(seen);
  if (records.at(-1)?.[0] !== 'end' || !facts.has('marker')) {
    throw new Unparsable('marker=… and end=yes', drill.stdout.slice(0, 300));
  }
  const all = (key: string) => seen.filter(([name]) => name === key).map(([, value]) => value);
  const read = all('manifest').map((text) => readOne(text, params));
  const readable = read.flatMap((one) => (one.kind === 'candidate' ? [one] : []));
  const sorted = readable.toSorted((a, b) =>
    a.candidate.snapshotAt < b.candidate.snapshotAt ? 1 : -1,
  );
  const manifests = read.flatMap((one) => (one.content ? [one.content] : []));
  const of = (pick: (one: Manifest) => string) => [...new Set(manifests.map(pick))].sort();
  const newest = sorted[0]?.content;
  const result = start < 0 ? null : parseDrill(records.slice(start + 1), params);
  return {
    // What a restore test has left is none of a drill's.
    restore: { ...parseRestore({ look }), running: null, result: null },
    marker: facts.get('marker') ?? '',
    name: facts.get('name') ?? '',
    candidates: sorted.map(({ candidate }) => candidate),
    unusable: [
      ...read.flatMap((one) =>
        one.kind === 'candidate' ? [] : [{ manifest: one.manifest, why: one.why }],
      ),
      ...all('closed').map((manifest) => ({ manifest, why: 'permission denied' })),
    ],
    origins: {
      hosts: of(({ host }) => host),
      clusters: of(({ database }) => database.systemIdentifier),
      databases: of(({ database }) => database.name),
    },
    versions: newest
      ? {
          server: Math.floor(newest.database.serverVersionNum / 10_000),
          dumpedBy: Number(/\) (\d+)/.exec(newest.dump.pgDump)?.[1] ?? Number.NaN) || null,
        }
      : null,
    cluster: parseCluster(facts.get('cluster')),
    service: parseService(facts.get('service') ?? ''),
    http: facts.has('http'),
    ownScratch: facts.get('scratch') === 'own',
    filesLeft: facts.get('files') ?? null,
    running: facts.has('running') ? (facts.get('running') === 'yes' ? 'alive' : 'ended') : null,
    result,
    phases: result?.phases ?? [],
  };
}

/** Plain, for they stand in a list that the shell splits. */
const plainName = /^[A-Za-z0-9_][A-Za-z0-9._+:@-]*$/;

type Read =
  | { readonly kind: 'candidate'; readonly candidate: Candidate; readonly content: Manifest }
  | {
      readonly kind: 'unusable';
      readonly manifest: string;
      readonly why: string;
      readonly content: Manifest | null;
    };

function readOne(text: string, { pattern, uploadsPattern }: DrillParams): Read {
  const cut = text.indexOf('\n');
  const manifest = text.slice(0, cut);
  const reading = readManifest(text.slice(cut + 1));
  if ('unusable' in reading) {
    return { kind: 'unusable', manifest, why: reading.unusable, content: null };
  }
  const content = reading.manifest;
  const no = (why: string) => ({ kind: 'unusable', manifest, why, content }) as const;
  const { files, database, uploads, snapshot } = content;
  const names = [...new Set(files.map(({ path }) => path.split('/')[0] ?? ''))];
  const matching = (glob: string) => names.find((name) => globToRegExp(glob).test(name));
  const dump = matching(pattern);
  const archive = uploadsPattern === 'none' ? undefined : matching(uploadsPattern);
  const globals = names.find((name) => /^globals_.*\.sql$/.test(name));
  const odd = [manifest, ...names].find((name) => !plainName.test(name));
  if (odd !== undefined) return no(`the name ${JSON.stringify(odd)}`);
  if (dump === undefined) return no(`no file of ${pattern}`);
  if (archive === undefined && uploadsPattern !== 'none') {
    return no(`no file of ${uploadsPattern}`);
  }
  const of = (name: string) => (path: string) => path === name || path.startsWith(`${name}/`);
  const candidate: Candidate = {
    manifest,
    dump,
    archive: archive ?? null,
    globals: globals ?? null,
    files: files.length,
    dumpBytes: files
      .filter(({ path }) => of(dump)(path))
      .reduce((sum, { bytes }) => sum + bytes, 0),
    databaseBytes: database.sizeBytes,
    uploadsBytes: archive === undefined ? 0 : (uploads?.bytes ?? 0),
    snapshotAt: new Date(snapshot.at).toISOString(),
    locale: { encoding: database.encoding, collate: database.collate, ctype: database.ctype },
  };
  return { kind: 'candidate', candidate, content };
}

function parseCluster(answer: string | undefined): DrillFacts['cluster'] {
  if (answer === undefined) return null;
  const lines = answer.split('\n');
  const after = (word: string) =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
  return {
    databases: after('database').map((rest) => ({ ours: rest[0] === 't', name: rest.slice(2) })),
    made: after('made'),
    mayCreateRoles: after('createrole').includes('t'),
    hasRole: after('role').length > 0,
  };
}

function parseService(text: string): DrillFacts['service'] {
  const value = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1] ?? '';
  return { id: value('Id'), load: value('LoadState'), active: value('ActiveState') };
}
