import { code, paragraph, table, text } from '../../text/markdown.ts';
import type { Context, Section } from '../section.ts';
import { measured, recordsWithin, seriesOf } from '../select.ts';
import { showQuantity } from '../show.ts';
import { histogram, summarise } from '../statistics.ts';

const bounds = [50, 100, 200, 300, 500, 1000, 2000];

/** Response times, where the `http` check has measured them. */
export function responseSection({ input, words, say, sources }: Context): Section {
  const within = { from: input.period.from, to: input.until };
  const pages = seriesOf(recordsWithin(input.records, within), measured('http', 'latency'));
  if (pages.length === 0) {
    return { title: say('section/response'), blocks: [paragraph(text(say('response/none')))] };
  }
  const shown = (value: number | undefined) => showQuantity(value, 'milliseconds', words.locale);
  const rows = pages.map(({ host, object, samples, records }) => {
    const { n, median, p90, most } = summarise(samples.map(({ value }) => value));
    return [
      [text(host)],
      [code(object)],
      [text(shown(median))],
      [text(shown(p90))],
      [text(shown(most))],
      [sources.link(records, String(n))],
    ];
  });
  const values = pages.flatMap(({ samples }) => samples.map(({ value }) => value));
  const bins = histogram(values, bounds);
  const right = (title: string) => ({ title, align: 'right' as const });
  return {
    title: say('section/response'),
    blocks: [
      table(
        [
          { title: say('column/host') },
          { title: 'URL' },
          right('p50'),
          right('p90'),
          right(say('column/most')),
          right('n'),
        ],
        rows,
      ),
      {
        type: 'chart',
        kind: 'bars',
        name: 'response',
        title: say('chart/response'),
        alt: say('chart/response-alt', { n: values.length }),
        unit: '',
        categories: bins.map(({ from, to }) => (to === Infinity ? `${from}–` : `${from}–${to}`)),
        series: [
          { name: say('chart/response'), tone: 'plain', values: bins.map(({ count }) => count) },
        ],
      },
    ],
  };
}
