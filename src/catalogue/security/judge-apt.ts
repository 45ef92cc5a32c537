import type { Context } from '../define.ts';
import { judgeAudit, judgeReliance, judgeSource } from './judge-lists.ts';
import type { UpdatesFinding } from './updates-judgement.ts';
import type { UpdatesParams } from './updates-params.ts';
import type { AptState } from './updates-state.ts';

/** Whether what apt has told can be relied on, and what else it has told. */
export function judgeApt(
  apt: AptState,
  { maxListAgeHours }: UpdatesParams,
  context: Context,
): UpdatesFinding[] {
  const reliance = judgeReliance(apt, maxListAgeHours, context);
  if (apt.lock) return reliance;
  return [
    ...judgeAudit(apt),
    ...reliance,
    ...judgeSource(apt),
    ...judgeUnattended(apt),
    ...note('held', apt.held),
    ...note(
      'kept-back',
      apt.keptBack.filter((name) => !apt.held.includes(name)),
    ),
    ...note('phased', apt.phased),
    ...note('removals', apt.removals),
  ];
}

function judgeUnattended({ unattended }: AptState): UpdatesFinding[] {
  const { installed, on, timer } = unattended;
  const key = 'unattended-upgrades';
  if (!installed || !on) return [];
  // Without systemd cron.daily runs it.
  if (timer === '' || timer === 'active')
    return [{ key, severity: 'note', message: { id: 'unattended-on', args: {} } }];
  return [
    {
      key,
      severity: 'warning',
      message: { id: 'unattended-idle', args: { state: timer } },
      remedy: { id: 'remedy-unattended-idle', args: {} },
    },
  ];
}

function note(
  id: 'held' | 'kept-back' | 'phased' | 'removals',
  names: readonly string[],
): UpdatesFinding[] {
  if (names.length === 0) return [];
  return [{ key: id, severity: 'note', message: { id, args: { packages: names.join(', ') } } }];
}
