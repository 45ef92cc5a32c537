import { vi } from 'vitest';
import { main } from '../../src/cli/program.ts';

export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process. */
export async function teiki(...args: readonly string[]): Promise<Ran> {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const take = (into: string[]) => (chunk: string | Uint8Array) => {
    into.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(take(stdout)),
    vi.spyOn(process.stderr, 'write').mockImplementation(take(stderr)),
    vi.spyOn(console, 'error').mockImplementation((text: string) => void stderr.push(`${text}\n`)),
  ];
  try {
    const status = await main(['node', 'teiki', ...args]);
    return { status, stdout: stdout.join(''), stderr: stderr.join('') };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
