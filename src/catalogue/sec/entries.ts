import { z } from 'zod';
import { type ShellText, sh } from '../../core/shell.ts';
import { Unparsable } from '../define.ts';

export const directories = z
  .array(z.string().regex(/^(\/[^/\0]+)+$/, 'Expected an absolute path other than "/"'))
  .min(1);

/** A file or folder as find(1) has it. */
export interface Entry {
  readonly kind: 'file' | 'folder';
  /** Octal, with setuid, setgid and sticky: `4755`. */
  readonly mode: string;
  readonly inode: string;
  readonly owner: string;
  readonly group: string;
  /** Bytes that are not UTF-8 appear as `\xNN`. */
  readonly path: string;
}

/** What one search has found; a name may hold any byte but NUL. */
export interface Survey {
  readonly directory: string;
  readonly state: 'searched' | 'missing' | 'incomplete';
  readonly exitStatus: number;
  readonly entries: readonly Entry[];
  /** How many there are, of which `entries` has the first. */
  readonly total: number;
}

const most = 1000;
/** With these, `find` prints what {@link readSurvey} reads. */
export const printed = ['-printf', '%y %m %i %u %g %p\\0'] as const;

/** The first thousand of what a search prints, then its exit status, and how many lines it were. */
export function survey(directory: string, search: ShellText): ShellText {
  return sh`
if [ ! -d ${directory} ] && [ -x ${directory.replace(/\/[^/]+$/, '') || '/'} ]; then
  printf 'missing\0%%\0'
else
  { ${search}; printf 'exit %d\0' "$?"; } | tr '\0\n' '\n\0' |
    sed -n -e ${`1,${most}p`} -e ${`${most + 1},$ {`} -e '$p' -e '}' -e '$=' | tr '\0\n' '\n\0'
  printf '%%\0'
fi`;
}

/** @throws Unparsable */
export function readSurveys(stdout: string, names: readonly string[]): readonly Survey[] {
  const parts = stdout.split('%\0');
  if (parts.length !== names.length + 1) throw new Unparsable('a search a directory', stdout);
  return names.map((directory, index) => readSurvey(directory, parts[index] ?? ''));
}

function readSurvey(directory: string, text: string): Survey {
  const pieces = text.split('\0').filter((piece) => piece !== '');
  if (pieces.length === 1 && pieces[0] === 'missing') {
    return { directory, state: 'missing', exitStatus: 0, entries: [], total: 0 };
  }
  const lines = Number(pieces.pop());
  const exit = /^exit (\d+)$/.exec(pieces.pop() ?? '')?.[1];
  if (exit === undefined || !Number.isInteger(lines) || lines < pieces.length + 1) {
    throw new Unparsable('entries, the exit status of find and their number', text.slice(-200));
  }
  const exitStatus = Number(exit);
  const state = exitStatus === 0 ? 'searched' : 'incomplete';
  return { directory, state, exitStatus, entries: pieces.map(readEntry), total: lines - 1 };
}

function readEntry(piece: string): Entry {
  const [, kind, mode = '', inode = '', owner = '', group = '', path = ''] =
    /^([fd]) ([0-7]{1,4}) (\d+) (\S+) (\S+) (\/[^]*)$/.exec(piece) ?? [];
  if (kind === undefined) throw new Unparsable('kind, mode, owner and path of an entry', piece);
  return { kind: kind === 'd' ? 'folder' : 'file', mode, inode, owner, group, path };
}

/** Whether a bit of the mode is set: 0o002 is "others may write". */
export function has({ mode }: Entry, bit: number): boolean {
  return (Number.parseInt(mode, 8) & bit) !== 0;
}
