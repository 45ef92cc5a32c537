import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A control group of its own for a process and all that it starts: the kernel adds up their CPU
 * time and their peak memory, however short they live and whoever waits for them.
 */
export interface ControlGroup {
  /** Command line that runs another one inside. */
  readonly enter: readonly string[];
  cpuSeconds(): number;
  /**
   * The most that all processes together have held at one time, page cache of new files included.
   * Undefined where the kernel does not tell.
   */
  peakBytes(): number | undefined;
  processes(): readonly number[];
  /** Ends what is left in it, each process by its id, and removes the group. */
  close(): Promise<void>;
}

/** Of everything that a run makes; the id of its process follows. */
export const prefix = 'teiki-bench-';

/** A process joins by writing its id to the file of each group. */
const joining = 'while [ "$1" != -- ]; do echo $$ >"$1"; shift; done; shift; exec "$@"';

export function makeControlGroup(name: string): ControlGroup {
  const child = `${prefix}${process.pid}-${name}`;
  const version2 = mountOf('cgroup2');
  const cpu = join(version2 ?? mountOf('cgroup', 'cpuacct') ?? '', child);
  if (version2 !== undefined) enableMemory(version2);
  if (cpu === child) throw new Error('no control groups are mounted (cgroup2, or cgroup cpuacct)');
  mkdirSync(cpu);
  let memory = cpu;
  if (!existsSync(join(cpu, 'memory.peak'))) {
    const version1 = mountOf('cgroup', 'memory');
    if (version1 !== undefined) mkdirSync((memory = join(version1, child)));
  }
  const groups = [...new Set([cpu, memory])];
  const processes = () =>
    readFileSync(join(cpu, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number);
  return {
    enter: ['sh', '-c', joining, 'sh', ...groups.map((group) => join(group, 'cgroup.procs')), '--'],
    cpuSeconds: () => {
      const old = join(cpu, 'cpuacct.usage');
      if (existsSync(old)) return Number(readFileSync(old, 'utf8')) / 1e9;
      const usage = /^usage_usec (\d+)$/m.exec(readFileSync(join(cpu, 'cpu.stat'), 'utf8'))?.[1];
      return Number(usage) / 1e6;
    },
    peakBytes: () => {
      const file = ['memory.peak', 'memory.max_usage_in_bytes']
        .map((one) => join(memory, one))
        .find((one) => existsSync(one));
      return file === undefined ? undefined : Number(readFileSync(file, 'utf8'));
    },
    processes,
    close: async () => {
      await endAll(processes);
      for (const group of groups) await remove(group);
    },
  };
}

/** Where a hierarchy is mounted: version 2 has but one, version 1 one per controller. */
export function mountOf(type: string, controller?: string): string | undefined {
  const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n');
  return mounts
    .map((line) => line.split(' '))
    .find(
      ([, , kind, options]) =>
        kind === type && (controller === undefined || options?.split(',').includes(controller)),
    )?.[1];
}

/** Where systemd has not yet given memory to the groups below the root. */
function enableMemory(mount: string): void {
  try {
    writeFileSync(join(mount, 'cgroup.subtree_control'), '+memory');
  } catch {
    // Version 1 has the controller, or nobody.
  }
}

async function endAll(processes: () => readonly number[]): Promise<void> {
  for (let waited = 0; waited < 5_000; waited += 20) {
    const left = processes();
    if (left.length === 0) return;
    for (const pid of left) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
    await sleep(20);
  }
}

/** A group stays busy for a moment after its last process. */
async function remove(group: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    try {
      rmdirSync(group);
      return;
    } catch (error) {
      if (attempt === 99) throw new Error(`cannot remove ${dirname(group)}`, { cause: error });
      await sleep(20);
    }
  }
}
