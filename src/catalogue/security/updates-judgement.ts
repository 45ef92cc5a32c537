import type { Finding } from '../../core/finding.ts';
import type { Context, Judgement } from '../define.ts';
import { judgeApt } from './judge-apt.ts';
import { judgeBoot, judgeRelease } from './judge-host.ts';
import { judgePending } from './judge-pending.ts';
import type { updatesMessages } from './updates-messages.ts';
import type { UpdatesParams } from './updates-params.ts';
import type { UpdatesFacts } from './updates-state.ts';

export type UpdatesMessageId = keyof typeof updatesMessages;
export type UpdatesFinding = Finding<UpdatesMessageId>;

export function evaluateUpdates(
  facts: UpdatesFacts,
  params: UpdatesParams,
  context: Context,
): Judgement<UpdatesMessageId> {
  const { manager, failure, apt } = facts;
  // What stands in the middle of another operation is neither the state before nor the one after.
  const isInFlux = Boolean(apt?.lock);
  const isKnown = failure === null && manager !== 'none' && !isInFlux;
  return {
    findings: [
      ...(isKnown ? judgePending(facts, params, context) : []),
      ...judgeManager(facts, context),
      ...(apt ? judgeApt(apt, params, context) : []),
      ...judgeRelease(apt, context),
      ...judgeBoot(facts, context),
    ],
    measurements: isKnown
      ? [
          { name: 'pending', value: facts.pending.length, unit: 'count' },
          ...(apt ? [{ name: 'other', value: apt.otherUpdates, unit: 'count' } as const] : []),
        ]
      : [],
  };
}

function judgeManager(
  { manager, failure, apt }: UpdatesFacts,
  { host }: Context,
): UpdatesFinding[] {
  const unsupported = (id: 'no-manager' | 'no-advisories'): UpdatesFinding => ({
    key: 'manager',
    severity: 'unknown',
    message: { id, args: id === 'no-manager' ? {} : { os: host.osId } },
    remedy: { id: 'remedy-unsupported', args: {} },
  });
  if (manager === 'none') return [unsupported('no-manager')];
  // CentOS, Stream included, has never published advisories: its list is always empty.
  if (manager === 'dnf' && host.osId === 'centos') return [unsupported('no-advisories')];
  if (failure === null || apt?.lock) return [];
  const { exitStatus, text } = failure;
  return [
    {
      key: 'manager',
      severity: 'unknown',
      message: { id: 'manager-failed', args: { manager, exitStatus } },
      remedy: { id: 'remedy-manager-failed', args: {} },
      evidence: text,
    },
  ];
}
