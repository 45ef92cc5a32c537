import { type Finding, finding } from '../../core/finding.ts';
import type { Context } from '../define.ts';
import type { Plan, Verification } from '../define-task.ts';
import type { releaseMessages } from './release-messages.ts';
import type { DoorFacts } from './restrict-facts.ts';

type Id = keyof typeof releaseMessages;

interface Params {
  readonly url: string;
  readonly status: number;
  readonly promisedMinutes: number;
}

/** Seconds since the epoch: when it was closed, which stays the same when its timer opens it. */
export interface ReleaseChange {
  readonly sinceSeconds: number;
}

export function planRelease(
  { flagSinceSeconds, ended, timer }: DoorFacts,
  { url }: Params,
): Plan<ReleaseChange, Id> {
  const sinceSeconds = flagSinceSeconds ?? ended?.sinceSeconds;
  if (sinceSeconds === undefined) {
    return { kind: 'no-op', reason: { id: 'open-already', args: { url } } };
  }
  const early = flagSinceSeconds === null && ended !== null;
  const sinceAt = new Date(sinceSeconds * 1000).toISOString();
  const findings: Finding<Id>[] = [];
  if (early) {
    const args = { url, endedAt: new Date(ended.atSeconds * 1000).toISOString() };
    findings.push(finding('timer', 'warning', 'ended-early', args, 'ended-early-remedy'));
  } else if (!timer) {
    findings.push(finding('timer', 'warning', 'no-timer', { url }, 'no-timer-remedy'));
  }
  return {
    kind: 'change',
    change: { sinceSeconds },
    changes: [{ id: early ? 'forget' : 'open', args: { url, sinceAt } }],
    findings,
  };
}

export function verifyRelease(
  {
    before,
    after,
    change: { sinceSeconds },
  }: { readonly before: DoorFacts; readonly after: DoorFacts; readonly change: ReleaseChange },
  { url, status: expected, promisedMinutes }: Params,
  { host }: Context,
): Verification<Id> {
  const findings: Finding<Id>[] = [];
  const { status } = after.outsider;
  if (after.flagSinceSeconds !== null || status === 503) {
    findings.push(finding('url', 'critical', 'still-closed', { url, status }, 'closed-remedy'));
  } else if (status !== expected && after.nginx !== 'absent') {
    const args = { url, status, expected };
    findings.push(finding('url', 'critical', 'not-answering', args, 'not-answering-remedy'));
  }
  const early = before.flagSinceSeconds === null ? before.ended : null;
  if (early !== null) {
    const args = { url, endedAt: new Date(early.atSeconds * 1000).toISOString() };
    findings.push(finding('timer', 'warning', 'ended-early', args, 'ended-early-remedy'));
  }
  const seconds = Math.max(0, (early?.atSeconds ?? Math.round(host.epochSeconds)) - sinceSeconds);
  const minutes = Math.round(seconds / 6) / 10;
  if (seconds > promisedMinutes * 60) {
    const args = { url, minutes, promisedMinutes };
    findings.push(finding('interruption', 'warning', 'too-long', args, 'too-long-remedy'));
  }
  return {
    findings,
    measurements: [{ name: 'interruption', object: url, value: seconds, unit: 'seconds' }],
    changes: [{ id: 'opened', args: { url, minutes } }],
  };
}
