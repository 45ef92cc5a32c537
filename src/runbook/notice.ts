import type { Issue } from '../yaml/issue.ts';
import { isMapping } from '../yaml/mapping.ts';
import { issueAt, type YamlSource } from '../yaml/source.ts';
import type { CatalogueView } from './catalogue-view.ts';
import type { Step } from './model.ts';

/**
 * The notice of a level 2 or 3 window tells users what to expect, so the runbook must say it:
 * `impact` always, what to use meanwhile and the way back when something is changed.
 */
export function checkNotice(
  source: YamlSource,
  steps: readonly Step[],
  catalogue: CatalogueView,
): readonly Issue[] {
  const file = source.value;
  if (!isMapping(file)) return [];
  const own = file['level'] === 2 || file['level'] === 3 ? file['level'] : 1;
  const tasks = steps.flatMap((step) => tasksOf(step));
  const highest = appliedLevel(steps, catalogue);
  if (own < 2 && highest < 2) return [];
  const why =
    own >= 2 ? `a level ${own} runbook` : `a runbook that applies a level ${highest} task`;
  const needed = tasks.length > 0 ? ['impact', 'alternative', 'rollback'] : ['impact'];
  return needed
    .filter((key) => file[key] === undefined)
    .map((key) => {
      const message = `${why} needs \`${key}\` for its notice`;
      const hint = `add \`${key}: { ja: …, en: … }\``;
      return issueAt(source, ['level'], 'key', { code: 'missing-key', message, hint });
    });
}

/** The highest level of what a scheduled run changes; 1 when it changes nothing. */
export function appliedLevel(
  steps: readonly Step[],
  catalogue: Pick<CatalogueView, 'get'>,
): number {
  const applied = steps.flatMap((step) => tasksOf(step)).filter(({ apply }) => apply);
  return Math.max(1, ...applied.map(({ use }) => catalogue.get(use)?.level ?? 1));
}

function tasksOf(step: Step): readonly { readonly use: string; readonly apply: boolean }[] {
  const own = step.kind === 'task' ? [{ use: step.use, apply: step.apply }] : [];
  const remedy = step.then ? [{ use: step.then.task, apply: step.then.apply }] : [];
  return [...own, ...remedy];
}
