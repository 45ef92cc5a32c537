import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface ProcessOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
}

/** Runs one process of a step; the exit status, as the runner waits for it. */
export async function runProcess(options: ProcessOptions): Promise<number> {
  const { command, args, directory, environment, signal, onLine } = options;
  const child = spawn(command, [...args], {
    cwd: directory,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const streams = [child.stdout, child.stderr].map((stream) => {
    const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
    lines.on('line', onLine);
    return once(lines, 'close');
  });
  const timers: NodeJS.Timeout[] = [];
  const end = (name: NodeJS.Signals): void => {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, name);
  };
  // As GitHub's runner: SIGINT, SIGTERM after 7.5 s, and 2.5 s later the end.
  const cancel = (): void => {
    end('SIGINT');
    timers.push(setTimeout(end, 7500, 'SIGTERM'), setTimeout(end, 10_000, 'SIGKILL'));
  };
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  const [status] = (await once(child, 'exit')) as [number | null];
  for (const timer of timers) clearTimeout(timer);
  signal.removeEventListener('abort', cancel);
  await Promise.all(streams);
  return status ?? 1;
}
