import type { ShellOutput } from '../../core/probe.ts';
import { Unparsable } from '../define.ts';
import { type FolderState, folderStates } from './listing.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { parseResult, type RestoreResult } from './restore-result.ts';
import type { RestoreChange } from './restore-script.ts';

export interface Cluster {
  readonly host: string;
  readonly port: number;
  readonly systemIdentifier: string;
  readonly major: number;
  readonly recovery: boolean;
  readonly superuser: boolean;
  readonly mayCreate: boolean;
  /** The role owns the production database, or is a member of who does. */
  readonly ownsProduction: boolean;
  /** Null where that cannot be seen from this host, or not by this role. */
  readonly freeBytes: number | null;
  readonly scratches: readonly string[];
}

export interface RestoreFacts {
  readonly folder: FolderState;
  readonly backup: {
    readonly file: string;
    readonly format: string;
    readonly readable: boolean;
    readonly sizeBytes: number;
    readonly modifiedAtSeconds: number;
    /** Major versions of the server and of pg_dump; null when the dump does not say. */
    readonly server: number | null;
    readonly dumpedBy: number | null;
    /** A plain dump made with --create: it would go to the database that it names. */
    readonly elsewhere: boolean;
    /** What pg_restore says when it cannot read even the table of contents. */
    readonly complaint: string;
  } | null;
  readonly archive: { readonly file: string; readonly sizeBytes: number } | null;
  readonly manifest: 'none' | 'unusable' | 'read';
  /** Of the manifest: sizes when restored, and the locale. */
  readonly databaseBytes: number | null;
  readonly uploadsBytes: number | null;
  readonly locale: RestoreChange['locale'];
  readonly scratchBytes: number | null;
  readonly scratchLeft: string | null;
  /** Major version of pg_restore. */
  readonly tool: number | null;
  readonly cluster: Cluster | { readonly complaint: string; readonly place: string } | null;
  readonly running: { readonly name: string; readonly alive: boolean } | null;
  readonly result: RestoreResult | null;
}

/** Records `key=value`; the same key may come twice. @throws Unparsable without the last one */
function recordsOf(stdout: string): readonly (readonly [string, string])[] {
  return stdout
    .split('\0')
    .slice(0, -1)
    .map((record) => {
      const cut = record.indexOf('=');
      return [record.slice(0, cut), record.slice(cut + 1)] as const;
    });
}

/** @throws Unparsable */
export function parseRestore({ look }: { readonly look: ShellOutput }): RestoreFacts {
  const records = recordsOf(look.stdout);
  const end = records.findIndex(([key]) => key === 'result-follows');
  const facts = new Map(end < 0 ? records : [...records.slice(0, end), ...records.slice(-1)]);
  const folder = folderStates.find((state) => state === facts.get('folder'));
  if (folder === undefined || facts.get('end') !== 'yes') {
    throw new Unparsable('folder=… and end=yes', look.stdout.slice(0, 300));
  }
  const reading = facts.has('json') ? readManifest(facts.get('json') ?? '') : null;
  const manifest = reading && 'manifest' in reading ? reading.manifest : null;
  const kibibytes = (name: string) => {
    const value = facts.get(name) ?? '';
    return /^\d+$/.test(value) ? Number(value) * 1024 : null;
  };
  const [name = '', alive] = facts.get('running')?.split(' ') ?? [];
  const archive = facts.get('archive');
  return {
    folder,
    backup: parseBackup(facts, kibibytes('size') ?? 0),
    archive:
      archive === undefined ? null : { file: archive, sizeBytes: kibibytes('archive-size') ?? 0 },
    manifest: reading === null ? 'none' : manifest ? 'read' : 'unusable',
    databaseBytes: manifest?.database.sizeBytes ?? null,
    uploadsBytes: manifest?.uploads?.bytes ?? null,
    locale: localeOf(manifest),
    scratchBytes: kibibytes('scratch'),
    scratchLeft: facts.get('scratch-left') ?? null,
    tool: majorOf(facts.get('tool') ?? ''),
    cluster: parseCluster(facts, kibibytes('data')),
    running: name === '' ? null : { name, alive: alive === 'yes' },
    result: end < 0 ? null : parseTested(records.slice(end + 1), facts.get('file'), manifest),
  };
}

/** The manifest is the one that was compared with, or that of the newest backup when it is the same. */
function parseTested(
  records: readonly (readonly [string, string])[],
  newest: string | undefined,
  manifest: Manifest | null,
): RestoreResult | null {
  const facts = new Map(records);
  const cleared = records.filter(([key]) => key === 'cleared').map(([, value]) => value);
  const own = facts.has('json') ? readManifest(facts.get('json') ?? '') : null;
  const compared = own && 'manifest' in own ? own.manifest : null;
  return parseResult(
    facts,
    cleared,
    compared ?? (facts.get('tested') === newest ? manifest : null),
  );
}

function localeOf(manifest: Manifest | null): RestoreChange['locale'] {
  if (!manifest) return null;
  const { encoding, collate, ctype } = manifest.database;
  return { encoding, collate, ctype };
}

const majorOf = (text: string): number | null => {
  const major = /(?:\) |version )(\d+)/.exec(text)?.[1];
  return major === undefined ? null : Number(major);
};

function parseBackup(
  facts: ReadonlyMap<string, string>,
  sizeBytes: number,
): RestoreFacts['backup'] {
  const file = facts.get('file');
  if (file === undefined) return null;
  const header = facts.get('header') ?? '';
  const format = facts.get('format') ?? '';
  const plain = format.startsWith('sql');
  const lineWith = (words: string) => header.split('\n').find((line) => line.includes(words)) ?? '';
  return {
    file,
    format,
    readable: facts.get('readable') === 'yes',
    sizeBytes,
    modifiedAtSeconds: Number(facts.get('at') ?? 0),
    server: majorOf(lineWith('Dumped from database version').replace('version:', 'version')),
    dumpedBy: majorOf(lineWith('Dumped by pg_dump version').replace('version:', 'version')),
    elsewhere: plain && /^(\\connect|CREATE DATABASE|DROP DATABASE)/m.test(header),
    complaint: /^pg_restore: error/m.test(header) ? header.slice(0, 500) : '',
  };
}

function parseCluster(
  facts: ReadonlyMap<string, string>,
  freeBytes: number | null,
): RestoreFacts['cluster'] {
  const answer = facts.get('server');
  if (answer === undefined) return null;
  const [, status = '', host = '', port = '', text = ''] =
    /^(\d+) (\S+) (\d+) ([\s\S]*)$/.exec(answer) ?? [];
  if (status !== '0') return { complaint: text.slice(0, 500), place: `${host}:${port}` };
  const [systemIdentifier = '', version = '', recovery, superuser, createdb, owns] =
    text.split('|');
  if (!/^\d+$/.test(systemIdentifier) || !/^\d+$/.test(version)) {
    throw new Unparsable('a line about the cluster', text.slice(0, 300));
  }
  return {
    host,
    port: Number(port),
    systemIdentifier,
    major: Math.floor(Number(version) / 10_000),
    recovery: recovery === 't',
    superuser: superuser === 't',
    mayCreate: createdb === 't',
    ownsProduction: owns === 't',
    freeBytes,
    scratches: (facts.get('scratches') ?? '').split('\n').filter(Boolean),
  };
}
