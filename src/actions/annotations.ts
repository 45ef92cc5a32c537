import type { Config } from '../config/schema.ts';
import type { AnnotationLevel, StepOutputs } from '../github/outputs.ts';
import { findingsOf } from '../record/compare.ts';
import { grouped, hostList, stepTitle } from '../record/group.ts';
import type { RunResult } from '../record/run-result.ts';
import { renderMessage } from '../text/render.ts';
import { actionTexts } from './texts.ts';

/** Findings as annotations, worst first, one for all hosts that have the same. */
export async function annotateFindings(
  outputs: StepOutputs,
  result: RunResult,
  { locale, timezone }: Pick<Config, 'locale' | 'timezone'>,
): Promise<void> {
  const texts = await actionTexts(
    timezone,
    result.steps.map(({ use }) => use),
  );
  const words = { ...texts, locale };
  for (const { use, step, severity, finding, hosts } of grouped(findingsOf(result))) {
    if (severity === 'note') continue;
    const level: AnnotationLevel = severity === 'critical' ? 'error' : 'warning';
    const message = renderMessage(finding.message, locale, texts);
    const title = `${hostList(hosts, words, 3)}: ${stepTitle(use, step, words)}`;
    outputs.annotate(level, message, { title });
  }
}
