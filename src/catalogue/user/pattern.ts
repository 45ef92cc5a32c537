import { runInNewContext } from 'node:vm';
import { z } from 'zod';

/** Enough for any status line; a pattern is never tried on more. */
const maxTested = 64 * 1024;
const limitMilliseconds = 500;

/** A JavaScript regular expression; `^` and `$` stand for the ends of a line. */
export const pattern = z
  .string()
  .min(1)
  .superRefine((source, context) => {
    try {
      new RegExp(source, 'm');
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : '' });
    }
  });

/** Number of capture groups: an alternative that matches nothing makes the expression match always. */
export function captureGroups(source: string): number {
  try {
    return (new RegExp(`${source}|`).exec('')?.length ?? 1) - 1;
  } catch {
    return 0;
  }
}

export type Match =
  | { readonly matched: true; readonly group: string | null }
  | { readonly matched: false }
  /** The expression backtracked for too long on this text, so nobody knows. */
  | { readonly matched: null };

/**
 * Tries a pattern of a runbook on text of a host. The text is not ours, and a pattern like
 * `(a+)+$` takes years over forty letters of it, so the attempt has a time limit.
 */
export function match(source: string, text: string): Match {
  try {
    const found: unknown = runInNewContext(
      'JSON.stringify(new RegExp(source, "m").exec(text))',
      { source, text: text.slice(0, maxTested) },
      { timeout: limitMilliseconds },
    );
    const groups = z
      .array(z.string().nullable())
      .nullable()
      .parse(JSON.parse(String(found)));
    return groups === null ? { matched: false } : { matched: true, group: groups[1] ?? null };
  } catch (error) {
    if (isTimeout(error)) return { matched: null };
    throw error;
  }
}

/** By its code: an error that was born in another context is no instance of our `Error`. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
