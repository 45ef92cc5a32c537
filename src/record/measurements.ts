import { formatDifference, formatQuantity } from '../text/format.ts';
import type { Block, Column, Inline } from '../text/markdown.ts';
import { code, paragraph, table, text } from '../text/markdown.ts';
import { moreRows, word } from '../text/words.ts';
import { measureTitle, stepTitle, type Words } from './group.ts';
import type { RunMeasurement, RunResult } from './run-result.ts';

const shownRows = 60;
/** A fleet larger than this is shown by least, median and most instead of host by host. */
const hostsOneByOne = 5;

interface Measured {
  readonly host: string;
  readonly step: string;
  readonly use: string;
  readonly measurement: RunMeasurement;
}

/** The table of measurements, beside those of the run before; nothing when nothing was measured. */
export function measurementBlocks(
  run: RunResult,
  before: RunResult | undefined,
  words: Words,
): Block[] {
  const all = measured(run);
  if (all.length === 0) return [];
  const hosts = new Set(all.map(({ host }) => host));
  const { columns, rows } =
    hosts.size > hostsOneByOne ? overFleet(all, words) : hostByHost(all, before, words);
  const more = rows.length - shownRows;
  return [
    table(columns, rows.slice(0, shownRows)),
    ...(more > 0 ? [paragraph(text(moreRows(more, words.locale)))] : []),
  ];
}

interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly (readonly Inline[])[])[];
}

function hostByHost(all: readonly Measured[], before: RunResult | undefined, words: Words): Table {
  const { locale } = words;
  const column = columnsIn(words);
  const earlier = new Map(
    (before ? measured(before) : []).map((one) => [place(one), one.measurement]),
  );
  const rows = all.map((one) => {
    const { value, unit } = one.measurement;
    const former = earlier.get(place(one));
    const difference =
      former?.unit === unit ? formatDifference(value - former.value, unit, locale) : '—';
    return [
      [text(one.host)],
      ...named(one, words),
      [text(formatQuantity(value, unit, locale))],
      [text(difference)],
    ];
  });
  const columns = [
    column('host'),
    column('check'),
    column('measure'),
    column('object'),
    column('value', 'right'),
    column('difference', 'right'),
  ];
  return { columns, rows };
}

function overFleet(all: readonly Measured[], words: Words): Table {
  const column = columnsIn(words);
  const groups = Map.groupBy(all, ({ step, measurement: { name, object, unit } }) =>
    JSON.stringify([step, name, object ?? null, unit]),
  );
  const rows = [...groups.values()].flatMap((group) => {
    const sorted = [...group].sort((a, b) => a.measurement.value - b.measurement.value);
    const [least, most] = [sorted[0], sorted.at(-1)];
    if (!least || !most) return [];
    const shown = (value: number) => formatQuantity(value, least.measurement.unit, words.locale);
    return [
      [
        ...named(least, words),
        [text(String(group.length))],
        [text(shown(least.measurement.value))],
        [text(shown(median(sorted.map(({ measurement }) => measurement.value))))],
        [text(`${shown(most.measurement.value)} (${most.host})`)],
      ],
    ];
  });
  const columns = [
    column('check'),
    column('measure'),
    column('object'),
    column('hosts', 'right'),
    column('least', 'right'),
    column('median', 'right'),
    column('most', 'right'),
  ];
  return { columns, rows };
}

function named({ use, step, measurement: { name, object } }: Measured, words: Words): Inline[][] {
  return [
    [text(stepTitle(use, step, words))],
    [text(measureTitle(use, name, words))],
    [object === undefined ? text('—') : code(object, 60)],
  ];
}

export function columnsIn({ locale }: Words) {
  type Name = Parameters<typeof word>[0] extends infer Id
    ? Id extends `column/${infer Rest}`
      ? Rest
      : never
    : never;
  return (name: Name, align?: 'left' | 'right'): Column => ({
    title: word(`column/${name}`, locale),
    ...(align && { align }),
  });
}

function measured(run: RunResult): Measured[] {
  return run.steps.flatMap(({ host, step, use, measurements }) =>
    measurements.map((measurement) => ({ host, step, use, measurement })),
  );
}

function place({ host, step, measurement: { name, object } }: Measured): string {
  return JSON.stringify([host, step, name, object ?? null]);
}

function median(sorted: readonly number[]): number {
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}
