import { type Block, code, heading, paragraph, table, text } from '../../text/markdown.ts';
import { lookedBack } from '../file-systems.ts';
import type { Context, Section } from '../section.ts';
import { measured, recordsWithin, seriesOf } from '../select.ts';
import { showQuantity, showTime, showTrend } from '../show.ts';
import { summarise } from '../statistics.ts';
import { trendOf } from '../trend.ts';

const shownRows = 30;

/** How large backups are, and how long it takes to have the data back. */
export function backupsSection(context: Context): Section {
  const { input, words, say, sources } = context;
  const sizes = seriesOf(
    lookedBack(input.records, input.until),
    measured('capacity.sample', 'backup'),
  );
  const within = { from: input.period.from, to: input.until };
  const inPeriod = recordsWithin(input.records, within);
  const restores = seriesOf(inPeriod, measured('backup.restore-test', 'restore'));
  const right = (title: string) => ({ title, align: 'right' as const });
  const sizeRows = sizes
    .slice(0, shownRows)
    .map(({ host, object, samples, records }) => [
      [text(host)],
      [code(object)],
      [text(showQuantity(samples[0]?.value, 'bytes', words.locale))],
      [text(showQuantity(samples.at(-1)?.value, 'bytes', words.locale))],
      [text(showTrend(trendOf(samples, Infinity), 30, 'bytes', { say, locale: words.locale }))],
      [sources.link(records, String(samples.length))],
    ]);
  const seconds = restores.flatMap(({ samples }) => samples.map(({ value }) => value));
  const slowest = summarise(seconds).most;
  const tests = restoreTests(context);
  return {
    title: say('section/backups'),
    summary: say('summary/restores', {
      n: tests.n,
      proved: seconds.length,
      most: slowest === undefined ? '—' : showTime(slowest * 1000, say),
    }),
    blocks: [
      ...(sizeRows.length === 0
        ? [paragraph(text(say('backups/none')))]
        : [
            table(
              [
                { title: say('column/host') },
                { title: say('column/kind') },
                right(say('column/first')),
                right(say('column/last')),
                right(say('column/growth-month')),
                right('n'),
              ],
              sizeRows,
            ),
          ]),
      heading(3, text(say('backups/restores'))),
      ...restoreBlocks(context, restores),
    ],
  };
}

function restoreTests({ input }: Context): { readonly n: number } {
  const within = { from: input.period.from, to: input.until };
  const steps = recordsWithin(input.records, within).flatMap(({ run }) => run.steps);
  const tried = steps.filter(
    ({ use, task }) =>
      use === 'backup.restore-test' && task !== undefined && task.outcome !== 'planned',
  );
  return { n: tried.length };
}

function restoreBlocks(
  { input, say, sources }: Context,
  restores: ReturnType<typeof seriesOf>,
): Block[] {
  if (restores.length === 0) return [paragraph(text(say('backups/no-restores')))];
  const target = input.config.objectives.rtoMinutes;
  const right = (title: string) => ({ title, align: 'right' as const });
  const rows = restores.map(({ host, samples, records }) => {
    const { median, most, n } = summarise(samples.map(({ value }) => value));
    const within = target === undefined || most === undefined ? undefined : most <= target * 60;
    return [
      [text(host)],
      [text(median === undefined ? '—' : showTime(median * 1000, say))],
      [text(most === undefined ? '—' : showTime(most * 1000, say))],
      [text(target === undefined ? '—' : showTime(target * 60_000, say))],
      [text(within === undefined ? '—' : say(within ? 'met' : 'not-met'))],
      [sources.link(records, String(n))],
    ];
  });
  return [
    table(
      [
        { title: say('column/host') },
        right(say('column/median')),
        right(say('column/most')),
        right(say('column/rto')),
        { title: say('column/objective') },
        right('n'),
      ],
      rows,
    ),
    paragraph(text(say('backups/restore-how'))),
  ];
}
