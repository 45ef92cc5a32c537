import { type Finding, finding } from '../../core/finding.ts';
import type { Plan, Verification } from '../define-task.ts';
import type { DoorFacts } from './restrict-facts.ts';
import type { restrictMessages } from './restrict-messages.ts';

type Id = keyof typeof restrictMessages;

interface Params {
  readonly url: string;
  readonly health: string;
  readonly outsider: string;
  readonly operator: string;
  readonly minutes: number;
}

export interface RestrictChange {
  readonly seconds: number;
}

export function planRestriction(
  { nginx, complaint, included, flagSinceSeconds, outsider, health }: DoorFacts,
  params: Params,
): Plan<RestrictChange, Id> {
  const { url, minutes } = params;
  if (nginx === 'absent') {
    return { kind: 'no-op', reason: { id: 'not-installed', args: {} }, skipped: true };
  }
  if (nginx === 'failed') {
    const broken = finding('nginx', 'critical', 'nginx-broken', {}, 'nginx-broken-remedy');
    return { kind: 'refused', findings: [{ ...broken, evidence: complaint }] };
  }
  if (included === 0) {
    const missing = finding('nginx', 'critical', 'not-included', {}, 'not-included-remedy');
    return { kind: 'refused', findings: [missing] };
  }
  if (outsider.status === 0) {
    const silent = finding('url', 'critical', 'no-answer', { url }, 'no-answer-remedy');
    return { kind: 'refused', findings: [silent] };
  }
  const args = { status: health.status, health: params.health };
  return {
    kind: 'change',
    change: { seconds: Math.round(minutes * 60) },
    changes: [{ id: flagSinceSeconds === null ? 'close' : 'rearm', args: { url, minutes } }],
    findings:
      health.status === 200
        ? []
        : [finding('health', 'warning', 'health-before', args, 'health-remedy')],
  };
}

/** What everybody sees now. What health checks get counts where they got something before. */
export function verifyRestriction(
  { before, after }: { readonly before: DoorFacts; readonly after: DoorFacts },
  params: Params,
): Verification<Id> {
  const { url, operator, minutes } = params;
  const findings: Finding<Id>[] = [];
  const { status, retryAfter } = after.outsider;
  if (after.flagSinceSeconds === null || status !== 503) {
    const args = { url, status };
    findings.push(finding('url', 'critical', 'not-closed', args, 'not-closed-remedy'));
  } else if (retryAfter === null) {
    findings.push(finding('url', 'warning', 'no-retry-after', { url }, 'no-retry-after-remedy'));
  }
  if (!after.timer) {
    findings.push(finding('timer', 'critical', 'no-dead-man', { url }, 'no-dead-man-remedy'));
  }
  if (before.health.status === 200 && after.health.status !== 200) {
    const args = { status: after.health.status, health: params.health };
    findings.push(finding('health', 'critical', 'health-closed', args, 'health-closed-remedy'));
  }
  if (after.operator.status === 503) {
    const args = { url, operator };
    findings.push(finding('operator', 'warning', 'operators-out', args, 'operators-out-remedy'));
  }
  return { findings, changes: [{ id: 'closed', args: { url, minutes } }] };
}
