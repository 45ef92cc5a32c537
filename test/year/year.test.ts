import { describe, expect, test } from 'vitest';
import type { Runbook, Window } from '../../src/runbook/model.ts';
import { Year, type YearResult } from './year.ts';

const text = { ja: '予定', en: 'Planned' };
const check = { id: 'well', kind: 'check', use: 'command', with: {}, apply: false } as const;
const change = { id: 'change', kind: 'task', use: 'cache.drop-os', with: {}, apply: true } as const;
const runbook = (id: string, level: 1 | 2 | 3, window: Window): Runbook => ({
  ...{ id, level, window, title: { ja: id, en: id }, purpose: text, impact: text },
  ...{ enabled: true, hosts: ['app'], since: '2026-01-01', path: `runbooks/${id}.yml` },
  steps: level === 1 ? [check] : [check, change],
});
const quarter = (month: number): Window => ({
  ...{ every: 'quarter', on: 'second tuesday', months: [month], at: '10:00', minutes: 240 },
});

/** The schedule of the MKS team. */
const schedule: readonly Runbook[] = [
  runbook('daily-backup-check', 1, { every: 'day', at: '04:17', minutes: 5 }),
  runbook('weekly-health', 1, { every: 'week', on: 'monday', at: '02:00', minutes: 30 }),
  runbook('weekly-security', 1, { every: 'week', on: 'wednesday', at: '02:00', minutes: 30 }),
  runbook('weekly-log-rotation', 1, { every: 'week', on: 'sunday', at: '03:00', minutes: 30 }),
  runbook('monthly-update', 2, { every: 'month', on: 'first monday', at: '03:00', minutes: 60 }),
  runbook('monthly-performance', 2, {
    every: 'month',
    on: 'third monday',
    at: '03:00',
    minutes: 60,
  }),
  runbook('monthly-security-update', 2, { every: 'month', on: 1, at: '04:00', minutes: 60 }),
  runbook('q1-comprehensive', 3, quarter(2)),
  runbook('q3-process', 3, quarter(8)),
];

const from = new Date('2025-12-31T15:00:00Z');
const to = new Date('2026-12-31T15:00:00Z');

const row = (name: string, { ticks, checks, changes, outside, doubles }: YearResult) =>
  [
    name,
    `${ticks.planned} / ${ticks.dropped}`,
    `${checks.windows}: ${checks.done} + ${checks.late}`,
    `${checks.missed} (${checks.untold.length})`,
    `${changes.done + changes.late} / ${changes.approved} (${Math.round((100 * (changes.done + changes.late)) / changes.approved)} %)`,
    outside.length,
    doubles.length,
  ].join(' | ');

describe('a year of ticks that are dropped and late', () => {
  test('no check window is lost untold, changes keep to their windows, and nothing is told twice', async () => {
    const storm = { dropped: 0.3, latestHours: 12 };
    const good = await new Year(schedule, { seed: 1, dropped: 0, latestHours: 0.05 }).live(
      from,
      to,
    );
    const storms = [];
    for (const seed of [2])
      storms.push(await new Year(schedule, { seed, ...storm }).live(from, to));
    for (const result of [good, ...storms]) {
      expect(result.checks.untold).toEqual([]);
      expect(result.outside).toEqual([]);
      expect(result.doubles).toEqual([]);
      expect(result.checks.done + result.checks.late + result.checks.missed).toBe(
        result.checks.windows,
      );
      expect(result.changes.done + result.changes.late).toBeGreaterThanOrEqual(
        0.95 * result.changes.approved,
      );
    }
    expect(good.checks).toMatchObject({ missed: 0, late: 0 });
    const table = [
      '# A simulated year',
      '',
      "The MKS schedule for a year, decided by the product's own code (ledger, notices, gates, arming, catching up,",
      "incidents), with GitHub's schedule, its issues and the hosts simulated: `test/year`. People approve a notice a day",
      'after it was opened. Windows in a freeze, and those of the first nine days, which nobody could have announced, are',
      'left out of the approved changes.',
      '',
      '| Weather | Ticks / dropped | Check windows: in time + late | Missed (of these untold) | Approved changes carried out | Outside their window | Told twice |',
      '| - | - | - | - | - | - | - |',
      `| ${row('good: up to 3 min late', good)} |`,
      ...storms.map(
        (result) => `| ${row(`bad: 30 % dropped, the rest up to 12 h late`, result)} |`,
      ),
      '',
    ].join('\n');
    await expect(table).toMatchFileSnapshot('../../docs/simulated-year.md');
  }, 240_000);
});
