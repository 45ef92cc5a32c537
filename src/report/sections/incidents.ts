import { formatInstant, localDate } from '../../text/format.ts';
import {
  type Block,
  type Inline,
  joined,
  link,
  list,
  paragraph,
  table,
  text,
} from '../../text/markdown.ts';
import type { Chart } from '../charts/model.ts';
import { beginOf, endOf, type Incident, incidentCategories } from '../incident.ts';
import {
  begunWithin,
  type Durations,
  incidentStatistics,
  restoreMinutes,
} from '../incident-statistics.ts';
import { phrase } from '../inline.ts';
import { formerPeriod } from '../period.ts';
import type { Context, Section } from '../section.ts';
import { showTime } from '../show.ts';

const shownIncidents = 60;

/** What disturbed the service, how long, why, and what is done about it. */
export function incidentsSection(context: Context): Section {
  const { input, say } = context;
  const title = say('section/incidents');
  if (!input.incidents) {
    return {
      title,
      summary: say('summary/incidents-none'),
      blocks: [paragraph(text(say('incidents/not-read')))],
    };
  }
  const { timezone } = input.config;
  const within = { from: input.period.from, to: input.until };
  const own = begunWithin(input.incidents.incidents, within);
  const former = begunWithin(input.incidents.incidents, formerPeriod(input.period, timezone));
  const today = localDate(input.until, timezone);
  const [now, before] = [own, former].map((list) => incidentStatistics(list, today));
  if (!now || !before) throw new RangeError('Expected two statistics');
  return {
    title,
    summary: say('summary/incidents', { n: now.count, former: before.count }),
    blocks: [
      table(
        [
          { title: say('column/measure') },
          { title: say('column/this-period'), align: 'right' },
          { title: say('column/former'), align: 'right' },
        ],
        [
          row(say('incidents/count'), String(now.count), String(before.count)),
          row(
            say('incidents/rate'),
            rateOf(now.count, within),
            rateOf(before.count, formerPeriod(input.period, timezone)),
          ),
          row(say('incidents/mtta'), spread(now.acknowledge, say), spread(before.acknowledge, say)),
          row(say('incidents/mttr'), spread(now.restore, say), spread(before.restore, say)),
          row(
            say('incidents/impact'),
            impact(now.userMinutes, say),
            impact(before.userMinutes, say),
          ),
          row(say('incidents/follow-ups'), followUps(now, say), followUps(before, say)),
        ],
      ),
      paragraph(text(say('incidents/how'))),
      ...(own.length === 0 ? [] : [listed(context, own), categories(context, own)]),
      ...openFollowUps(context, own, today),
    ],
  };
}

function rateOf(
  count: number,
  { from, to }: { readonly from: string; readonly to: string },
): string {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  return days > 0 ? ((count / days) * 30).toFixed(2) : '—';
}

function row(...cells: readonly string[]): Inline[][] {
  return cells.map((cell) => [text(cell)]);
}

function spread({ n, median, p90, fallbacks, without }: Durations, say: Context['say']): string {
  const minutes = (value: number | undefined) =>
    value === undefined ? say('too-few') : showTime(value * 60_000, say);
  const notes = [
    `n = ${n}`,
    ...(fallbacks > 0 ? [say('incidents/fallbacks', { n: fallbacks })] : []),
    ...(without > 0 ? [say('incidents/without', { n: without })] : []),
  ].join(', ');
  if (n === 0) return `— (${notes})`;
  if (median === undefined) return `${say('too-few')} (${notes})`;
  return `${say('median')} ${minutes(median)}, p90 ${minutes(p90)} (${notes})`;
}

function impact(userMinutes: number | undefined, say: Context['say']): string {
  return userMinutes === undefined
    ? '—'
    : say('incidents/user-minutes', { n: Math.round(userMinutes) });
}

function followUps(
  { followUps: { open, done, overdue } }: ReturnType<typeof incidentStatistics>,
  say: Context['say'],
): string {
  return open + done === 0 ? '—' : say('incidents/follow-up-counts', { done, open, overdue });
}

function listed({ input, say }: Context, incidents: readonly Incident[]): Block {
  const { timezone } = input.config;
  const mark = (fallback: boolean) => (fallback ? ' *' : '');
  const rows = incidents.slice(0, shownIncidents).map((incident): Inline[][] => {
    const begin = beginOf(incident);
    const restored = restoreMinutes(incident);
    const { number, url, title, severity, category, component, cause, unreadable } = incident;
    return [
      [link(url, `#${number}`)],
      [text(`${formatInstant(begin.at, timezone)}${mark(begin.fallback)}`)],
      [
        text(
          restored
            ? showTime(restored.minutes * 60_000, say) + mark(restored.fallback)
            : say(endOf(incident) ? 'incidents/out-of-order' : 'incidents/open'),
        ),
      ],
      [text(severity === undefined ? '—' : say(`severity/${severity}`))],
      [text(category === undefined ? '—' : say(`category/${category}`))],
      [text(component ?? '—')],
      [
        text(cause === undefined ? title : `${title}: ${cause}`),
        ...(unreadable.length > 0
          ? [phrase(` (${say('incidents/unreadable', { fields: unreadable.join(', ') })})`)]
          : []),
      ],
    ];
  });
  return table(
    [
      { title: '#' },
      { title: say('column/started') },
      { title: say('column/restored-after'), align: 'right' },
      { title: say('column/severity') },
      { title: say('column/category') },
      { title: say('column/component') },
      { title: say('column/what') },
    ],
    rows,
  );
}

function categories({ say }: Context, incidents: readonly Incident[]): Chart {
  const known = incidentCategories
    .map((category) => ({
      name: say(`category/${category}`),
      count: incidents.filter((one) => (one.category ?? 'other') === category).length,
    }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count);
  return {
    type: 'chart',
    kind: 'bars',
    name: 'incidents',
    title: say('chart/incidents'),
    alt: say('chart/incidents-alt', { n: incidents.length }),
    unit: '',
    categories: known.map(({ name }) => name),
    series: [
      { name: say('chart/incidents'), tone: 'plain', values: known.map(({ count }) => count) },
    ],
  };
}

function openFollowUps({ say }: Context, incidents: readonly Incident[], today: string): Block[] {
  const open = incidents.flatMap(({ number, url, followUps }) =>
    followUps.filter(({ done }) => !done).map((one) => ({ number, url, ...one })),
  );
  const repeated = repeats(incidents, say);
  return [
    ...(repeated.length === 0
      ? []
      : [
          paragraph(text(say('incidents/repeated'))),
          list(
            repeated.map(({ name, own }) => [
              phrase(`${name}: `),
              ...joined(
                own.map(({ number, url }) => [link(url, `#${number}`)]),
                ', ',
              ),
            ]),
          ),
        ]),
    ...(open.length === 0
      ? []
      : [
          paragraph(text(say('incidents/to-do'))),
          list(
            open.map(({ number, url, text: what, due }) => [
              link(url, `#${number}`),
              phrase(` ${what}`),
              ...(due === undefined
                ? [phrase(` (${say('incidents/no-due')})`)]
                : [
                    phrase(
                      ` (${say(due < today ? 'incidents/overdue' : 'incidents/due', { date: due })})`,
                    ),
                  ]),
            ]),
          ),
        ]),
  ];
}

/** The same component for the same kind of cause, more than once. */
function repeats(incidents: readonly Incident[], say: Context['say']) {
  const known = incidents.filter(({ component }) => component !== undefined);
  return [
    ...Map.groupBy(
      known,
      ({ component, category }) =>
        `${component} (${category === undefined ? '—' : say(`category/${category}`)})`,
    ),
  ]
    .filter(([, own]) => own.length > 1)
    .map(([name, own]) => ({ name, own }));
}
