import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileScript } from '../src/engine/script.ts';
import type { Arena } from './contestant.ts';
import type { BenchStep } from './instance.ts';
import { measure } from './measure.ts';
import { addresses } from './sandbox.ts';
import { median } from './statistics.ts';

/** What one host pays, sshd included, for one connection with one command. */
export interface ServerCost {
  readonly what: string;
  readonly cpuMs: number;
  /** Processes that the command starts, its own shell and sshd's included. */
  readonly processes: number;
}

interface Variant {
  readonly what: string;
  readonly command: string;
  readonly stdin: string;
}

/**
 * One connection after the other, with nothing, the bare frame, each step alone, and everything:
 * the differences show where the cost is. The client is ssh, as it makes no difference here.
 */
export async function measureServerCost(
  { directory, sandbox, script, nonce }: Arena,
  steps: readonly BenchStep[],
  { rounds, signal }: { readonly rounds: number; readonly signal: AbortSignal },
): Promise<readonly ServerCost[]> {
  const shell = 'exec /bin/sh -s';
  const alone = steps.map(({ id, probes }) => ({
    what: id,
    command: shell,
    stdin: compileScript(probes, nonce).text,
  }));
  const variants: readonly Variant[] = [
    { what: 'connection and `true`', command: 'exec true', stdin: '' },
    { what: 'bare script', command: shell, stdin: compileScript([], nonce).text },
    ...alone,
    { what: 'whole runbook', command: shell, stdin: script },
  ];
  const connections = 10;
  const costs = variants.map(() => ({ cpu: [] as number[], processes: [] as number[] }));
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, { command, stdin }] of variants.entries()) {
      const file = join(directory, 'variant.sh');
      writeFileSync(file, stdin);
      const ssh = `ssh -F ${directory}/ssh-config -T "$host" '${command}' <${file}`;
      const each = `for host in ${addresses(connections).join(' ')}; do ${ssh}; done`;
      const before = sandbox.processesStarted();
      const { serverCpuSeconds } = await measure(
        sandbox,
        { argv: ['sh', '-c', each], output: join(directory, 'variant.out') },
        signal,
      );
      // Asking takes a process of its own.
      const processes = sandbox.processesStarted() - before - 1;
      costs[index]?.cpu.push((serverCpuSeconds * 1000) / connections);
      costs[index]?.processes.push(processes / connections);
    }
  }
  return variants.map(({ what }, index) => ({
    what,
    cpuMs: median(costs[index]?.cpu ?? []),
    processes: median(costs[index]?.processes ?? []),
  }));
}
