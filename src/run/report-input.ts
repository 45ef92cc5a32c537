import type { Instance } from '../config/instance.ts';
import type { Prices } from '../config/prices.ts';
import { readYear } from '../record/read.ts';
import type { MaintenanceRecord } from '../record/record.ts';
import type { IncidentFile } from '../report/incident.ts';
import type { ReportInput } from '../report/input.ts';
import { formerPeriod, type Period, startOfDay } from '../report/period.ts';
import { ledgerOf } from './ledger.ts';
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
  const { records, damaged } = await recordsAround(directory, former.from, period.to);
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

/** A year more than asked for, so that a runbook of every year is known to have run before. */
async function recordsAround(directory: string, from: string, to: string) {
  const first = new Date(from).getUTCFullYear() - 1;
  const last = new Date(to).getUTCFullYear() + 1;
  const records: MaintenanceRecord[] = [];
  const damaged: string[] = [];
  for (let year = first; year <= last; year += 1) {
    const read = await readYear(directory, year, { keep: slim });
    records.push(...read.records);
    damaged.push(...read.damaged.map(({ path }) => path));
  }
  return { records, damaged };
}

const computedWith = new Set(['capacity.sample', 'backup.restore-test', 'http']);

/** What no report reads is not kept: years of a large fleet have to fit into memory. */
function slim(record: MaintenanceRecord): MaintenanceRecord {
  const steps = record.run.steps.map(({ facts: _facts, ...step }) => ({
    ...step,
    findings: step.findings.map(({ evidence: _evidence, ...finding }) => finding),
    measurements: computedWith.has(step.use) ? step.measurements : [],
  }));
  return { ...record, run: { ...record.run, steps } };
}
