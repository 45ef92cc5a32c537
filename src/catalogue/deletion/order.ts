import { z } from 'zod';
import { globToRegExp } from '../backup/kinds.ts';

/** One folder, and which of its files go: those that root's helper may delete, and no others. */
export interface DeletionRule {
  readonly directory: string;
  /** Name patterns as of find(1) -name; one that matches is enough. */
  readonly patterns: readonly string[];
  /** Last written more than so many times 24 hours ago. */
  readonly olderThanDays: number;
  /** Percent of the files of the tree; more is refused. */
  readonly maxShare: number;
}

export interface Quarantine {
  readonly folder: string;
  readonly days: number;
}

/** What a task of this module is about; the helper's text follows from it. */
export interface DeletionOrder {
  readonly rules: readonly DeletionRule[];
  readonly owners: readonly string[];
  readonly maxFiles: number;
  readonly emptyFolders: boolean;
  readonly quarantine?: Quarantine;
  /** The folders hold logs: files in use are looked for that a pattern takes for old ones. */
  readonly logs: boolean;
}

/** Below so few files a share says nothing. */
export const shareCountsFrom = 100;

/** The helper compares it with what getcwd(3) says, so it must be written in the same way. */
export const directory = z
  .string()
  .regex(/^(?:\/tmp|(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._@:+-]+){2,})$/, {
    error:
      'Expected an absolute path of letters, digits and . _ @ : + -, at least two folders deep (or /tmp), without "..", "//" or a slash at its end',
  });

export const pattern = z
  .string()
  .max(200)
  .regex(/^[^/\p{Cc}]+$/u, { error: 'Expected a file name pattern (*, ?, [a-z]) without "/"' })
  .refine(compiles, { error: 'Expected ranges from low to high, such as [a-z]' });

export const olderThanDays = z.int().min(1).max(36_500);

const share = z.number().gt(0).max(100);

const owner = z.string().regex(/^[a-z_][a-z0-9_.-]{0,31}$/, { error: 'Expected a user name' });

export const ruleFields = {
  directory: directory.describe('Folder to clean: its real path, without symbolic links'),
  pattern: pattern.describe('Name pattern as of find -name'),
  olderThanDays: olderThanDays.describe(
    'Files last written more than so many times 24 hours ago: 1 means older than a day',
  ),
  maxShare: share.optional().describe('In place of the general `maxShare`, for this folder'),
};

/** The parameters that all tasks of this module have. */
export const guardFields = (owners: [string, ...string[]]) => ({
  owners: z
    .array(owner)
    .min(1)
    .default(owners)
    .describe('Only files of these users are deleted, each by its owner and not by root'),
  maxFiles: z
    .int()
    .min(1)
    .default(100_000)
    .describe('More files than this in one folder are refused'),
  maxShare: share
    .default(50)
    .describe(
      `Percent of the files of a folder; more are refused, from ${shareCountsFrom} files on`,
    ),
});

export const quarantine = z
  .strictObject({
    folder: directory.describe(
      'Folder of root on the same file system as every folder to clean; made when it is not there',
    ),
    days: z.int().min(1).max(365).default(7).describe('Days after which they are deleted for good'),
  })
  .optional()
  .describe('Moves the files there instead of deleting them, so that they can be had back');

export function within(trees: readonly string[], path: string): boolean {
  return trees.some((tree) => path === tree || path.startsWith(`${tree}/`));
}

/** Why a folder may not be cleaned: it lies in none of the trees, and whoever means it says so. */
export function notWithin(trees: readonly string[], path: string): string | undefined {
  if (within(trees, path) || !directory.safeParse(path).success) return undefined;
  return `Expected a folder in one of the trees of "within" (${trees.join(', ')}); add its tree there if it is meant`;
}

function compiles(glob: string): boolean {
  try {
    globToRegExp(glob);
    return true;
  } catch {
    return false;
  }
}
