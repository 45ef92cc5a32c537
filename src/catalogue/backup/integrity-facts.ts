import type { ShellOutput } from '../../core/probe.ts';
import { Unparsable } from '../define.ts';
import { type Comparison, compareWithManifest } from './integrity-manifest.ts';
import { type FolderState, folderStates } from './listing.ts';

export const formats = [
  'custom',
  'directory',
  'pg-tar',
  'sql',
  'sql.gz',
  'tar',
  'tar.gz',
  'gzip',
  'empty',
  'zeros',
  'other',
] as const;
export type Format = (typeof formats)[number];

/** Why the backup could not be judged to its end. */
export type Obstacle =
  | { readonly why: 'denied' | 'tool' | 'time' | 'old-tool'; readonly what: string }
  | { readonly why: 'changed'; readonly what: '' }
  /** The output made no sense; `what` was expected. */
  | { readonly why: 'output'; readonly what: string };

export interface IntegrityFacts {
  readonly kind: string;
  readonly folder: FolderState;
  /** Null when there is no finished backup of the kind. */
  readonly file: string | null;
  readonly format: Format | null;
  /** Its first eight bytes in hexadecimal, where the format is not known. */
  readonly begins: string;
  /** Null for a folder. */
  readonly sizeBytes: number | null;
  /** `unusable`: there is a manifest and it could not be compared with. */
  readonly manifest: Comparison['state'];
  /** Members of a folder that are not as the manifest has them. */
  readonly spoilt: readonly string[];
  /** Tables of the manifest without data in the dump's table of contents, and how many. */
  readonly lostTables: readonly string[];
  readonly lostTablesCount: number;
  readonly obstacle: Obstacle | null;
  /**
   * The tool that found it damaged; `trailer` and `end`: the mark of its end is missing; `hollow`:
   * a member of a folder has lost its data.
   */
  readonly damage: 'pg_restore' | 'tar' | 'gzip' | 'trailer' | 'end' | 'hollow' | null;
  /** Name of that member. */
  readonly hollow: string | null;
  /** Gzip found something after its end and passed over it. */
  readonly appended: boolean;
  /** TABLE DATA entries in the dump's table of contents. */
  readonly tables: number | null;
  /** Of a tar, with and without its folders. */
  readonly entries: number | null;
  readonly files: number | null;
  /** False when a flipped byte would go unnoticed. */
  readonly compressed: boolean | null;
  /** Major versions: of pg_dump that wrote it, of pg_restore that read it. */
  readonly dumpedBy: number | null;
  readonly readBy: number | null;
  readonly complaint: string;
}

/** What the script tells of a format that it has read. */
const needed: Partial<Record<Format, readonly string[]>> = {
  custom: ['toc', 'tables'],
  directory: ['toc', 'tables'],
  'pg-tar': ['tar', 'ended'],
  sql: ['trailer'],
  'sql.gz': ['gzip', 'trailer'],
  tar: ['tar', 'ended', 'entries'],
  'tar.gz': ['gzip', 'tar', 'ended', 'entries'],
  gzip: ['gzip'],
};

/** Statuses of timeout(1): 124 from coreutils, 143 from busybox; 137 is a kill from outside. */
const endedEarly = new Set([124, 137, 143]);

/** Output of one kind that makes no sense is told with its facts, for it must not hide the others. */
export function parseIntegrity(kind: string, output: ShellOutput | undefined): IntegrityFacts {
  try {
    return parseKind(kind, output);
  } catch (error) {
    if (!(error instanceof Unparsable)) throw error;
    return {
      ...nothing,
      kind,
      obstacle: { why: 'output', what: error.message },
      complaint: error.evidence,
    };
  }
}

const nothing: Omit<IntegrityFacts, 'kind'> = {
  folder: 'listed',
  file: null,
  format: null,
  begins: '',
  sizeBytes: null,
  manifest: 'none',
  spoilt: [],
  lostTables: [],
  lostTablesCount: 0,
  obstacle: null,
  damage: null,
  hollow: null,
  appended: false,
  tables: null,
  entries: null,
  files: null,
  compressed: null,
  dumpedBy: null,
  readBy: null,
  complaint: '',
};

/** @throws Unparsable when the probe's output is not that of its script. */
function parseKind(kind: string, output: ShellOutput | undefined): IntegrityFacts {
  const { stdout = '', stderr = '' } = output ?? {};
  const facts = new Map<string, string>();
  for (const record of stdout.split('\0').slice(0, -1)) {
    const cut = record.indexOf('=');
    facts.set(record.slice(0, cut), record.slice(cut + 1));
  }
  const folder = folderStates.find((state) => state === facts.get('folder'));
  const format = formats.find((name) => name === facts.get('format')) ?? null;
  const stopped = facts.has('denied') || facts.has('missing') || facts.has('end');
  if (folder === undefined || (facts.has('file') && !stopped)) {
    throw new Unparsable('folder=… and, with a file, how its reading ended', stdout.slice(0, 200));
  }
  const expected = facts.has('end') && format !== null ? (needed[format] ?? []) : [];
  const lost = expected.find((name) => !facts.has(name));
  // Without its copy of the stream tar would find nothing, which says nothing about the backup.
  if (lost !== undefined || /^tee: /m.test(stderr)) {
    throw new Unparsable(`all of ${expected.join(', ')}`, `${stdout}\n${stderr}`.slice(0, 500));
  }
  const number = (name: string): number | null => {
    const value = facts.get(name);
    if (value === undefined) return null;
    if (!/^\d+$/.test(value)) throw new Unparsable(`a number for ${name}`, value.slice(0, 200));
    return Number(value);
  };
  const version = (text: string | undefined): number | null => {
    const major = /(?:^|\) )(\d+)/.exec(text ?? '')?.[1];
    return major === undefined ? null : Number(major);
  };
  const statuses = {
    gzip: number('gzip'),
    tar: number('tar'),
    pg_restore: number('restore') ?? number('toc'),
  };
  // Status 2 of GNU gzip is a warning: the data is whole, and something follows it.
  const appended = statuses.gzip === 2;
  const failed = (['gzip', 'tar', 'pg_restore'] as const).filter(
    (tool) => statuses[tool] && !(tool === 'gzip' && appended),
  );
  const late = failed.find((tool) => endedEarly.has(statuses[tool] ?? 0));
  const [dumpedBy, readBy] = [version(facts.get('dumped')), version(facts.get('tool'))];
  const compression = facts.get('compression') ?? '-';
  const obstacle = ((): Obstacle | null => {
    const denied = facts.get('denied');
    if (denied !== undefined) return { why: 'denied', what: denied };
    if (facts.has('changed')) return { why: 'changed', what: '' };
    const missing = facts.get('missing');
    if (missing !== undefined) return { why: 'tool', what: missing };
    if (late !== undefined) return { why: 'time', what: late };
    const older = dumpedBy !== null && readBy !== null && readBy < dumpedBy;
    if (older || cannotRead.test(stderr)) {
      return { why: 'old-tool', what: facts.get('tool') ?? '' };
    }
    return null;
  })();
  const sizeBytes = number('size');
  const ended = number('ended') !== 0 && (!format?.endsWith('tar') || (sizeBytes ?? 0) % 512 === 0);
  const unended = number('trailer') === 0 ? 'trailer' : ended ? null : 'end';
  const hollow = facts.get('hollow') ?? null;
  const compared = manifestOf(facts);
  return {
    kind,
    folder,
    file: facts.get('file') ?? null,
    format,
    begins: format === 'other' ? (facts.get('begins') ?? '') : '',
    sizeBytes,
    manifest: compared.state,
    spoilt: compared.spoilt.slice(0, 5),
    lostTables: compared.lostTables.slice(0, 5),
    lostTablesCount: compared.lostTables.length,
    obstacle,
    damage: obstacle ? null : (failed[0] ?? (hollow === null ? unended : 'hollow')),
    hollow,
    appended,
    tables: number('tables'),
    entries: number('entries'),
    files: number('files'),
    compressed: isCompressed(format, compression),
    dumpedBy,
    readBy,
    complaint: [compared.complaint, stderr].join('\n').trim().slice(0, 1000),
  };
}

/**
 * What pg_restore says of an archive that is too new for it, or was compressed in a way that it
 * lacks; the latter may be a mere warning, "no data will be available".
 */
const cannotRead = /unsupported version \(|not support compression|compression .*not support/;

function manifestOf(facts: ReadonlyMap<string, string>): Comparison {
  const [state = 'none', status] = (facts.get('manifest') ?? 'none').split(' ');
  const sums = facts.get('sums') ?? '';
  if (state === 'json') return compareWithManifest(facts, sums);
  const plain = (one: Comparison['state']): Comparison => {
    return { state: one, spoilt: [], lostTables: [], complaint: sums };
  };
  if (state === 'none') return plain('none');
  if (state === 'checked') {
    if (status === '0') return plain('good');
    return plain(/: FAILED/.test(sums) ? 'bad' : 'unusable');
  }
  const [wanted, sum] = [facts.get('wanted') ?? '', facts.get('sum') ?? ''];
  if (state !== 'summed' || status !== '0' || wanted.length !== 64) return plain('unusable');
  return plain(wanted.toLowerCase() === sum.toLowerCase() ? 'good' : 'bad');
}

/** pg_dump 15 prints its zlib level ("-1" is the default), 16 and later a name or "none". */
function isCompressed(format: Format | null, compression: string): boolean | null {
  if (format === 'custom' || format === 'directory') {
    return compression === '-' ? null : !/^(0|none)$/.test(compression);
  }
  return format === 'sql.gz' || format === 'tar.gz' || format === 'gzip'
    ? true
    : format === 'sql' || format === 'tar' || format === 'pg-tar'
      ? false
      : null;
}
