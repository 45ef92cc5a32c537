import { finding } from '../../core/finding.ts';
import type { ShellOutput } from '../../core/probe.ts';
import { sh } from '../../core/shell.ts';
import { Unparsable } from '../define.ts';
import { beforeAndAfter, type Plan, type Verification } from '../define-task.ts';
import type { dropOsMessages } from './drop-os-messages.ts';
import { type Latency, parseLatency } from './latency.ts';
import { judgeLatency, latencyMeasurements } from './latency-judgement.ts';

type Id = keyof typeof dropOsMessages;

export interface DropOsFacts {
  readonly totalBytes: number;
  readonly freeBytes: number;
  readonly availableBytes: number;
  /** What a drop can free: page cache without shared memory, buffers, and slab that is reclaimable. */
  readonly cacheBytes: number;
  readonly switch: boolean;
  readonly postgres: boolean;
  readonly latency: Latency | null;
}

/** Less than this is not worth a page that has to be read again. */
const worthwhileBytes = 64 * 1024 * 1024;

export const readMemory = sh`
grep -E '^(MemTotal|MemFree|MemAvailable|Buffers|Cached|Shmem|SReclaimable):' /proc/meminfo
[ -e /proc/sys/vm/drop_caches ] && echo switch
for comm in /proc/[0-9]*/comm; do
  read -r name <"$comm" || continue
  case $name in postgres | postmaster) echo postgres; break ;; esac
done 2>/dev/null
:`;

/** @throws Unparsable */
export function parseDropOs(outputs: {
  readonly memory: ShellOutput;
  readonly latency: ShellOutput;
}): DropOsFacts {
  const { stdout } = outputs.memory;
  const bytes = (name: string): number => {
    const text = new RegExp(`^${name}: +(\\d+) kB$`, 'm').exec(stdout)?.[1];
    if (text === undefined) throw new Unparsable(`${name} of /proc/meminfo`, stdout.slice(0, 400));
    return Number(text) * 1024;
  };
  const cached = bytes('Cached') + bytes('Buffers') + bytes('SReclaimable') - bytes('Shmem');
  return {
    totalBytes: bytes('MemTotal'),
    freeBytes: bytes('MemFree'),
    availableBytes: bytes('MemAvailable'),
    cacheBytes: Math.max(0, cached),
    switch: /^switch$/m.test(stdout),
    postgres: /^postgres$/m.test(stdout),
    latency: parseLatency(outputs.latency.stdout) ?? null,
  };
}

/** The change has no sizes in it: these move on by themselves. */
export function planDropOs(
  facts: DropOsFacts,
  { allowHarmful }: { readonly allowHarmful: boolean },
): Plan<{ readonly drop: 3 }, Id> {
  const { totalBytes, freeBytes, availableBytes, cacheBytes } = facts;
  if (!allowHarmful) {
    const args = { totalBytes, freeBytes, availableBytes, cacheBytes };
    const report = finding('memory', 'note', 'memory', args, 'remedy-memory');
    const reason = { id: 'not-allowed', args: {} } as const;
    return { kind: 'no-op', reason, findings: [report], skipped: true };
  }
  if (!facts.switch) {
    const missing = finding('switch', 'warning', 'no-switch', {}, 'remedy-no-switch');
    return { kind: 'refused', findings: [missing] };
  }
  if (cacheBytes < worthwhileBytes) {
    return { kind: 'no-op', reason: { id: 'little-cached', args: { cacheBytes } } };
  }
  return {
    kind: 'change',
    change: { drop: 3 },
    changes: [{ id: 'drop', args: { cacheBytes } }],
    findings: facts.postgres
      ? [finding('postgresql', 'note', 'postgres', {}, 'remedy-postgres')]
      : [],
  };
}

export function verifyDropOs(
  { before, after }: { readonly before: DropOsFacts; readonly after: DropOsFacts },
  { health = '' }: { readonly health?: string | undefined },
): Verification<Id> {
  const pair = (name: 'cache' | 'free') => {
    const key = `${name}Bytes` as const;
    return beforeAndAfter(name, before[key], after[key], { unit: 'bytes' });
  };
  const seen = {
    url: health,
    before: before.latency ?? undefined,
    after: after.latency ?? undefined,
  };
  const args = {
    cacheBeforeBytes: before.cacheBytes,
    cacheBytes: after.cacheBytes,
    freeBeforeBytes: before.freeBytes,
    freeBytes: after.freeBytes,
  };
  return {
    findings: judgeLatency(seen),
    measurements: [...pair('cache'), ...pair('free'), ...latencyMeasurements(seen)],
    changes: [{ id: 'dropped', args }],
  };
}
