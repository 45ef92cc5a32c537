import type { Context } from '../define.ts';
import type { UpdatesFinding, UpdatesMessageId } from './updates-judgement.ts';
import type { UpdatesParams } from './updates-params.ts';
import { refreshCommand } from './updates-script.ts';
import type { AptState } from './updates-state.ts';

/** Whether what apt has told can be relied on, and what else it has told. */
export function judgeApt(
  apt: AptState,
  { maxListAgeHours }: UpdatesParams,
  context: Context,
): UpdatesFinding[] {
  const { lock, audit } = apt;
  if (lock) {
    const { pid, command } = lock;
    return [
      {
        key: 'lock',
        severity: 'unknown',
        message: { id: 'locked', args: { pid, command } },
        remedy: { id: 'remedy-locked', args: { pid } },
      },
    ];
  }
  return [
    ...(audit === '' ? [] : [interrupted(audit)]),
    ...judgeRefresh(apt),
    ...judgeLists(apt, maxListAgeHours, context),
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

const interrupted = (audit: string): UpdatesFinding => ({
  key: 'dpkg',
  severity: 'critical',
  message: { id: 'interrupted', args: {} },
  remedy: { id: 'remedy-interrupted', args: {} },
  evidence: audit,
});

function judgeSource({ securitySource, listsAtSeconds }: AptState): UpdatesFinding[] {
  if (securitySource === 'configured' || listsAtSeconds === null) return [];
  const id = securitySource === 'missing' ? 'no-security-source' : 'security-outranked';
  return [
    {
      ...{ key: 'security-source', severity: 'unknown' },
      message: { id, args: {} },
      remedy: { id: `remedy-${id}`, args: {} },
    },
  ];
}

function judgeRefresh({ refresh }: AptState): UpdatesFinding[] {
  if (refresh === null) return [];
  const base = { key: 'refresh', severity: 'unknown', evidence: refresh.text } as const;
  if (/^sudo: /m.test(refresh.text)) {
    const message = { id: 'refresh-denied', args: { command: refreshCommand.join(' ') } } as const;
    return [{ ...base, message, remedy: { id: 'remedy-refresh-denied', args: {} } }];
  }
  const reason = /^E: (.*)$/m.exec(refresh.text)?.[1] ?? refresh.text.slice(-200);
  const message = { id: 'refresh-failed', args: { reason } } as const;
  return [{ ...base, message, remedy: { id: 'remedy-refresh-failed', args: {} } }];
}

/** Measured by the host's own clock, which has set the times of the lists. */
function judgeLists(
  { listsAtSeconds, expiries }: AptState,
  limitHours: number,
  { host, now }: Context,
): UpdatesFinding[] {
  const finding = (
    id: UpdatesMessageId,
    args: UpdatesFinding['message']['args'],
  ): UpdatesFinding => ({
    key: 'lists',
    severity: 'unknown',
    message: { id, args },
    remedy: { id: 'remedy-lists', args: {} },
  });
  if (listsAtSeconds === null) return [finding('lists-missing', {})];
  const hours = Math.floor((host.epochSeconds - listsAtSeconds) / 3600);
  if (hours >= limitHours) return [finding('lists-old', { hours, limitHours })];
  const expired = expiries.find(({ at }) => Date.parse(at) < now.getTime());
  if (expired === undefined) return [];
  return [finding('lists-expired', { list: expired.list, expiredAt: expired.at })];
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
