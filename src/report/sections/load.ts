import type { MaintenanceRecord } from '../../record/record.ts';
import { type Block, heading, paragraph, table, text } from '../../text/markdown.ts';
import type { Chart } from '../charts/model.ts';
import { valueAfter } from '../forecast.ts';
import type { Context } from '../section.ts';
import { measured, type Series, seriesOf } from '../select.ts';
import { showPercent, showTrend } from '../show.ts';
import { summarise } from '../statistics.ts';
import { trendOf } from '../trend.ts';

const shownRows = 30;
const halfYear = 182;

/** Processors and memory, with what they may come to in six months. */
export function loadBlocks(
  context: Context,
  records: readonly MaintenanceRecord[],
): (Block | Chart)[] {
  const { words, say, sources } = context;
  const kinds = (['cpu-p95', 'memory-p95'] as const).flatMap((name) =>
    seriesOf(records, measured('capacity.sample', name)).map((series) => ({ name, series })),
  );
  if (kinds.length === 0) return [];
  const sorted = kinds.toSorted((a, b) => levelOf(b.series) - levelOf(a.series));
  const rows = sorted.slice(0, shownRows).map(({ name, series }) => {
    const { samples } = series;
    const { median, most } = summarise(samples.map(({ value }) => value));
    const trend = trendOf(samples, Infinity);
    return [
      [text(series.host)],
      [text(say(`load/${name}`))],
      [text(median === undefined ? '—' : showPercent(median))],
      [text(most === undefined ? '—' : showPercent(most))],
      [text(showTrend(trend, 30, 'percent', { say, locale: words.locale }))],
      [text(trend.kind === 'growth' ? ahead(trend.growth, say) : '—')],
      [sources.link(series.records, String(samples.length))],
    ];
  });
  const right = (title: string) => ({ title, align: 'right' as const });
  return [
    heading(3, text(say('capacity/load'))),
    table(
      [
        { title: say('column/host') },
        { title: say('column/measure') },
        right(say('column/median')),
        right(say('column/most')),
        right(say('column/growth-month')),
        right(say('column/in-half-a-year')),
        right('n'),
      ],
      rows,
    ),
    ...(sorted.length > shownRows
      ? [paragraph(text(say('more', { n: sorted.length - shownRows })))]
      : []),
    paragraph(text(say('capacity/load-how'))),
  ];
}

function ahead(growth: Parameters<typeof valueAfter>[1], say: Context['say']): string {
  if (growth.lower <= 0 && growth.upper >= 0) return say('no-change');
  const { low, high } = valueAfter(halfYear, growth);
  const [from, to] = [Math.min(100, low), Math.min(100, high)].map(showPercent);
  return `${from} … ${to}`;
}

function levelOf({ samples }: Series): number {
  return summarise(samples.map(({ value }) => value)).median ?? samples.at(-1)?.value ?? 0;
}
