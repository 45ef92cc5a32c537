import { formatBytes, localDate } from '../../text/format.ts';
import type { Block } from '../../text/markdown.ts';
import { code, heading, paragraph, table, text } from '../../text/markdown.ts';
import type { Chart } from '../charts/model.ts';
import { type FileSystem, fileSystemsOf, lookedBack } from '../file-systems.ts';
import type { Context, Section } from '../section.ts';
import { measured, seriesOf } from '../select.ts';
import { showForecast, showPercent, showTrend } from '../show.ts';
import { trendOf } from '../trend.ts';
import { loadBlocks } from './load.ts';

const shownRows = 30;
const shownLines = 4;

/** How full the disks are and when they will be; what processors and memory are used to. */
export function capacitySection(context: Context): Section {
  const { input, say } = context;
  const records = lookedBack(input.records, input.until);
  const fileSystems = fileSystemsOf(records);
  const [first] = fileSystems;
  const pressing = fileSystems.filter(({ urgency }) => ['critical', 'warning'].includes(urgency));
  return {
    title: say('section/capacity'),
    summary:
      first === undefined
        ? say('summary/capacity-none')
        : say('summary/capacity', {
            n: fileSystems.length,
            pressing: pressing.length,
            place: `${first.host}:${first.object}`,
            forecast: showForecast(first.to85, say),
          }),
    blocks: [
      ...diskBlocks(context, fileSystems),
      ...directoryBlocks(context, records),
      ...loadBlocks(context, records),
    ],
  };
}

function diskBlocks(context: Context, fileSystems: readonly FileSystem[]): (Block | Chart)[] {
  const { words, say, sources } = context;
  if (fileSystems.length === 0) return [paragraph(text(say('capacity/none')))];
  const shown = { say, locale: words.locale };
  const rows = fileSystems
    .slice(0, shownRows)
    .map((one) => [
      [text(say(`verdict/${one.urgency}`))],
      [text(one.host)],
      [code(one.object)],
      [text(showPercent((one.used / one.capacity) * 100))],
      [text(formatBytes(one.capacity))],
      [text(showTrend(one.trend, 30, 'bytes', shown))],
      [text(showForecast(one.to85, say))],
      [text(showForecast(one.to100, say))],
      [text(one.trend.kind === 'growth' ? String(one.trend.growth.cleanUps) : '—')],
      [sources.link(one.records, String(one.samples.length))],
    ]);
  const right = (title: string) => ({ title, align: 'right' as const });
  const columns = [
    { title: say('column/verdict') },
    { title: say('column/host') },
    { title: say('column/file-system') },
    right(say('column/used')),
    right(say('column/capacity')),
    right(say('column/growth-month')),
    right('→ 85%'),
    right('→ 100%'),
    right(say('column/clean-ups')),
    right('n'),
  ];
  return [
    heading(3, text(say('capacity/disk'))),
    table(columns, rows),
    ...(fileSystems.length > shownRows
      ? [paragraph(text(say('more', { n: fileSystems.length - shownRows })))]
      : []),
    paragraph(text(say('capacity/how'))),
    diskChart(context, fileSystems.slice(0, shownLines)),
  ];
}

function diskChart({ input, say }: Context, fileSystems: readonly FileSystem[]): Chart {
  const worst = fileSystems[0];
  return {
    type: 'chart',
    kind: 'lines',
    name: 'disk',
    title: say('chart/disk'),
    alt: say('chart/disk-alt', {
      place: worst ? `${worst.host}:${worst.object}` : '—',
      percent: worst ? showPercent((worst.used / worst.capacity) * 100) : '—',
    }),
    unit: '%',
    top: 100,
    limit: { value: 85, label: '85%' },
    series: fileSystems.map(({ host, object, samples, capacity }) => ({
      name: `${host}:${object}`,
      points: samples.map(
        ({ at, value }) =>
          [
            localDate(new Date(at).toISOString(), input.config.timezone),
            Math.round((value / capacity) * 1000) / 10,
          ] as const,
      ),
    })),
  };
}

/** Folders have no size of their own to be full of: only their growth is told. */
function directoryBlocks(
  { words, say, sources }: Context,
  records: Parameters<typeof seriesOf>[0],
): Block[] {
  const folders = seriesOf(records, measured('capacity.sample', 'directory'));
  if (folders.length === 0) return [];
  const rows = folders.slice(0, shownRows).map(({ host, object, samples, records: from }) => {
    const last = samples.at(-1)?.value ?? 0;
    const most = Math.max(...samples.map(({ value }) => value));
    const trend = trendOf(samples, most * 0.2);
    return [
      [text(host)],
      [code(object)],
      [text(formatBytes(last))],
      [text(showTrend(trend, 30, 'bytes', { say, locale: words.locale }))],
      [sources.link(from, String(samples.length))],
    ];
  });
  const right = (title: string) => ({ title, align: 'right' as const });
  return [
    heading(3, text(say('capacity/folders'))),
    table(
      [
        { title: say('column/host') },
        { title: say('column/folder') },
        right(say('column/size')),
        right(say('column/growth-month')),
        right('n'),
      ],
      rows,
    ),
  ];
}
