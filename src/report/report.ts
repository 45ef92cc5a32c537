import { byTime } from '../record/compare.ts';
import type { Words } from '../record/group.ts';
import { localDate } from '../text/format.ts';
import {
  type Block,
  heading,
  type Inline,
  link,
  list,
  markdown,
  paragraph,
  text,
} from '../text/markdown.ts';
import type { Chart } from './charts/model.ts';
import type { Theme } from './charts/option.ts';
import { glossary } from './glossary.ts';
import { phrase } from './inline.ts';
import type { ReportInput } from './input.ts';
import type { Context, Section } from './section.ts';
import { availabilitySection } from './sections/availability.ts';
import { backupsSection } from './sections/backups.ts';
import { budgetSection } from './sections/budget.ts';
import { capacitySection } from './sections/capacity.ts';
import { changesSection } from './sections/changes.ts';
import { findingsSection } from './sections/findings.ts';
import { incidentsSection } from './sections/incidents.ts';
import { responseSection } from './sections/response.ts';
import { windowsSection } from './sections/windows.ts';
import { recordsWithin } from './select.ts';
import { Sources } from './sources.ts';
import { sayIn } from './words.ts';

export interface ReportFile {
  /** Relative to the instance. */
  readonly path: string;
  readonly content: string;
}

type Draw = (chart: Chart, theme: Theme) => string;

/**
 * The report of a quarter or year: its page, the charts beside it, the list of its sources, and the
 * glossary. The same input gives the same bytes.
 */
export function report(input: ReportInput, draw: Draw): readonly ReportFile[] {
  const { locale, timezone: timeZone } = input.config;
  const say = sayIn(locale);
  const words: Words = { locale, messages: input.messages, timeZone };
  const sources = new Sources();
  const sorted = { ...input, records: input.records.toSorted(byTime) };
  const context: Context = { input: sorted, words, say, sources };
  const sections = sectionsOf(context);
  const folder = `reports/${input.period.key}`;
  const charts = sections.flatMap(({ blocks }) => blocks.filter(isChart));
  const page = [
    ...head(context),
    heading(2, text(say('section/summary'))),
    list(sections.flatMap(({ summary }) => (summary === undefined ? [] : [[text(summary)]]))),
    ...sections.flatMap(({ title, blocks }) => [
      heading(2, text(title)),
      ...blocks.map((block) => (isChart(block) ? picture(block) : block)),
    ]),
  ];
  return [
    { path: `${folder}/report.md`, content: markdown(page) },
    { path: `${folder}/sources.md`, content: markdown(sourcesPage(context)) },
    ...charts.flatMap((chart) =>
      (['light', 'dark'] as const).map((theme) => ({
        path: `${folder}/${fileOf(chart, theme)}`,
        content: draw(chart, theme),
      })),
    ),
    { path: 'reports/glossary.md', content: markdown(glossary(locale)) },
  ];
}

function sectionsOf(context: Context): readonly Section[] {
  return [
    windowsSection(context),
    findingsSection(context),
    availabilitySection(context),
    incidentsSection(context),
    capacitySection(context),
    backupsSection(context),
    responseSection(context),
    changesSection(context),
    ...(context.input.period.kind === 'year' ? [budgetSection(context)] : []),
  ];
}

function head({ input, say }: Context): Block[] {
  const { period, until, config, damaged } = input;
  const [year = '', quarter = ''] = period.key.split('-Q');
  const day = (instant: string) => localDate(instant, config.timezone);
  const lastDay = day(new Date(Date.parse(period.to) - 1).toISOString());
  const n = recordsWithin(input.records, { from: period.from, to: until }).length;
  const about: Inline[] = [
    text(
      say('head/about', {
        team: config.team,
        from: day(period.from),
        to: lastDay,
        n,
        zone: config.timezone,
      }),
    ),
    phrase(' '),
    link('../glossary.md', say('head/glossary')),
    phrase(' · '),
    link('sources.md', say('head/sources')),
  ];
  return [
    heading(1, text(say(`head/${period.kind}`, { year, quarter }))),
    paragraph(...about),
    ...(until < period.to ? [paragraph(text(say('head/provisional', { date: day(until) })))] : []),
    ...(damaged.length > 0
      ? [
          paragraph(text(say('head/damaged', { n: damaged.length }))),
          list(damaged.map((path) => [link(`../../${path}`, path)])),
        ]
      : []),
  ];
}

function sourcesPage({ sources, say, input }: Context): Block[] {
  return [
    heading(1, text(say('sources/title', { period: input.period.key }))),
    paragraph(text(say('sources/how'))),
    ...sources.blocks(),
  ];
}

/** GitHub shows the one that fits the reader's theme. */
function picture(chart: Chart): Block {
  const [light, dark] = (['light', 'dark'] as const).map((theme) => fileOf(chart, theme));
  const alt = chart.alt
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
  const value = [
    '<picture>',
    `  <source media="(prefers-color-scheme: dark)" srcset="${dark}">`,
    `  <img alt="${alt}" src="${light}">`,
    '</picture>',
  ].join('\n');
  return { type: 'html', value };
}

function fileOf({ name }: Chart, theme: Theme): string {
  return `${name}-${theme}.svg`;
}

function isChart(block: Block | Chart): block is Chart {
  return block.type === 'chart';
}
