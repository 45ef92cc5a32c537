import { readLedger } from '../run/ledger.ts';
import { exitStatus, UsageError } from './exit-status.ts';
import { soundInstance } from './instance.ts';
import type { GlobalOptions } from './program.ts';
import { asJson } from './schedule/json.ts';
import { renderDue } from './schedule/render.ts';
import { styleFor } from './terminal/style.ts';

export interface DueOptions {
  readonly at?: string;
  readonly days?: string;
  readonly json?: boolean;
}

/** Every runbook shows its latest window, however long ago that was. */
const longestDays = 370;

/** `teiki due`: what has become of the latest windows. */
export async function due({ at, days, json }: DueOptions, { dir }: GlobalOptions): Promise<number> {
  const instance = await soundInstance(dir);
  const now = instantOf(at);
  const back = daysOf(days) ?? longestDays;
  const from = new Date(now.getTime() - back * 86_400_000);
  const until = new Date(now.getTime() + 1);
  const windows = await readLedger(instance, dir, now, { from, to: until });
  const shown =
    days === undefined
      ? [...Map.groupBy(windows, ({ runbook }) => runbook.id).values()].flatMap((own) =>
          latestAndOpen(own),
        )
      : windows;
  if (json) process.stdout.write(`${JSON.stringify(asJson(shown, now), null, 2)}\n`);
  else {
    const view = { ...instance.config, style: styleFor(process.stdout) };
    process.stdout.write(renderDue(shown, view));
  }
  const open = shown.some(({ state }) => ['failed', 'missed', 'due'].includes(state));
  return open ? exitStatus.needsAttention : exitStatus.nothingNeedsAttention;
}

/** The last window of a runbook, and the former one when only that explains what is open. */
function latestAndOpen<W extends { readonly state: string }>(own: readonly W[]): readonly W[] {
  const last = own.at(-1);
  return own.slice(-3).filter((window) => window === last || window.state === 'missed');
}

/** @throws UsageError when it is no time */
export function instantOf(at: string | undefined): Date {
  if (at === undefined) return new Date();
  const instant = new Date(at);
  if (Number.isNaN(instant.getTime())) {
    throw new UsageError(`--at: \`${at}\` is no time; write \`2026-12-07T03:00:00+09:00\``);
  }
  return instant;
}

/** @throws UsageError when it is no number of days */
export function daysOf(days: string | undefined): number | undefined {
  if (days === undefined) return undefined;
  const count = Number(days);
  if (Number.isInteger(count) && count >= 1 && count <= 3660) return count;
  throw new UsageError(`--days: \`${days}\` is no number of days from 1 to 3660`);
}
