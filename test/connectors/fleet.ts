import { ConnectionError, type ExecEnd, type HostSession } from '../../src/connectors/session.ts';
import { sshConnector } from '../../src/connectors/ssh/connector.ts';
import type { SshLimits } from '../../src/connectors/ssh/limits.ts';
import type { Fleet, Host } from '../../src/fleet/model.ts';

export function fleetOf(hosts: readonly Host[], knownHosts = ''): Fleet {
  return { hosts: new Map(hosts.map((host) => [host.name, host])), knownHosts };
}

/** Limits that keep a failing test short. */
export const quick: Partial<SshLimits> = {
  retryDelayMs: 20,
  channelRetryDelayMs: 20,
  closeGraceMs: 200,
};

export function connectorFor(
  hosts: readonly Host[],
  options: {
    readonly key?: string;
    readonly environment?: Readonly<Record<string, string | undefined>>;
    readonly knownHosts?: string;
    readonly limits?: Partial<SshLimits>;
  } = {},
) {
  return sshConnector({
    fleet: fleetOf(hosts, options.knownHosts),
    environment: { LAB_KEY: options.key, ...options.environment },
    limits: { ...quick, ...options.limits },
  });
}

export const never = new AbortController().signal;

export interface Ran {
  readonly end: ExecEnd;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  readonly stdin?: string;
  readonly signal?: AbortSignal;
  readonly onOutput?: () => void;
}

export async function run(
  session: HostSession,
  command: string,
  { stdin = '', signal = never, onOutput = () => {} }: RunOptions = {},
): Promise<Ran> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  const end = await session.exec(command, {
    stdin,
    signal,
    onStdout: (chunk) => {
      stdout.push(chunk);
      onOutput();
    },
    onStderr: (chunk) => stderr.push(chunk),
  });
  return {
    end,
    stdout: Buffer.concat(stdout).toString(),
    stderr: Buffer.concat(stderr).toString(),
  };
}

/** The ConnectionError that a promise must end with. */
export async function failureOf(promise: Promise<HostSession>): Promise<ConnectionError> {
  try {
    (await promise).close();
  } catch (error) {
    if (error instanceof ConnectionError) return error;
    throw error;
  }
  throw new Error('Expected no connection, got one');
}
