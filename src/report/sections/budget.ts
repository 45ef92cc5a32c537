import type { Prices } from '../../config/prices.ts';
import { paragraph, table, text } from '../../text/markdown.ts';
import { fileSystemsOf, lookedBack } from '../file-systems.ts';
import { valueAfter } from '../forecast.ts';
import type { Context, Section } from '../section.ts';

const gib = 1024 ** 3;

interface Range {
  readonly low: number;
  readonly base: number;
  readonly high: number;
}

interface Line {
  readonly category: Prices['items'][number]['category'];
  readonly item: string;
  readonly quantity: Range;
  readonly unitPrice: number | undefined;
  readonly unit: string;
}

/** What the next year may cost: quantities from forecasts and the team, prices from its file only. */
export function budgetSection(context: Context): Section {
  const { input, say } = context;
  const title = say('section/budget');
  const lines = [...storage(context), ...itemsOf(input.prices)];
  if (!input.prices) {
    return { title, blocks: [paragraph(text(say('budget/no-prices')))] };
  }
  const { currency } = input.prices;
  const money = (value: number) => `${Math.ceil(value).toLocaleString('en')} ${currency}`;
  const missing = lines.filter(({ unitPrice }) => unitPrice === undefined).length;
  const cost = (line: Line, which: keyof Range) =>
    line.unitPrice === undefined
      ? say('budget/missing')
      : money(line.unitPrice * line.quantity[which]);
  // Nothing that has a price is not a budget of nothing.
  const sum = (which: keyof Range) =>
    missing === lines.length
      ? say('budget/missing')
      : money(
          lines.reduce((all, { quantity, unitPrice = 0 }) => all + unitPrice * quantity[which], 0),
        );
  const rows = lines.map((line) => [
    [text(say(`budget/${line.category}`))],
    [text(line.item)],
    [text(showRange(line))],
    [text(line.unitPrice === undefined ? say('budget/missing') : money(line.unitPrice))],
    [text(cost(line, 'low'))],
    [text(cost(line, 'base'))],
    [text(cost(line, 'high'))],
  ]);
  const total = [
    [text(say('whole'))],
    [text(missing > 0 ? say('budget/without', { n: missing }) : '')],
    [text('')],
    [text('')],
    [text(sum('low'))],
    [text(sum('base'))],
    [text(sum('high'))],
  ];
  const right = (text: string) => ({ title: text, align: 'right' as const });
  return {
    title,
    blocks: [
      table(
        [
          { title: say('column/category') },
          { title: say('column/item') },
          right(say('column/quantity')),
          right(say('column/unit-price')),
          right(say('budget/low')),
          right(say('budget/base')),
          right(say('budget/high')),
        ],
        [...rows, total],
      ),
      paragraph(text(say('budget/how'))),
    ],
  };
}

function itemsOf(prices: Prices | undefined): Line[] {
  return (prices?.items ?? []).map(({ category, item, quantity, unitPrice }) => ({
    category,
    item,
    quantity:
      typeof quantity === 'number' ? { low: quantity, base: quantity, high: quantity } : quantity,
    unitPrice,
    unit: '',
  }));
}

/** So much more disk that no file system is above 85 % at the end of the next year. */
function storage({ input, say }: Context): Line[] {
  const needs = fileSystemsOf(lookedBack(input.records, input.until, 366)).flatMap((one) => {
    if (one.trend.kind !== 'growth') return [];
    const after = valueAfter(366, one.trend.growth);
    const need = (used: number) => Math.max(0, used / 0.85 - one.capacity) / gib;
    return [{ low: need(after.low), base: need(after.base), high: need(after.high) }];
  });
  if (needs.length === 0) return [];
  const sum = (which: keyof Range) => Math.ceil(needs.reduce((all, one) => all + one[which], 0));
  return [
    {
      category: 'hardware',
      item: say('budget/storage', { n: needs.length }),
      quantity: { low: sum('low'), base: sum('base'), high: sum('high') },
      unitPrice: input.prices?.storagePerGiB,
      unit: ' GiB',
    },
  ];
}

function showRange({ quantity: { low, base, high }, unit }: Line): string {
  return low === high ? `${base}${unit}` : `${low} / ${base} / ${high}${unit}`;
}
