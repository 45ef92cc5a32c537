import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { Block } from '../text/markdown.ts';
import { diagram } from '../text/markdown.ts';
import { measureTitle, stepTitle, type Words } from './group.ts';
import type { RunResult, RunStep } from './run-result.ts';

/**
 * What a task has gone through, by the host's clock: its facts may carry `phases`, whose names are
 * those of measurements.
 */
const Phases = z.object({
  after: z.object({
    phases: z
      .array(
        z.object({
          name: z.string(),
          startedAt: z.iso.datetime(),
          endedAt: z.iso.datetime(),
          failed: z.boolean(),
        }),
      )
      .min(1)
      .max(40),
  }),
});

/** A Gantt chart for each step with phases, in the language of Mermaid, which GitHub draws. */
export function phaseBlocks(run: RunResult, words: Words): Block[] {
  return run.steps.flatMap((step) => {
    const facts = Phases.safeParse(step.facts);
    return facts.success ? [diagram('mermaid', chart(step, facts.data.after.phases, words))] : [];
  });
}

function chart(
  { host, use, step }: RunStep,
  phases: z.output<typeof Phases>['after']['phases'],
  words: Words,
): string {
  const sorted = phases.toSorted((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
  const ends = phases.map(({ endedAt }) => Date.parse(endedAt));
  const span = Math.max(...ends) - Date.parse(sorted[0]?.startedAt ?? '');
  const bars = sorted.map(({ name, startedAt, endedAt, failed }) => {
    const [from, to] = [Date.parse(startedAt), Date.parse(endedAt)];
    const seconds = Math.round((to - from) / 100) / 10;
    const title = `${plain(measureTitle(use, name, words))} ${seconds} s`;
    // What took next to no time would not be seen.
    const end = new Date(Math.max(to, from + Math.ceil(span / 100))).toISOString();
    const times = [startedAt, end].map((at) => local(at, words.timeZone));
    return `    ${title} :${[failed ? 'crit' : 'done', ...times].join(', ')}`;
  });
  return [
    'gantt',
    `    title ${plain(`${host}: ${stepTitle(use, step, words)}`)} (${words.timeZone})`,
    '    dateFormat YYYY-MM-DDTHH:mm:ss.SSS',
    '    axisFormat %H:%M:%S',
    ...bars,
  ].join('\n');
}

/** Wall clock, as Mermaid would take an instant to the time zone of whoever looks. */
function local(instant: string, timeZone: string): string {
  const time = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDateTime();
  return time.toString({ fractionalSecondDigits: 3 });
}

/** Colons end a title in Mermaid; # and ; and % are more than text. */
function plain(title: string): string {
  return title.replaceAll(/[:#;%\s]+/g, ' ').trim();
}
