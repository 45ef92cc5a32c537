import { Unparsable } from '../define.ts';
import { parseContents } from './contents.ts';
import { filesOf, type Manifest, parseSums } from './manifest.ts';
import {
  compareContents,
  compareSequences,
  compareUploads,
  compareWithLive,
  type Difference,
  type LiveTable,
} from './restore-compare.ts';

/** What a restore test has found, as it is kept; of thousands of tables only what differs. */
export interface RestoreResult {
  readonly file: string;
  readonly modifiedAtSeconds: number;
  /** Name of the scratch database, and whether it is gone. */
  readonly scratch: string;
  readonly dropped: boolean;
  readonly cleared: readonly string[];
  /** `created`: the scratch database could not even be made. */
  readonly restore: 'done' | 'failed' | 'created';
  readonly complaint: string;
  /** False when the restored database could not be counted. */
  readonly counted: boolean;
  readonly restoreSeconds: number;
  readonly totalSeconds: number;
  readonly tables: number;
  readonly rows: number;
  readonly comparedWith: 'manifest' | 'live' | 'nothing';
  readonly differences: readonly Difference[];
  readonly differencesCount: number;
  /** The system has not the locale of the original. */
  readonly otherLocale: boolean;
  readonly smoke: { readonly failed: boolean; readonly answer: string } | null;
  readonly uploads: {
    readonly file: string;
    readonly failed: boolean;
    readonly entries: number;
    readonly files: number;
    /** Null without a manifest. */
    readonly wantedEntries: number | null;
    /** How many sums were compared. */
    readonly sampled: number;
  } | null;
}

const kept = 50;

/** @throws Unparsable */
export function parseResult(
  facts: ReadonlyMap<string, string>,
  cleared: readonly string[],
  manifest: Manifest | null,
): RestoreResult {
  const text = (name: string) => facts.get(name) ?? '';
  const number = (name: string): number => {
    const value = Number(facts.get(name) ?? Number.NaN);
    if (!Number.isFinite(value)) throw new Unparsable(`a number for ${name}`, text(name));
    return value;
  };
  const status = text('restore');
  const restore = status === '0' ? 'done' : status === 'created' ? 'created' : 'failed';
  const contents = text('counted') === '0' ? parseContents(text('contents')) : null;
  const live = parseLive(text('live'));
  const comparedWith = manifest ? 'manifest' : live.length > 0 ? 'live' : 'nothing';
  const differences: Difference[] = [];
  if (manifest) differences.push(...compareSums(text('sums'), text('tested'), manifest));
  if (contents && restore === 'done') {
    const wanted = manifest?.contents;
    if (wanted) differences.push(...compareContents(contents, wanted));
    else differences.push(...compareSequences(contents.sequences, []));
    if (comparedWith === 'live') differences.push(...compareWithLive(contents, live));
  }
  const unpacked = facts.has('archive');
  if (unpacked && manifest?.uploads && text('unpacked') === '0') {
    differences.push(...compareUploads(manifest.uploads, text('sample')));
  }
  const [entries = 0, files = 0] = text('members').split(' ').map(Number);
  const began = number('began');
  return {
    file: text('tested'),
    modifiedAtSeconds: number('tested-at'),
    scratch: text('name'),
    dropped: text('dropped') === 'yes',
    cleared,
    restore,
    complaint: [text('complaint'), text('looking'), text('unpacking'), text('dropping')]
      .join('\n')
      .trim()
      .slice(0, 2000),
    counted: contents !== null,
    restoreSeconds: restore === 'done' ? round(number('restored') - number('started')) : 0,
    totalSeconds: round(number('ended') - began),
    tables: contents?.tables.length ?? 0,
    rows: contents?.tables.reduce((sum, { rows }) => sum + rows, 0) ?? 0,
    comparedWith,
    differences: differences.slice(0, kept),
    differencesCount: differences.length,
    otherLocale: facts.has('locale'),
    smoke: facts.has('smoke-status') ? smoke(text('smoke-status'), text('smoke')) : null,
    uploads: unpacked
      ? {
          file: text('archive'),
          failed: text('unpacked') !== '0',
          entries,
          files,
          wantedEntries: manifest?.uploads?.entries ?? null,
          sampled: parseSums(text('sample')).size,
        }
      : null,
  };
}

const round = (seconds: number) => Math.round(seconds * 10) / 10;

function smoke(status: string, output: string) {
  const answer = output.trim();
  return { failed: status !== '0' || ['', 'f', '0'].includes(answer), answer };
}

function compareSums(text: string, file: string, manifest: Manifest): readonly Difference[] {
  const sums = parseSums(text);
  return filesOf(manifest, file)
    .filter(({ path, sha256 }) => sums.get(path) !== sha256)
    .map(({ path }) => ({ what: 'dump', name: path }));
}

function parseLive(text: string): readonly LiveTable[] {
  return text.split('\n').flatMap((line) => {
    const json = /^live (\{.*\})$/.exec(line)?.[1];
    return json === undefined ? [] : [JSON.parse(json) as LiveTable];
  });
}
