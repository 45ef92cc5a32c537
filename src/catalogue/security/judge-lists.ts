import type { Finding } from '../../core/finding.ts';
import type { Context } from '../define.ts';
import type { sourceMessages } from './source-messages.ts';
import { refreshCommand } from './updates-script.ts';
import type { ListState } from './updates-state.ts';

type SourceMessageId = keyof typeof sourceMessages;
export type SourceFinding = Finding<SourceMessageId>;

/** Whether what apt has told can be relied on: nobody else at work, lists that are fresh. */
export function judgeReliance(
  lists: ListState,
  maxListAgeHours: number,
  context: Context,
): SourceFinding[] {
  const { lock } = lists;
  if (lock === null)
    return [...judgeRefresh(lists), ...judgeLists(lists, maxListAgeHours, context)];
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

/** What dpkg has left half done. */
export function judgeAudit({ audit }: { readonly audit: string }): SourceFinding[] {
  return audit === '' ? [] : [interrupted(audit)];
}

const interrupted = (audit: string): SourceFinding => ({
  key: 'dpkg',
  severity: 'critical',
  message: { id: 'interrupted', args: {} },
  remedy: { id: 'remedy-interrupted', args: {} },
  evidence: audit,
});

export function judgeSource({ securitySource, listsAtSeconds }: ListState): SourceFinding[] {
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

function judgeRefresh({ refresh }: ListState): SourceFinding[] {
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
  { listsAtSeconds, expiries }: ListState,
  limitHours: number,
  { host, now }: Context,
): SourceFinding[] {
  const finding = (id: SourceMessageId, args: SourceFinding['message']['args']): SourceFinding => ({
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
