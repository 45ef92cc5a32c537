import { spawn } from 'node:child_process';

/** What a command left behind. A death by signal counts as 128, as no test asks which. */
export interface CommandResult {
  stdout: string;
  stderr: string;
  exitStatus: number;
}

export interface ExecuteOptions {
  input?: string | Uint8Array;
  /** The command is killed after this time and its exit status is 128. Default: 60. */
  timeoutSeconds?: number;
  env?: NodeJS.ProcessEnv;
}

/** Runs a program without a shell and gathers its output, whatever its exit status. */
export function execute(
  program: string,
  args: readonly string[],
  options: ExecuteOptions = {},
): Promise<CommandResult> {
  const { promise, resolve, reject } = Promise.withResolvers<CommandResult>();
  const child = spawn(program, args, {
    env: options.env ?? process.env,
  });
  const timer = setTimeout(
    () => {
      child.kill('SIGKILL');
      // What it started may still hold the pipes open.
      child.stdout.destroy();
      child.stderr.destroy();
    },
    (options.timeoutSeconds ?? 60) * 1000,
  );
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  child.on('error', (error) => {
    clearTimeout(timer);
    reject(error);
  });
  child.on('close', (code) => {
    clearTimeout(timer);
    resolve({
      stdout: Buffer.concat(stdout).toString(),
      stderr: Buffer.concat(stderr).toString(),
      exitStatus: code ?? 128,
    });
  });
  // A program may end without reading its input; its exit status tells, not this pipe.
  child.stdin.on('error', () => {});
  child.stdin.end(options.input);
  return promise;
}

/**
 * Like {@link execute} for commands that must succeed.
 *
 * @returns its standard output without the last line end.
 * @throws Error with the command, its exit status and what it said.
 */
export async function mustExecute(
  program: string,
  args: readonly string[],
  options: ExecuteOptions = {},
): Promise<string> {
  const { stdout, stderr, exitStatus } = await execute(program, args, options);
  if (exitStatus !== 0) {
    const said = (stderr || stdout).trim();
    throw new Error(`${[program, ...args].join(' ')} ended with ${exitStatus}: ${said}`);
  }
  return stdout.replace(/\n$/, '');
}
