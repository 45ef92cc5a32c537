import type { Config } from '../config/schema.ts';
import { worst } from '../core/severity.ts';
import type { Progress } from '../engine/run-fleet.ts';
import type { StepOutputs } from '../github/outputs.ts';
import { renderMessage } from '../text/render.ts';
import { word } from '../text/words.ts';
import { actionTexts } from './texts.ts';

/** One group per host, as it is finished: hosts run at once, so that a group cannot span its run. */
export async function showProgress(
  outputs: StepOutputs,
  { locale, timezone }: Pick<Config, 'locale' | 'timezone'>,
  progress: Progress,
): Promise<void> {
  if (progress.kind === 'host-started') return;
  const { host, outcome } = progress;
  const texts = await actionTexts(
    timezone,
    outcome.steps.map(({ use }) => use),
  );
  const verdict = word(`verdict/${worst(outcome.steps.map((step) => step.verdict))}`, locale);
  const lines = outcome.steps.flatMap(({ step, findings, reason, ...rest }) => {
    const told = findings.map(({ message }) => renderMessage(message, locale, texts));
    const why = reason && findings.length === 0 ? [renderMessage(reason, locale, texts)] : [];
    const seconds = (rest.durationMs / 1000).toFixed(1);
    const head = `${word(`verdict/${rest.verdict}`, locale)}  ${step}  ${seconds} s`;
    return [head, ...[...told, ...why].map((line) => `    ${line}`)];
  });
  outputs.group(`${host}: ${verdict} (${(outcome.durationMs / 1000).toFixed(1)} s)`, lines);
}
