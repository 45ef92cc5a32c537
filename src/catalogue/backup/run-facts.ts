import type { ShellOutput } from '../../core/probe.ts';
import { Unparsable } from '../define.ts';
import { type IntegrityFacts, parseIntegrity } from './integrity-facts.ts';
import { type FolderState, parseListing } from './listing.ts';
import { type Backup, newestOf } from './recent.ts';
import { kindsOf, type RunParams } from './run-params.ts';

export type Server =
  | {
      readonly state: 'up';
      readonly major: number;
      /** A replica: what it has may lag behind. */
      readonly recovery: boolean;
      readonly sizeBytes: number;
    }
  | { readonly state: 'failed'; readonly complaint: string }
  | { readonly state: 'no-tools' };

/** What the built-in backup needs to know. */
export interface Look {
  readonly folder: 'ok' | 'missing' | 'unsafe';
  /** The folder that others than root can change. */
  readonly unsafe: string;
  readonly lock: 'free' | 'held';
  readonly freeBytes: number | null;
  readonly leftovers: readonly { readonly path: string; readonly modifiedAt: string }[];
  readonly uploads: 'none' | 'ok' | 'missing';
  readonly uploadsBytes: number | null;
  readonly server: Server;
  /** Major version of pg_dump. */
  readonly tool: number | null;
}

export interface RunFacts {
  readonly look: Look | null;
  readonly script: 'ok' | 'missing' | 'unsafe' | null;
  readonly unsafe: string;
  readonly folder: FolderState;
  readonly kinds: readonly { readonly name: string; readonly backups: readonly Backup[] }[];
  /** How the newest backups were read after they had been made; of this run or the last one. */
  readonly checked: readonly IntegrityFacts[];
}

type Outputs = Readonly<Record<string, ShellOutput | undefined>>;

/** @throws Unparsable */
export function parseRun(outputs: Outputs, params: RunParams): RunFacts {
  const lookText = outputs['look']?.stdout ?? '';
  const lines = lookText.split('\n');
  const value = (name: string) =>
    lines.find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1);
  const listing = outputs['listing'];
  const { state, ...listed } = parseListing(
    listing?.stdout ?? '',
    listing?.stderr ?? '',
    params.directory,
  );
  const kinds = kindsOf(params);
  const [script, scriptPlace = ''] = value('script')?.split(' ') ?? [];
  const scripted = params.script !== undefined;
  if (scripted ? script === undefined : value('server') === undefined)
    throw new Unparsable(scripted ? 'script=…' : 'server=…', lookText.slice(0, 300));
  return {
    look: scripted ? null : parseLook(value, lines),
    script: scripted ? (oneOf(script, ['ok', 'missing', 'unsafe']) ?? 'unsafe') : null,
    unsafe: scriptPlace,
    folder: state,
    kinds: kinds.map((kind) => ({
      name: kind.name,
      backups: newestOf(kind, { state, ...listed }),
    })),
    checked: kinds.flatMap(({ name }) => {
      const output = outputs[`checked-${name}`];
      return output?.stdout ? parseIntegrity(name, output) : [];
    }),
  };
}

function oneOf<const Word extends string>(
  word: string | undefined,
  words: readonly Word[],
): Word | undefined {
  return words.find((one) => one === word);
}

function parseLook(value: (name: string) => string | undefined, lines: readonly string[]): Look {
  const [folder, unsafe = ''] = value('folder')?.split(' ') ?? [];
  const kibibytes = (name: string) => {
    const text = value(name) ?? '';
    return /^\d+$/.test(text) ? Number(text) * 1024 : null;
  };
  const tool = /\) (\d+)/.exec(value('tool') ?? '')?.[1];
  return {
    folder: oneOf(folder, ['ok', 'missing', 'unsafe']) ?? 'missing',
    unsafe,
    lock: value('lock') === 'held' ? 'held' : 'free',
    freeBytes: kibibytes('free'),
    leftovers: lines.flatMap((line) => {
      const [, at, path] = /^leftover=(\d+) (.+)$/.exec(line) ?? [];
      if (at === undefined || path === undefined) return [];
      return [{ path, modifiedAt: new Date(Number(at) * 1000).toISOString() }];
    }),
    uploads: oneOf(value('uploads'), ['none', 'ok', 'missing']) ?? 'missing',
    uploadsBytes: kibibytes('uploads-size'),
    server: parseServer(value('server') ?? ''),
    tool: tool === undefined ? null : Number(tool),
  };
}

function parseServer(text: string): Server {
  const [, version, recovery, size] = /^(\d+)\|([tf])\|(\d+)$/.exec(text) ?? [];
  if (version !== undefined) {
    const major = Math.floor(Number(version) / 10_000);
    return { state: 'up', major, recovery: recovery === 't', sizeBytes: Number(size) };
  }
  if (text === 'no-tools') return { state: 'no-tools' };
  return { state: 'failed', complaint: text.replace(/^failed /, '').slice(0, 500) };
}
