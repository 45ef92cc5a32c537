import type { LedgerWindow } from '../ledger/model.ts';
import type { RunStep } from '../record/run-result.ts';
import type { Runbook } from '../runbook/model.ts';

/** A level 2 or 3 window that is, or was, to be announced. */
export interface Announced {
  readonly runbook: Runbook;
  readonly window: LedgerWindow;
  /** Digest of what an approval covers: see `envelopeOf`. */
  readonly envelope: string;
  /** Whether a scheduled run changes anything in it. */
  readonly changes: boolean;
  /** The latest dry run for it. */
  readonly plan?: DryRun;
}

/** What a dry run has said would be changed. */
export interface DryRun {
  readonly at: string;
  /** Relative to the instance. */
  readonly record: string;
  readonly steps: readonly RunStep[];
}

/** What people have said on a notice that counts. */
export type Voice =
  | { readonly kind: 'approve'; readonly by: string; readonly at: string }
  | { readonly kind: 'cancel'; readonly by: string; readonly at: string; readonly reason: string }
  | {
      readonly kind: 'postpone';
      readonly by: string;
      readonly at: string;
      readonly startsAt: string;
      readonly reason: string;
    };

/** Why what somebody has said does not count. */
export const objections = [
  'no-right',
  'edited',
  'own-change',
  'own-run',
  'changed-since',
  'no-time',
  'out-of-range',
  'no-reason',
] as const;
export type Objection = (typeof objections)[number];

export interface Heard {
  /** Id of the comment, or of the event that set the label. */
  readonly id: number;
  readonly by: string;
  readonly outcome: Voice | Objection;
}

/** An open notice as people have left it. */
export interface Notice {
  readonly number: number;
  readonly url: string;
  readonly key: string;
  readonly announcedAt: string;
  /** The envelope that its text shows. */
  readonly envelope: string;
  readonly state: 'open' | 'closed';
  readonly heard: readonly Heard[];
  readonly approval?: Extract<Voice, { kind: 'approve' }>;
  readonly decision?: Exclude<Voice, { kind: 'approve' }>;
}

export function noticeKey(runbook: string, window: string): string {
  return `${runbook} ${window}`;
}
