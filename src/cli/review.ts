import { catalogue } from '../catalogue/registry.ts';
import { loadInstance } from '../config/instance.ts';
import { openCommit } from '../git/commit-tree.ts';
import { GitError } from '../git/git-error.ts';
import { renderReview } from '../review/render.ts';
import { reviewOf } from '../review/review.ts';
import { exitStatus, UsageError } from './exit-status.ts';
import { soundInstance } from './instance.ts';
import type { GlobalOptions } from './program.ts';

/** `teiki review`: what the comment on a pull request would say. */
export async function review(
  { base }: { readonly base: string },
  { dir }: GlobalOptions,
): Promise<number> {
  // git would take it for an option.
  if (base.startsWith('-')) throw new UsageError(`--base: \`${base}\` names no commit`);
  const after = await soundInstance(dir);
  const { locale, timezone: timeZone } = after.config;
  const before = await earlier(dir, base);
  const found = reviewOf(before, after, { catalogue, now: new Date() });
  process.stdout.write(
    renderReview(found, { locale, timeZone, maxCharacters: Number.MAX_SAFE_INTEGER }),
  );
  return found.risks.length > 0 ? exitStatus.needsAttention : exitStatus.nothingNeedsAttention;
}

async function earlier(dir: string, base: string) {
  try {
    const tree = await openCommit(dir, base, process.env);
    try {
      return await loadInstance(tree.folder, { catalogue });
    } finally {
      await tree.close();
    }
  } catch (error) {
    if (error instanceof GitError) throw new UsageError(error.message);
    throw error;
  }
}
