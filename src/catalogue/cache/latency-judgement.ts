import type { Finding, Measurement } from '../../core/finding.ts';
import type { Messages } from '../../core/message.ts';
import { beforeAndAfter } from '../define-task.ts';
import type { Latency } from './latency.ts';

export const latencyMessages = {
  failing: {
    ja: '{url} への要求が、その後 {requests} 件中 {failed} 件失敗しています (前は {failedBefore} 件)',
    en: '{failed} of {requests} requests to {url} fail since then (before: {failedBefore})',
  },
  'remedy-failing': {
    ja: 'サービスの状態とログを見てください: systemctl --failed; curl -si --max-time 10 "{url}" | head -30',
    en: 'Look at the service and its log: systemctl --failed; curl -si --max-time 10 "{url}" | head -30',
  },
  slower: {
    ja: '{url} の応答 (95 パーセンタイル) が {before} ms から {after} ms に遅くなりました',
    en: 'Responses of {url} (95th percentile) went from {before} ms to {after} ms',
  },
  'remedy-slower': {
    ja: 'キャッシュが温まるまで続きます。数分後にもう一度測ってください: time curl -so /dev/null "{url}"',
    en: 'It lasts until the caches are warm: measure again in a few minutes: time curl -so /dev/null "{url}"',
  },
} as const satisfies Messages;

export const latencyMeasures = {
  p95Before: {
    ja: '応答時間 95 パーセンタイル (前)',
    en: 'Response time, 95th percentile, before',
  },
  p95: { ja: '応答時間 95 パーセンタイル', en: 'Response time, 95th percentile' },
} as const;

/** Slower than this many times before, and by more than a person would notice. */
const slowerTimes = 2;
const noticeableMilliseconds = 100;

interface Seen {
  readonly url: string;
  readonly before: Latency | undefined;
  readonly after: Latency | undefined;
}

/** What the requests of after say beside those of before. */
export function judgeLatency({
  url,
  before,
  after,
}: Seen): readonly Finding<keyof typeof latencyMessages>[] {
  if (!before || !after) return [];
  if (after.failed > before.failed) {
    const { failed, requests } = after;
    const args = { url, failed, requests, failedBefore: before.failed };
    const rest = { remedy: { id: 'remedy-failing', args } } as const;
    return [{ key: url, severity: 'critical', message: { id: 'failing', args }, ...rest }];
  }
  const [was, is] = [before.p95Milliseconds, after.p95Milliseconds];
  if (is <= was * slowerTimes || is - was <= noticeableMilliseconds) return [];
  const args = { url, before: Math.round(was), after: Math.round(is) };
  const rest = { remedy: { id: 'remedy-slower', args } } as const;
  return [{ key: url, severity: 'warning', message: { id: 'slower', args }, ...rest }];
}

export function latencyMeasurements({ url, before, after }: Seen): readonly Measurement[] {
  if (!before || !after) return [];
  return beforeAndAfter('p95', before.p95Milliseconds, after.p95Milliseconds, {
    unit: 'milliseconds',
    object: url,
  });
}
