import type { Instance } from '../config/instance.ts';
import type { Prices } from '../config/prices.ts';
import { lastBefore, readMonth } from '../record/read.ts';
import type { MaintenanceRecord } from '../record/record.ts';
import type { IncidentFile } from '../report/incident.ts';
import type { ReportInput } from '../report/input.ts';
import { formerPeriod, monthsOf, type Period, startOfDay } from '../report/period.ts';
import { ledgerOf } from './ledger.ts';
import { slimming } from './report-slim.ts';
import { textOf } from './texts.ts';

/** Until when a report can look: the end of its period, or the beginning of the day it is made on. */
export function reportUntil({ from, to }: Period, now: Date, timeZone: string): string {
  const today = startOfDay(now, timeZone);
  return today < from ? from : today < to ? today : to;
}

interface Given {
  readonly period: Period;
  readonly now: Date;
  readonly incidents: IncidentFile | undefined;
  readonly prices: Prices | undefined;
}

/** All that a report is made of, from the files of an instance. */
export async function reportInput(
  instance: Instance,
  directory: string,
  { period, now, incidents, prices }: Given,
): Promise<ReportInput> {
  const { config } = instance;
  const former = formerPeriod(period, config.timezone);
  const { records, damaged } = await recordsAround(instance, directory, former.from, period.to);
  const until = reportUntil(period, now, config.timezone);
  // As of the beginning of the day, so that a report that is made twice a day is the same.
  const today = new Date(startOfDay(now, config.timezone));
  const windows = (from: string, to: string) =>
    ledgerOf(instance, records, today, { from: new Date(from), to: new Date(to) });
  const uses = new Set(records.flatMap(({ run }) => run.steps.map(({ use }) => use)));
  return {
    period,
    until,
    config,
    records,
    damaged,
    windows: windows(period.from, until),
    formerWindows: windows(former.from, former.to),
    ...(incidents && { incidents }),
    ...(prices && { prices }),
    messages: (await textOf(config.timezone, uses)).messages,
  };
}

/**
 * The months of both periods and the one after, for what came late; and of each runbook one record
 * before them, so that it is known to have run before.
 */
async function recordsAround(
  { runbooks, config: { timezone } }: Instance,
  directory: string,
  from: string,
  to: string,
) {
  const after = new Date(Date.parse(to) + 86_400_000).toISOString();
  const months = monthsOf({ from, to: after }, timezone).map(({ month }) => month);
  const keep = slimming();
  const records: MaintenanceRecord[] = [];
  const damaged: string[] = [];
  for (const month of months) {
    const read = await readMonth(directory, month, { keep });
    records.push(...read.records);
    damaged.push(...read.damaged.map(({ path }) => path));
  }
  const [first] = months;
  for (const { id, since } of runbooks) {
    if (first === undefined || since !== undefined) continue;
    const before = await lastBefore(directory, first, id);
    if (before) records.unshift({ ...before, run: { ...before.run, steps: [], hosts: [] } });
  }
  return { records, damaged };
}
