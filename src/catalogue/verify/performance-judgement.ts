import { z } from 'zod';
import type { Finding } from '../../core/finding.ts';
import type { Messages } from '../../core/message.ts';
import type { Judgement } from '../define.ts';
import { beforeAndAfter } from '../define-task.ts';
import type { ResponseTimes } from './requests.ts';

export const performanceMessages = {
  baseline: {
    ja: '{url}: 95 パーセンタイル {p95} ms ({requests} 回)。比べる相手はありません (この前に変更がないため)',
    en: '{url}: 95th percentile {p95} ms of {requests} requests, with nothing to compare to as nothing was changed before',
  },
  failing: {
    ja: '{url} への要求が {requests} 回中 {failed} 回失敗しています (作業前は {before} 回)',
    en: '{failed} of {requests} requests to {url} fail (before the work: {before})',
  },
  'remedy-failing': {
    ja: 'サービスの状態とログを見て、作業によるものなら切り戻してください: systemctl --failed; curl -si {url} | head',
    en: 'Look at the service and its log, and roll back if the work has caused it: systemctl --failed; curl -si {url} | head',
  },
  slower: {
    ja: '{url} の応答 (95 パーセンタイル) が {before} ms から {after} ms に、{times} 倍になりました',
    en: 'Responses of {url} (95th percentile) went from {before} ms to {after} ms, {times} times as long',
  },
  'remedy-slower': {
    ja: 'キャッシュが温まるのを待って数分後に測り直し、戻らなければ切り戻してください: time curl -so /dev/null {url}',
    en: 'Measure again in a few minutes, when caches are warm, and roll back if it stays so: time curl -so /dev/null {url}',
  },
} as const satisfies Messages;

type Id = keyof typeof performanceMessages;

interface Limits {
  readonly url: string;
  readonly warningTimes: number;
  readonly criticalTimes: number;
  readonly criticalMilliseconds: number;
  readonly noticeableMilliseconds: number;
}

const times = z.object({
  requests: z.number(),
  failed: z.number(),
  p50Milliseconds: z.number(),
  p95Milliseconds: z.number(),
});

export function judgePerformance(
  after: ResponseTimes,
  earlier: unknown,
  limits: Limits,
): Judgement<Id> {
  const { url } = limits;
  const before = times.safeParse(earlier).data;
  const { requests, failed } = after;
  const findings: Finding<Id>[] = [];
  const add = (severity: Finding['severity'], id: Id, args: Finding['message']['args']) => {
    const remedy = id === 'slower' ? 'remedy-slower' : 'remedy-failing';
    const told = { key: `url:${url}`, severity, message: { id, args } };
    findings.push(severity === 'note' ? told : { ...told, remedy: { id: remedy, args } });
  };
  if (failed > 0) {
    const worse = !before || failed / requests > before.failed / before.requests;
    const args = { url, requests, failed, before: before?.failed ?? '?' };
    add(worse ? 'critical' : 'warning', 'failing', args);
  } else if (!before) {
    add('note', 'baseline', { url, requests, p95: after.p95Milliseconds });
  } else if (before.failed < before.requests) {
    compare(before.p95Milliseconds, after.p95Milliseconds, limits, add);
  }
  const rest = { unit: 'milliseconds', object: url } as const;
  const [p50, p95] = [after.p50Milliseconds, after.p95Milliseconds];
  return {
    findings,
    measurements: [
      ...(before
        ? [
            ...beforeAndAfter('p50', before.p50Milliseconds, p50, rest),
            ...beforeAndAfter('p95', before.p95Milliseconds, p95, rest),
          ]
        : [
            { name: 'p50', value: p50, ...rest },
            { name: 'p95', value: p95, ...rest },
          ]),
      { name: 'failed', value: failed, unit: 'count', object: url },
    ],
  };
}

function compare(
  before: number,
  after: number,
  { url, ...limits }: Limits,
  add: (severity: 'warning' | 'critical', id: 'slower', args: Finding['message']['args']) => void,
): void {
  const slower = after - before;
  if (slower < limits.noticeableMilliseconds || after <= before * limits.warningTimes) return;
  const critical = after > before * limits.criticalTimes && slower > limits.criticalMilliseconds;
  const times = before > 0 ? Math.round((after / before) * 10) / 10 : '∞';
  add(critical ? 'critical' : 'warning', 'slower', { url, before, after, times });
}
