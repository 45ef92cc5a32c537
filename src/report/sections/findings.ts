import { titleOf } from '../../record/group.ts';
import type { MaintenanceRecord } from '../../record/record.ts';
import { paragraph, table, text } from '../../text/markdown.ts';
import { formerPeriod, monthsOf } from '../period.ts';
import type { Context, Section } from '../section.ts';
import { recordsWithin } from '../select.ts';

const levels = ['critical', 'warning', 'unknown'] as const;
type Level = (typeof levels)[number];

interface Trouble {
  readonly use: string;
  readonly level: Level;
  readonly records: ReadonlySet<MaintenanceRecord>;
  /** It was there when its step was looked at for the last time. */
  readonly open: boolean;
}

/** What was found, a trouble once however often it was seen, beside the former period. */
export function findingsSection(context: Context): Section {
  const { input, words, say, sources } = context;
  const { period, until } = input;
  const now = troublesIn(recordsWithin(input.records, { ...period, to: until }));
  const beforePeriod = formerPeriod(period, input.config.timezone);
  const formerRecords = recordsWithin(input.records, beforePeriod);
  const before = troublesIn(formerRecords);
  const uses = [...new Set([...now, ...before].map(({ use }) => use))].sort();
  const ofUse = (list: readonly Trouble[], use: string) => list.filter((one) => one.use === use);
  const compared = formerRecords.length > 0;
  const rows = uses.map((use) => {
    const own = ofUse(now, use);
    const former = ofUse(before, use).length;
    const records = own.flatMap((one) => [...one.records]);
    return [
      [text(titleOf(use, words))],
      [sources.link(records, String(own.length))],
      ...levels.map((level) => [text(String(own.filter((one) => one.level === level).length))]),
      [text(String(own.reduce((sum, one) => sum + one.records.size, 0)))],
      [text(compared ? String(former) : '—')],
      [text(compared ? signed(own.length - former) : '—')],
      [text(String(own.filter(({ open }) => open).length))],
    ];
  });
  const right = (title: string) => ({ title, align: 'right' as const });
  const columns = [
    { title: say('column/check') },
    right('n'),
    ...levels.map((level) => right(say(`verdict/${level}`))),
    right(say('column/seen')),
    right(say('column/former')),
    right(say('column/change')),
    right(say('column/open')),
  ];
  const months = monthsOf(period, input.config.timezone).filter(({ from }) => from < until);
  const perMonth = months.map((month) => troublesIn(recordsWithin(input.records, month)));
  const open = now.filter((one) => one.open).length;
  return {
    title: say('section/findings'),
    summary: say('summary/findings', {
      n: now.length,
      critical: now.filter(({ level }) => level === 'critical').length,
      open,
      former: compared ? String(before.length) : '—',
    }),
    blocks: [
      ...(rows.length === 0
        ? [paragraph(text(say('findings/none')))]
        : [
            table(columns, rows),
            {
              type: 'chart' as const,
              kind: 'bars' as const,
              name: 'findings',
              title: say('chart/findings'),
              alt: say('chart/findings-alt', { n: now.length }),
              unit: '',
              categories: months.map(({ month }) => month),
              series: levels
                .filter((level) => now.some((one) => one.level === level))
                .map((level) => ({
                  name: say(`verdict/${level}`),
                  tone: level,
                  values: perMonth.map((list) => list.filter((one) => one.level === level).length),
                })),
            },
          ]),
    ],
  };
}

/** By host, step and key; the worst that it has been counts. */
function troublesIn(records: readonly MaintenanceRecord[]): readonly Trouble[] {
  const found = new Map<string, Omit<Trouble, 'open'> & { records: Set<MaintenanceRecord> }>();
  const looked = new Map<string, ReadonlySet<string>>();
  for (const record of records) {
    for (const { name, reachable } of record.run.hosts) {
      if (reachable) looked.set(unreachable(name), new Set());
    }
    for (const { host, step, use, verdict, findings } of record.run.steps) {
      if (verdict === 'skipped') continue;
      const place =
        use === 'host.unreachable'
          ? unreachable(host)
          : JSON.stringify([record.run.runbook, step, host]);
      const keys = findings.flatMap(({ key, severity }) => {
        const level = levels.find((one) => one === severity);
        if (!level) return [];
        const id = JSON.stringify([host, step, use, key]);
        const known = found.get(id);
        const worst =
          known && levels.indexOf(known.level) < levels.indexOf(level) ? known.level : level;
        found.set(id, { use, level: worst, records: (known?.records ?? new Set()).add(record) });
        return [id];
      });
      looked.set(place, new Set(keys));
    }
  }
  const open = new Set([...looked.values()].flatMap((keys) => [...keys]));
  return [...found].map(([id, one]) => ({ ...one, open: open.has(id) }));
}

/** Any run that reaches a host again has looked at this. */
function unreachable(host: string): string {
  return JSON.stringify(['host.unreachable', host]);
}

function signed(difference: number): string {
  return difference === 0 ? '±0' : difference < 0 ? `−${-difference}` : `+${difference}`;
}
