import type { ShellOutput } from '../../core/probe.ts';
import { Unparsable } from '../define.ts';
import type { DeletionOrder } from './order.ts';

/** The files of one owner that a rule would delete. */
export interface OwnersFiles {
  readonly owner: string;
  readonly files: number;
  readonly bytes: number;
  /** When the oldest was last written, seconds since the epoch. */
  readonly oldestSeconds: number;
}

export type FolderState = 'ok' | 'missing' | 'link' | 'unreachable' | 'elsewhere';

export interface RuleFacts {
  readonly state: FolderState;
  /** The real path where it is elsewhere; else empty. */
  readonly realPath: string;
  readonly device: string;
  readonly freeBytes: number;
  /** All files of the tree. */
  readonly allFiles: number;
  readonly owners: readonly OwnersFiles[];
  /** Old files that stay: open, with a second name, of others. */
  readonly open: number;
  readonly links: number;
  readonly others: readonly { readonly uid: number; readonly files: number }[];
  readonly emptyFolders: number;
  /** Of logs that the patterns fit: written within a day. */
  readonly fresh: readonly string[];
  /** Paths in the folder that a process has open for writing, whether a pattern fits or not. */
  readonly writes: readonly string[];
  readonly names: readonly string[];
  /** find(1) has seen everything. */
  readonly complete: boolean;
}

export interface HoldFacts {
  readonly state: FolderState | 'foreign';
  /** Of the folder, or of the one above where it is still to be made. */
  readonly device: string;
  /** Earlier moves that have been there for long enough. */
  readonly expired: number;
}

export interface DeletionFacts {
  /** The full hour of the host's clock, from which ages are reckoned; seconds since the epoch. */
  readonly asOf: number;
  /** Those of the owners that the host knows. */
  readonly people: readonly string[];
  readonly rules: readonly RuleFacts[];
  readonly hold: HoldFacts | null;
}

/** @throws Unparsable when the survey is not whole */
export function parseSurvey(
  { stdout, stderr }: ShellOutput,
  { rules }: DeletionOrder,
): DeletionFacts {
  const [head = '', ...parts] = stdout.split(/^== \d+\n/m);
  if (!/^end$/m.test(parts.at(-1) ?? '') || parts.length !== rules.length) {
    throw new Unparsable(`a survey of ${rules.length} folders`, (stdout + stderr).slice(-300));
  }
  const people = new Map(
    (/^people (.*)$/m.exec(head)?.[1] ?? '').split(' ').map((pair) => {
      const [name = '', uid = ''] = pair.split(':');
      return [uid, name] as const;
    }),
  );
  const owner = (uid: string) => people.get(uid) ?? uid;
  return {
    asOf: numberOf(head, 'asof'),
    people: [...people.values()].filter((name) => name !== ''),
    rules: parts.map((part) => parseRule(part, owner)),
    hold: parseHold(head),
  };
}

function parseRule(part: string, owner: (uid: string) => string): RuleFacts {
  const [, state = '', realPath = ''] =
    /^state (ok|missing|link|unreachable|elsewhere)(?: (.+))?$/m.exec(part) ?? [];
  if (state === '') throw new Unparsable('state of a folder', part.slice(0, 200));
  const looked = state === 'ok';
  // As timeout(1) ends, or what was killed: the counts are then of a part, which is of no use.
  if (looked && numberOf(part, 'find') >= 124)
    throw new Unparsable('an end of find', part.slice(-200));
  const [, free = 0, block = 0] = looked ? fields(part, /^free (\d+) (\d+)$/m) : [];
  const number = (name: string) => (looked ? numberOf(part, name) : 0);
  const all = (pattern: RegExp) => [...part.matchAll(pattern)];
  const listed = (name: string) =>
    all(new RegExp(`^${name} (.*)$`, 'gm')).map(([, text = '']) => unswapped(text));
  return {
    state: state as FolderState,
    realPath,
    device: looked ? (fields(part, /^device (\S+)$/m)[1] ?? '') : '',
    freeBytes: Number(free) * Number(block),
    allFiles: number('files'),
    owners: all(/^own (\d+) (\d+) (\d+) (-?\d+)$/gm).map(([, uid = '', files, bytes, oldest]) => ({
      owner: owner(uid),
      files: Number(files),
      bytes: Number(bytes),
      oldestSeconds: Number(oldest),
    })),
    open: number('open'),
    links: number('links'),
    others: all(/^other (\d+) (\d+)$/gm).map(([, uid, files]) => ({
      uid: Number(uid),
      files: Number(files),
    })),
    emptyFolders: number('folders'),
    fresh: listed('fresh'),
    writes: listed('writes'),
    names: listed('name'),
    complete: !looked || numberOf(part, 'find') === 0,
  };
}

function parseHold(head: string): HoldFacts | null {
  const [, state, device] =
    /^hold (ok|missing|link|unreachable|elsewhere|foreign)(?: (\S+))?/m.exec(head) ?? [];
  if (state === undefined) return null;
  return {
    state: state as HoldFacts['state'],
    device: (state === 'missing' ? /^above (\S+)$/m.exec(head)?.[1] : device) ?? '',
    expired: Number(/^expired (\d+)$/m.exec(head)?.[1] ?? 0),
  };
}

/** The helper has let newline, \x01 and NUL change places, so that a name is a line. */
function unswapped(text: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  return text.replaceAll(/[\x00\x01]/g, (one) => (one === '\x01' ? '\n' : '\x01'));
}

function numberOf(part: string, name: string): number {
  return Number(fields(part, new RegExp(`^${name} (\\d+)$`, 'm'))[1]);
}

function fields(part: string, pattern: RegExp): RegExpExecArray {
  const found = pattern.exec(part);
  if (!found) throw new Unparsable(String(pattern), part.slice(-200));
  return found;
}
