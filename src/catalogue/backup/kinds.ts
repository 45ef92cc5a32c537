import { z } from 'zod';

/** Names that a backup in the making has, before it is renamed to its final one. */
export const unfinishedSuffixes = ['.partial', '.part', '.tmp'] as const;

const pattern = z
  .string()
  .min(1)
  .max(200)
  .regex(/^(?:[^/\\[\]\p{Cc}]|\[!?[\w.-]+\])+$/u, {
    error: 'Expected a shell pattern for one file name: *, ? and [a-z], without / and backslash',
  })
  .refine(compiles, { error: 'Expected ranges from low to high, such as [a-z]' });

const kind = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/, {
      error: 'Expected letters, digits, - and _, such as "db"',
    })
    .describe('Short name of this kind of backup; findings are reported under it'),
  pattern: pattern.describe('Shell pattern that the file or folder names of this kind match'),
});

export type Kind = z.output<typeof kind>;

/** An absolute path of plain characters: it goes into find patterns and sudo rules as it is. */
export const folder = z.string().regex(/^\/[A-Za-z0-9._/@:+-]*$/, {
  error: 'Expected an absolute path of letters, digits and . _ / @ : + -',
});

/** What every check of a backup folder is told. */
export const backupFields = {
  directory: folder.default('/backup/mks').describe('Folder that holds the backups'),
  kinds: z
    .array(kind)
    .min(1)
    .refine((list) => new Set(list.map(({ name }) => name)).size === list.length, {
      error: 'Expected every kind to have a name of its own',
    })
    .default([
      { name: 'db', pattern: 'db_*.dump' },
      { name: 'uploads', pattern: 'uploads_*.tar.gz' },
    ])
    .describe('Kinds of backup; of each, the newest finished one is judged'),
};

/** Without the slash at its end, so that `<directory>/<name>` is the path that find prints. */
export function withoutSlash(directory: string): string {
  return directory.replace(/\/+$/, '');
}

/**
 * A shell pattern as a regular expression for whole names (POSIX XCU 2.14): a leading dot is only
 * matched by a dot.
 */
export function globToRegExp(glob: string): RegExp {
  const body = glob.replaceAll(/\[(!?)([^\]]+)\]|[\s\S]/gu, (piece, not: string, set: string) => {
    if (set !== undefined) return `[${not ? '^' : ''}${set.replaceAll(/[\\^]/g, '\\$&')}]`;
    if (piece === '*') return '.*';
    if (piece === '?') return '.';
    return piece.replace(/[.+^${}()|\\/-]/, '\\$&');
  });
  return new RegExp(`^${/^[*?[]/.test(glob) ? '(?!\\.)' : ''}${body}$`, 's');
}

function compiles(glob: string): boolean {
  try {
    globToRegExp(glob);
    return true;
  } catch {
    return false;
  }
}

/** A folder has many names, and a fleet many folders. */
const compiled = new WeakMap<Kind, RegExp>();

/** `undefined` when the name is not of this kind. */
export function nameState(name: string, kind: Kind): 'finished' | 'partial' | undefined {
  const matches = compiled.get(kind) ?? globToRegExp(kind.pattern);
  compiled.set(kind, matches);
  const suffix = unfinishedSuffixes.find((end) => name.endsWith(end));
  if (suffix === undefined) return matches.test(name) ? 'finished' : undefined;
  return matches.test(name) || matches.test(name.slice(0, -suffix.length)) ? 'partial' : undefined;
}
