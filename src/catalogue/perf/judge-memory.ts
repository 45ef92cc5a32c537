import type { Finding, Measurement } from '../../core/finding.ts';
import type { Context, Judgement } from '../define.ts';
import { type MemoryCounters, memoryEvents } from './memory-events.ts';
import type { MemoryWindow } from './memory-use.ts';
import { round1 } from './sampling.ts';
import type { ServiceMemory } from './service-memory.ts';

export interface MemoryFacts extends MemoryWindow {
  readonly swapTotalBytes: number;
  readonly swapUsedBytes: number;
  /** Reserved for huge pages, hence not available, whether used or not. */
  readonly hugePagesBytes: number;
  readonly pressureFullAvg60: number | null;
  readonly counters: MemoryCounters | null;
  readonly services: readonly ServiceMemory[];
}

export const memoryMessages = {
  used: {
    ja: 'メモリ使用率が {used}% です(しきい値 {limit}%、残り {availableBytes} / {totalBytes})',
    en: '{used}% of the memory is in use (limit {limit}%, {availableBytes} of {totalBytes} available)',
  },
  oom: {
    ja: '前回の実行から、メモリ不足でプロセスが {kills} 回強制終了されました',
    en: 'Since the last run the kernel has killed {kills, plural, one {# process} other {# processes}} for want of memory',
  },
  swapping: {
    ja: '前回の実行からの平均で、毎秒 {inPages} ページがスワップから読み戻されています(書き出し {outPages} ページ)',
    en: 'Since the last run {inPages} pages a second came back from swap on average ({outPages} went out)',
  },
  pressure: {
    ja: 'メモリ待ちで、すべての処理が止まった時間が {stalled}% あります(直近 60 秒、しきい値 {limit}%)',
    en: 'For {stalled}% of the last 60 s everything stood still for want of memory (limit {limit}%)',
  },
  service: {
    ja: 'サービス {service} が上限 {limitBytes} の {used}% のメモリを使っています(しきい値 {limit}%)',
    en: 'The service {service} uses {used}% of its memory limit of {limitBytes} (limit {limit}%)',
  },
  'huge-pages': {
    ja: '{hugePagesBytes} がヒュージページとして確保され、使用中に数えられています',
    en: '{hugePagesBytes} are set aside as huge pages and count as used',
  },
  'remedy-used': {
    ja: 'メモリを使っているプロセスを見る: ps -eo pid,user,rss,etime,args --sort=-rss | head -15',
    en: 'See who uses it: ps -eo pid,user,rss,etime,args --sort=-rss | head -15',
  },
  'remedy-oom': {
    ja: '何が終了させられたかを見る: sudo journalctl -k --since -8d | grep -iE "out of memory|oom-kill"',
    en: 'See what was killed: sudo journalctl -k --since -8d | grep -iE "out of memory|oom-kill"',
  },
  'remedy-service': {
    ja: 'サービスのメモリと上限を見る: systemctl show {service} -p MemoryCurrent,MemoryMax,NRestarts。増え続けているならメモリリークを疑ってください',
    en: 'See its memory and limit: systemctl show {service} -p MemoryCurrent,MemoryMax,NRestarts. If it keeps growing, suspect a leak',
  },
  'remedy-swapping': {
    ja: 'スワップの出入りを見る: vmstat 5 12(si・so 列)。続くならメモリを増やすか、プロセスの上限を下げてください',
    en: 'Watch it: vmstat 5 12 (columns si and so). If it lasts, add memory or lower the limits of the processes',
  },
} as const;

type Id = keyof typeof memoryMessages;

export const memoryMeasures = {
  used: { ja: 'メモリ使用率', en: 'Memory in use' },
  p95: { ja: 'メモリ使用率 (p95)', en: 'Memory in use (p95)' },
  available: { ja: '使えるメモリ', en: 'Memory available' },
  swap: { ja: 'スワップ使用量', en: 'Swap in use' },
  service: { ja: 'サービスのメモリ使用量', en: 'Memory of service' },
  oom: { ja: 'OOM による強制終了', en: 'OOM kills' },
  pressure: { ja: 'メモリ待ち (PSI full avg60)', en: 'Memory pressure (full avg60)' },
} as const;

/** Averages over days: this much for so long is a host that lives in swap. */
const swapInLimitPerSecond = 100;
const pressureLimit = 10;
const hugePagesShareWorthTelling = 0.1;

export function judgeMemory(
  facts: MemoryFacts,
  { warning, critical }: { readonly warning: number; readonly critical: number },
  context: Context,
): Judgement<Id> {
  const { usedP50: used, availableBytes, totalBytes, hugePagesBytes } = facts;
  const events = memoryEvents(facts.counters, context);
  const findings: Finding<Id>[] = [];
  if (used > warning || used > critical) {
    findings.push({
      key: 'memory',
      severity: used > critical ? 'critical' : 'warning',
      message: {
        id: 'used',
        args: { used, limit: used > critical ? critical : warning, availableBytes, totalBytes },
      },
      remedy: { id: 'remedy-used', args: {} },
    });
  }
  const warn = (id: Id, remedy: Id, args: Record<string, number>) =>
    findings.push({
      key: `memory:${id}`,
      severity: 'warning',
      message: { id, args },
      remedy: { id: remedy, args: {} },
    });
  if (events.oomKills) warn('oom', 'remedy-oom', { kills: events.oomKills });
  if (events.swapRate && events.swapRate.inPerSecond > swapInLimitPerSecond) {
    const { inPerSecond, outPerSecond } = events.swapRate;
    warn('swapping', 'remedy-swapping', {
      inPages: Math.round(inPerSecond),
      outPages: Math.round(outPerSecond),
    });
  }
  const stalled = facts.pressureFullAvg60;
  if (stalled !== null && stalled > pressureLimit) {
    warn('pressure', 'remedy-used', { stalled: round1(stalled), limit: pressureLimit });
  }
  findings.push(...facts.services.flatMap((service) => judgeService(service, warning, critical)));
  if (hugePagesBytes > totalBytes * hugePagesShareWorthTelling) {
    findings.push({
      key: 'memory:huge-pages',
      severity: 'note',
      message: { id: 'huge-pages', args: { hugePagesBytes } },
    });
  }
  const measurements: Measurement[] = [
    { name: 'used', value: used, unit: 'percent' },
    { name: 'p95', value: facts.usedP95, unit: 'percent' },
    { name: 'available', value: availableBytes, unit: 'bytes' },
    { name: 'swap', value: facts.swapUsedBytes, unit: 'bytes' },
    ...facts.services.map(({ service, usedBytes }) => {
      return { name: 'service', object: service, value: usedBytes, unit: 'bytes' as const };
    }),
  ];
  if (events.oomKills !== null) {
    measurements.push({ name: 'oom', value: events.oomKills, unit: 'count' });
  }
  if (stalled !== null) measurements.push({ name: 'pressure', value: stalled, unit: 'percent' });
  return { findings, measurements };
}

function judgeService(
  { service, usedBytes, limitBytes }: ServiceMemory,
  warning: number,
  critical: number,
): Finding<Id>[] {
  if (limitBytes === null || limitBytes === 0) return [];
  const used = round1((100 * usedBytes) / limitBytes);
  if (used <= warning && used <= critical) return [];
  const limit = used > critical ? critical : warning;
  return [
    {
      key: `memory:service:${service}`,
      severity: used > critical ? 'critical' : 'warning',
      message: { id: 'service', args: { service, used, limit, limitBytes } },
      remedy: { id: 'remedy-service', args: { service } },
    },
  ];
}
