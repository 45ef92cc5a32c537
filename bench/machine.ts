import { readFileSync } from 'node:fs';
import { availableParallelism, loadavg, release } from 'node:os';
import { execute } from '../test/lab/exec.ts';

/** Where the numbers come from, in general words. */
export interface Machine {
  readonly date: string;
  readonly hardware: string;
  readonly software: string;
  /** What else went on, in words. */
  readonly load: string;
  /** How often what was run. */
  readonly rounds: string;
}

/** Work of others costs everyone time, and caches: numbers that were taken beside it must say so. */
export function describeLoad(): string {
  const [load = 0] = loadavg();
  return load < availableParallelism() / 4
    ? 'an otherwise idle machine'
    : `a machine that was busy with other work (load average ${load.toFixed(1)} at the start), so all times are too long`;
}

export async function describeMachine(rounds: number, load: string): Promise<Machine> {
  const memory = Number(/MemTotal: +(\d+)/.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]) / 1e6;
  const system = /^PRETTY_NAME="?([^"(\n]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1];
  const number = async (program: string, argument: string) => {
    const { stdout, stderr } = await execute(program, [argument]);
    return /\d+\.\d+(\.\d+)?(p\d+)?/.exec(stdout + stderr)?.[0] ?? 'of unknown version';
  };
  const versions = [
    `Linux ${release().split('.').slice(0, 2).join('.')}`,
    `Node ${process.versions.node}`,
    `OpenSSH ${await number('ssh', '-V')}`,
    `ClusterShell ${await number('clush', '--version')}`,
    `ansible-core ${await number('ansible', '--version')}`,
  ];
  return {
    date: new Date().toISOString().slice(0, 10),
    load,
    hardware: `${availableParallelism()} cores, ${memory.toFixed(0)} GB of memory`,
    software: `${system?.trim() ?? 'Linux'}, ${versions.join(', ')}`,
    rounds: `${rounds} runs (clush and Ansible: ${Math.ceil(rounds / 3)})`,
  };
}
