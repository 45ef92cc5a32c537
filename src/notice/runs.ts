import type { Config } from '../config/schema.ts';
import { isArmed } from '../ledger/choose.ts';
import { standing } from './gates.ts';
import { type Announced, noticeKey } from './model.ts';
import type { ReadNotice } from './read.ts';

/** A run that a notice asks for. */
export interface NoticeRun {
  readonly runbook: string;
  readonly window: string;
  /** To show what would be changed, or to wait for the window that was approved. */
  readonly why: 'dry-run' | 'armed';
}

/** Dry runs for open notices, and runs that wait for windows which are approved and near. */
export function runsFor(
  announced: readonly Announced[],
  notices: readonly ReadNotice[],
  config: Pick<Config, 'contacts' | 'noticeDays' | 'armHours' | 'environment'>,
  now: Date,
): readonly NoticeRun[] {
  return announced.flatMap((one): NoticeRun[] => {
    const { runbook, window, envelope, changes } = one;
    const key = noticeKey(runbook.id, window.key);
    const notice = notices.find((known) => known.key === key && known.state === 'open');
    if (!notice || !changes || window.state !== 'upcoming') return [];
    const about = { runbook: runbook.id, window: window.key };
    const byEnvironment = config.environment !== undefined;
    const refusals = standing({ window, notice, envelope, now, config, byEnvironment });
    const isWaitedFor = refusals.length === 0 && isArmed(window, now, config.armHours);
    return [
      ...(needsDryRun(one, now) ? [{ ...about, why: 'dry-run' } as const] : []),
      ...(isWaitedFor ? [{ ...about, why: 'armed' } as const] : []),
    ];
  });
}

/** One when the notice is opened, and one on the last day, for packages change. */
function needsDryRun({ plan, window }: Announced, now: Date): boolean {
  if (!plan) return true;
  const lastDay = Date.parse(window.startsAt) - 86_400_000;
  return now.getTime() >= lastDay && Date.parse(plan.at) < lastDay;
}
