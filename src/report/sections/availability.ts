import { joined, link, paragraph, table, text } from '../../text/markdown.ts';
import { type Availability, errorBudget } from '../availability.ts';
import { availabilityOf, guessedOutages } from '../down-times.ts';
import { phrase } from '../inline.ts';
import { monthsOf } from '../period.ts';
import type { Context, Section } from '../section.ts';
import { recordsWithin } from '../select.ts';
import { showShare, showTime } from '../show.ts';

/** How much of the time the service was there, month by month, and what is left of the budget. */
export function availabilitySection({ input, say, sources }: Context): Section {
  const title = say('section/availability');
  const { incidents, period, until, config } = input;
  if (!incidents) return { title, blocks: [paragraph(text(say('incidents/not-read')))] };
  const objective = config.objectives.availability;
  const months = monthsOf(period, config.timezone)
    .filter(({ from }) => from < until)
    .map(({ month, from, to }) => ({ name: month, from, to: to < until ? to : until }));
  const stretches = [...months, { name: say('whole'), from: period.from, to: until }];
  const known = stretches.map((stretch) => ({
    ...stretch,
    result: availabilityOf(stretch, input.records, incidents),
  }));
  const rows = known.map(({ name, from, to, result }) => {
    const budget = objective === undefined ? undefined : errorBudget(result, objective);
    return [
      [text(name)],
      [text(showShare(result.withoutPlanned))],
      [text(showShare(result.withPlanned))],
      [text(showTime(result.unplannedDown, say))],
      [text(showTime(result.plannedDown, say))],
      [text(showTime(result.unknown, say))],
      [text(showShare(result.atWorst))],
      [text(budget ? `${showTime(budget.left, say)} / ${showTime(budget.allowed, say)}` : '—')],
      [
        sources.link(
          recordsWithin(input.records, { from, to }),
          String(recordsWithin(input.records, { from, to }).length),
        ),
      ],
    ];
  });
  const right = (text: string) => ({ title: text, align: 'right' as const });
  const all = known.at(-1)?.result;
  const guessed = guessedOutages({ from: period.from, to: until }, incidents);
  return {
    title,
    ...(all && { summary: summaryOf(all, objective, say) }),
    blocks: [
      table(
        [
          { title: say('column/month') },
          right(say('column/without-planned')),
          right(say('column/with-planned')),
          right(say('column/outages')),
          right(say('column/planned-work')),
          right(say('column/unknown-time')),
          right(say('column/at-worst')),
          right(say('column/budget')),
          right('n'),
        ],
        rows,
      ),
      paragraph(text(say('availability/how'))),
      ...(guessed.length === 0
        ? []
        : [
            paragraph(
              phrase(`${say('availability/guessed')} `),
              ...joined(
                guessed.map(({ number, url }) => [link(url, `#${number}`)]),
                ', ',
              ),
            ),
          ]),
      {
        type: 'chart',
        kind: 'bars',
        name: 'downtime',
        title: say('chart/downtime'),
        alt: say('chart/downtime-alt'),
        unit: say('minutes'),
        categories: months.map(({ name }) => name),
        series: [
          {
            name: say('column/outages'),
            tone: 'critical',
            values: known.slice(0, -1).map(({ result }) => minutes(result.unplannedDown)),
          },
          {
            name: say('column/planned-work'),
            tone: 'plain',
            values: known.slice(0, -1).map(({ result }) => minutes(result.plannedDown)),
          },
        ],
        ...(objective !== undefined && {
          limit: {
            value: minutes((30 * 86_400_000 * (100 - objective)) / 100),
            label: say('chart/budget', { objective }),
          },
        }),
      },
    ],
  };
}

function summaryOf(all: Availability, objective: number | undefined, say: Context['say']): string {
  const share = showShare(all.withoutPlanned);
  const met =
    objective === undefined || all.withoutPlanned === undefined
      ? ''
      : say(all.withoutPlanned * 100 >= objective ? 'summary/met' : 'summary/not-met', {
          objective,
        });
  return say('summary/availability', {
    share,
    planned: showShare(all.withPlanned),
    unknown: showTime(all.unknown, say),
    met,
  });
}

function minutes(milliseconds: number): number {
  return Math.round(milliseconds / 6_000) / 10;
}
