import { z } from 'zod';
import type { Finding } from '../../core/finding.ts';
import { shell } from '../../core/probe.ts';
import { sh } from '../../core/shell.ts';
import { defineCheck } from '../define.ts';
import { type CpuWindow, cpuTimeSample, parseCpuTime } from './cpu-time.ts';
import { every2Seconds, pressureAvg60, round1, seconds } from './sampling.ts';

const percent = z.number().min(0).max(100);
const params = z.strictObject({
  warning: percent.default(80).describe('Percent busy above which it is a warning'),
  critical: percent.default(95).describe('Percent busy above which it is critical'),
  seconds: seconds(10),
});

/** Above this the host is short of what it was promised, whatever its own load is. */
const stealLimit = 10;

const messages = {
  busy: {
    ja: 'CPU 使用率が {seconds} 秒間の平均で {used}% です(しきい値 {limit}%、iowait {iowait}%、コアあたりの負荷 {loadPerCore})',
    en: 'The CPU was {used}% busy over {seconds} s (limit {limit}%, iowait {iowait}%, load per core {loadPerCore})',
  },
  steal: {
    ja: 'ハイパーバイザーに CPU 時間の {steal}% を奪われています(しきい値 {limit}%)',
    en: 'The hypervisor took {steal}% of the CPU time away (limit {limit}%)',
  },
  'remedy-busy': {
    ja: 'CPU を使っているプロセスを見る: ps -eo pid,user,pcpu,etime,args --sort=-pcpu | head -15。バックアップやバッチと時刻が重なっていないかも確かめてください',
    en: 'See who uses it: ps -eo pid,user,pcpu,etime,args --sort=-pcpu | head -15. Check also whether a backup or a batch runs at this hour',
  },
  'remedy-steal': {
    ja: '続くかどうかを見る: vmstat 5 12(st 列)。続くなら、クラウド事業者に問い合わせるか、インスタンスの種類を変えてください',
    en: 'See whether it lasts: vmstat 5 12 (column st). If so, ask the provider or change the type of the instance',
  },
} as const;

interface Facts extends CpuWindow {
  /** Load averages of 1, 5 and 15 minutes. */
  readonly load: readonly number[];
  readonly pressureAvg60: number | null;
}

export const check = defineCheck({
  id: 'perf.cpu',
  title: { ja: 'CPU使用率確認', en: 'CPU usage' },
  description: {
    ja: '/proc/stat を一定時間に何度か読み、CPU の使用率・iowait・steal を求めます。負荷平均と PSI も記録します。その時間の様子しか分かりません。',
    en: 'Reads /proc/stat several times over a window and computes busy, iowait and steal; records load averages and pressure. It knows nothing but that window.',
  },
  sources: ['proc(5) /proc/stat, /proc/loadavg', 'Linux Documentation/accounting/psi.rst'],
  level: 1,
  transient: true,
  params,
  messages,
  measures: {
    busy: { ja: 'CPU 使用率', en: 'CPU busy' },
    p50: { ja: 'CPU 使用率 (p50)', en: 'CPU busy (p50)' },
    p95: { ja: 'CPU 使用率 (p95)', en: 'CPU busy (p95)' },
    iowait: { ja: 'iowait', en: 'iowait' },
    steal: { ja: 'steal', en: 'Steal' },
    load: { ja: 'コアあたりの負荷', en: 'Load per core' },
    pressure: { ja: 'CPU 待ち (PSI avg60)', en: 'CPU pressure (avg60)' },
  },
  probes: ({ seconds: window }) => ({
    stat: shell(
      sh`${cpuTimeSample}
read -r line </proc/loadavg && printf 'load %s\n' "$line"
{ read -r line </proc/pressure/cpu; } 2>/dev/null && printf 'pressure %s\n' "$line"
:`,
      { sampling: every2Seconds(window), timeoutSeconds: window + 30 },
    ),
  }),
  parse: ({ stat }): Facts => {
    const lines = stat.stdout.split('\n');
    const load = lines.findLast((line) => line.startsWith('load '));
    return {
      ...parseCpuTime(stat.stdout),
      load: load?.split(' ').slice(1, 4).map(Number).filter(Number.isFinite) ?? [],
      pressureAvg60: pressureAvg60(lines, 'pressure some '),
    };
  },
  evaluate: (facts, { warning, critical, seconds: window }, { host }) => {
    const used = facts.busyPercent;
    const loadPerCore = round1((facts.load[0] ?? 0) / Math.max(1, host.cores));
    const findings: Finding<keyof typeof messages>[] = [];
    if (used > warning || used > critical) {
      const limit = used > critical ? critical : warning;
      findings.push({
        key: 'cpu',
        severity: used > critical ? 'critical' : 'warning',
        message: {
          id: 'busy',
          args: { used, limit, seconds: window, iowait: facts.iowaitPercent, loadPerCore },
        },
        remedy: { id: 'remedy-busy', args: {} },
      });
    }
    if (facts.stealPercent > stealLimit) {
      findings.push({
        key: 'cpu:steal',
        severity: 'warning',
        message: { id: 'steal', args: { steal: facts.stealPercent, limit: stealLimit } },
        remedy: { id: 'remedy-steal', args: {} },
      });
    }
    const share = (name: string, value: number | null) =>
      value === null ? [] : [{ name, value, unit: 'percent' as const }];
    return {
      findings,
      measurements: [
        ...share('busy', used),
        ...share('p50', facts.busyP50),
        ...share('p95', facts.busyP95),
        ...share('iowait', facts.iowaitPercent),
        ...share('steal', facts.stealPercent),
        { name: 'load', value: loadPerCore, unit: 'ratio' },
        ...share('pressure', facts.pressureAvg60),
      ],
    };
  },
});
