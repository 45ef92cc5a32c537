import { z } from 'zod';
import type { Finding, Measurement } from '../../core/finding.ts';
import { shell } from '../../core/probe.ts';
import { defineCheck } from '../define.ts';
import { type DiskActivity, diskKinds, diskSample, parseDisks } from './disk-activity.ts';
import { pressureAvg60, seconds } from './sampling.ts';

const percent = z.number().min(0).max(100);
const params = z.strictObject({
  warning: percent.default(80).describe('Percent of time in use above which it is a warning'),
  critical: percent.optional().describe('Percent of time in use above which it is critical'),
  seconds: seconds(5),
});

const messages = {
  saturated: {
    ja: 'ディスク {device} が {seconds} 秒間の {util}% で使用中でした(しきい値 {limit}%、応答 {await} ms、待ち行列 {queue})',
    en: 'Disk {device} was in use for {util}% of {seconds} s (limit {limit}%, {await} ms a request, {queue} under way)',
  },
  'no-devices': {
    ja: 'このホストから見えるディスクはありません(コンテナなど)',
    en: 'The host sees no disk of its own (a container, for example)',
  },
  'remedy-saturated': {
    ja: '入出力の多いプロセスを見る: sudo iotop -obn 3(または pidstat -d 2 5)。バックアップと時刻が重なっていないかも確かめてください',
    en: 'See who reads and writes: sudo iotop -obn 3 (or pidstat -d 2 5). Check also whether a backup runs at this hour',
  },
} as const;

interface Facts {
  readonly devices: readonly DiskActivity[];
  /** Share of the last minute in which something waited for I/O. */
  readonly pressureAvg60: number | null;
}

/**
 * Time in use means saturation only where one request is served at a time. A device with many
 * queues is busy when it also answers slowly, or when requests pile up or processes wait for it.
 */
function saturated(disk: DiskActivity, pressure: number | null): boolean {
  if (disk.queues === 1) return true;
  return (
    (disk.awaitMilliseconds ?? 0) > 20 ||
    disk.queueLength > 2 * (disk.queues ?? 1) ||
    (pressure ?? 0) > 20
  );
}

export const check = defineCheck({
  id: 'perf.disk-io',
  title: { ja: 'ディスクI/O確認', en: 'Disk I/O' },
  description: {
    ja: '/proc/diskstats を二度読み、ディスクごとに使用中だった時間の割合・応答時間・待ち行列を求めます。NVMe や RAID のように並行して働くものは、応答の遅れ・待ち行列・PSI も合わせて判断します。',
    en: 'Reads /proc/diskstats twice and computes for each disk its time in use, the time of a request and the queue. Devices that work in parallel (NVMe, RAID) count as saturated only when requests are slow, pile up or make processes wait.',
  },
  sources: ['Linux Documentation/admin-guide/iostats.rst', 'iostat(1) %util'],
  level: 1,
  transient: true,
  params,
  messages,
  measures: {
    util: { ja: 'ディスク使用時間', en: 'Disk time in use' },
    await: { ja: '応答時間', en: 'Time of a request' },
    queue: { ja: '待ち行列', en: 'Requests under way' },
    pressure: { ja: 'I/O 待ち (PSI avg60)', en: 'I/O pressure (avg60)' },
  },
  probes: ({ seconds: window }) => ({
    stats: shell(diskSample, {
      sampling: { everySeconds: window, count: 2 },
      timeoutSeconds: window + 30,
    }),
    kinds: shell(diskKinds),
  }),
  parse: ({ stats, kinds }): Facts => ({
    devices: parseDisks(stats.stdout, kinds.stdout),
    pressureAvg60: pressureAvg60(stats.stdout.split('\n'), 'pressure some '),
  }),
  evaluate: (facts, { warning, critical = 100, seconds: window }) => {
    if (facts.devices.length === 0) {
      return { findings: [], skipped: { id: 'no-devices', args: {} } };
    }
    const findings: Finding<keyof typeof messages>[] = [];
    const measurements: Measurement[] = [];
    for (const disk of facts.devices) {
      const { device: object, utilPercent: util, awaitMilliseconds, queueLength: queue } = disk;
      measurements.push({ name: 'util', object, value: util, unit: 'percent' });
      measurements.push({ name: 'queue', object, value: queue, unit: 'count' });
      if (awaitMilliseconds !== null) {
        measurements.push({
          name: 'await',
          object,
          value: awaitMilliseconds,
          unit: 'milliseconds',
        });
      }
      const isCritical = util > critical;
      if ((!isCritical && util <= warning) || !saturated(disk, facts.pressureAvg60)) continue;
      findings.push({
        key: `device:${object}`,
        severity: isCritical ? 'critical' : 'warning',
        message: {
          id: 'saturated',
          args: {
            device: object,
            util,
            queue,
            seconds: window,
            await: awaitMilliseconds ?? 0,
            limit: isCritical ? critical : warning,
          },
        },
        remedy: { id: 'remedy-saturated', args: {} },
      });
    }
    if (facts.pressureAvg60 !== null) {
      measurements.push({ name: 'pressure', value: facts.pressureAvg60, unit: 'percent' });
    }
    return { findings, measurements };
  },
});
