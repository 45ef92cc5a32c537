import { readLedger } from '../run/ledger.ts';
import { daysOf, instantOf } from './due.ts';
import { exitStatus } from './exit-status.ts';
import { soundInstance } from './instance.ts';
import type { GlobalOptions } from './program.ts';
import { asJson } from './schedule/json.ts';
import { renderCalendar } from './schedule/render.ts';
import { styleFor } from './terminal/style.ts';

export interface CalendarOptions {
  readonly at?: string;
  readonly days?: string;
  readonly json?: boolean;
  readonly ics?: boolean;
}

const usualDays = 35;

/** `teiki calendar`: the windows to come. */
export async function calendar(
  { at, days, json, ics }: CalendarOptions,
  { dir }: GlobalOptions,
): Promise<number> {
  const instance = await soundInstance(dir);
  const now = instantOf(at);
  const to = new Date(now.getTime() + (daysOf(days) ?? usualDays) * 86_400_000);
  const windows = await readLedger(instance, dir, now, { from: now, to });
  if (ics) {
    const { renderIcs } = await import('./schedule/ics.ts');
    process.stdout.write(renderIcs(windows, instance));
  } else if (json) {
    process.stdout.write(`${JSON.stringify(asJson(windows, now), null, 2)}\n`);
  } else {
    const view = { ...instance.config, style: styleFor(process.stdout) };
    process.stdout.write(renderCalendar(windows, view));
  }
  return exitStatus.nothingNeedsAttention;
}
