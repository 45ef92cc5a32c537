import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** The shells that stand behind `/bin/sh` on the hosts teiki meets. */
export interface Shell {
  readonly name: string;
  readonly argv: readonly [string, ...string[]];
}

const known: readonly Shell[] = [
  { name: 'dash', argv: ['/bin/dash'] },
  { name: 'bash', argv: ['/bin/bash'] },
  { name: 'busybox ash', argv: ['/bin/busybox', 'ash'] },
];

export const shells = known.filter(({ argv }) => existsSync(argv[0]));

export interface ShellRun {
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly exitStatus: number | null;
}

/** Feeds a script to `<shell> -s` on stdin, as the engine does over SSH. */
export function runInShell(
  argv: readonly [string, ...string[]],
  script: string,
  options: { readonly env?: Record<string, string>; readonly cwd?: string } = {},
): ShellRun {
  const [file, ...args] = argv;
  const env = {
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    LC_ALL: 'C',
    HOME: '/nonexistent',
    ...options.env,
  };
  const { stdout, stderr, status } = spawnSync(file, [...args, '-s'], {
    input: script,
    env,
    cwd: options.cwd ?? '/',
    maxBuffer: 64 * 1024 * 1024,
    timeout: 60_000,
  });
  return { stdout, stderr, exitStatus: status };
}
