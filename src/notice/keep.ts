import { labelDefinition } from './labels.ts';
import { approvedLabel, type ReadNotice, type ReadOptions, readNotices } from './read.ts';
import { type NoticeInput, noticeLabels, planNotices } from './reconcile.ts';
import type { NoticePlan } from './steps.ts';
import type { NoticeTracker } from './tracker.ts';

export interface Kept extends Pick<NoticePlan, 'news'> {
  /** As they were read: what was opened just now is among them at the next tick. */
  readonly notices: readonly ReadNotice[];
  /** What could not be written; the next tick comes to the same end. */
  readonly failures: readonly Error[];
}

/** Makes the notices what they should be. @throws what reading them throws */
export async function keepNotices(
  tracker: NoticeTracker,
  input: Omit<NoticeInput, 'notices'>,
  options: ReadOptions & { readonly assignees: readonly string[] },
): Promise<Kept> {
  const notices = await readNotices(tracker, options);
  const plan = planNotices({ ...input, notices });
  const failures: Error[] = [];
  const urls = new Map<string, string>();
  if (plan.steps.some(({ kind }) => kind === 'create')) {
    const { locale } = input.words;
    const labels = [...noticeLabels, approvedLabel].map((name) => labelDefinition(name, locale));
    await tracker.ensureLabels(labels);
  }
  for (const step of plan.steps) {
    try {
      if (step.kind === 'create') {
        const { title, body, labels } = step;
        const assignees = [...options.assignees];
        const issue = await tracker.create({ title, body, labels: [...labels], assignees });
        urls.set(title, issue.url);
      } else if (step.kind === 'update') await tracker.update(step.number, step.patch);
      else await tracker.comment(step.number, step.body);
    } catch (error) {
      failures.push(error instanceof Error ? error : new Error(String(error)));
    }
  }
  const news = plan.news.map((one) => {
    const url = one.url ?? urls.get(one.title);
    return { ...one, ...(url !== undefined && { url }) };
  });
  return { news, notices, failures };
}
