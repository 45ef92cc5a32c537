import type { Config } from '../config/schema.ts';
import type { Message } from '../core/message.ts';
import type { LedgerWindow } from '../ledger/model.ts';
import type { Notice } from './model.ts';

/** What stands between a level 2 or 3 window and its changes, and how each is opened. */
export const gateIds = [
  'gate/no-contacts',
  'gate/frozen',
  'gate/cancelled',
  'gate/no-notice',
  'gate/notice-closed',
  'gate/notice-too-young',
  'gate/changed',
  'gate/no-approval',
  'gate/too-early',
  'gate/too-late',
] as const;
export type GateId = (typeof gateIds)[number];

export interface Refusal extends Message {
  readonly id: GateId;
}

export interface GateInput {
  readonly window: LedgerWindow;
  /** Undefined when there is none. */
  readonly notice: Notice | undefined;
  readonly envelope: string;
  readonly now: Date;
  readonly config: Pick<Config, 'contacts' | 'noticeDays'>;
  /** Approval is asked for by a GitHub environment, which lets nothing by without it. */
  readonly byEnvironment: boolean;
}

export type Gates =
  | { readonly kind: 'open'; readonly notice: number; readonly approver?: string }
  | { readonly kind: 'closed'; readonly refusals: readonly [Refusal, ...Refusal[]] };

/** Days and hours of a notice are told to the minute, and ticks are not that exact. */
const graceMs = 60 * 60_000;

/** Whether changes of this level may be made now. All that stands in the way is told at once. */
export function gatesOf(input: GateInput): Gates {
  const { notice, window, now } = input;
  const early = Date.parse(window.startsAt) - now.getTime();
  const late = now.getTime() - Date.parse(window.startBy);
  const refusals = [
    ...standing(input),
    ...(early > 0 ? [refusal('gate/too-early', { startsAt: window.startsAt })] : []),
    ...(late > 0 ? [refusal('gate/too-late', { startByAt: window.startBy })] : []),
  ];
  const [first, ...others] = refusals;
  if (first) return { kind: 'closed', refusals: [first, ...others] };
  const approver = notice?.approval?.by;
  return { kind: 'open', notice: notice?.number ?? 0, ...(approver !== undefined && { approver }) };
}

/** What time alone will not open: when there is none of it, the window is worth waiting for. */
export function standing({
  window,
  notice,
  envelope,
  config,
  byEnvironment,
}: GateInput): readonly Refusal[] {
  const about = { runbook: window.runbook.id, window: window.key };
  const refusals: Refusal[] = [];
  if (config.contacts.emergency === undefined) refusals.push(refusal('gate/no-contacts', {}));
  const frozen = window.hosts.find(({ state }) => state === 'frozen');
  if (frozen) refusals.push(refusal('gate/frozen', { ...about, reason: frozen.reason ?? '' }));
  if (notice?.decision?.kind === 'cancel') {
    const { by, reason } = notice.decision;
    refusals.push(refusal('gate/cancelled', { by, reason }));
  }
  if (!notice) return [...refusals, refusal('gate/no-notice', about)];
  if (notice.state === 'closed') refusals.push(refusal('gate/notice-closed', of(notice)));
  const announced = Date.parse(window.startsAt) - Date.parse(notice.announcedAt);
  if (announced < config.noticeDays * 86_400_000 - graceMs) {
    const args = { ...of(notice), days: config.noticeDays, announcedAt: notice.announcedAt };
    refusals.push(refusal('gate/notice-too-young', args));
  }
  if (notice.envelope !== envelope) refusals.push(refusal('gate/changed', of(notice)));
  if (!byEnvironment && !notice.approval) refusals.push(refusal('gate/no-approval', of(notice)));
  return refusals;
}

function of({ number, url }: Notice) {
  return { number, url };
}

function refusal(id: GateId, args: Refusal['args']): Refusal {
  return { id, args };
}
