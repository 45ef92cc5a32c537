import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Host } from '../../src/fleet/model.ts';

const sshdPath = '/usr/sbin/sshd';
/** Without sshd there is nothing to test against; in CI that is a fault and not an excuse. */
export const sshdIsMissing = !existsSync(sshdPath) && process.env['CI'] === undefined;

export type KeyType = 'ed25519' | 'ecdsa' | 'rsa';

/** A folder with client keys and any number of OpenSSH servers, all gone after `close`. */
export interface SshLab extends AsyncDisposable {
  readonly directory: string;
  /** Text of the private key that every server accepts. */
  readonly clientKey: string;
  /** Creates a key in the folder, unless it is there already, and returns its path. */
  key(name: string, options?: { readonly type?: KeyType; readonly passphrase?: string }): string;
  /** Allows a further public key (path of the private one) to log in. */
  authorize(path: string): void;
  start(options?: SshdOptions): Promise<Sshd>;
  close(): Promise<void>;
}

export interface SshdOptions {
  readonly name?: string;
  readonly hostKeyTypes?: readonly KeyType[];
  /** Lines for sshd_config; they come first, so they win over the lab's own. */
  readonly config?: readonly string[];
}

export interface Sshd {
  readonly name: string;
  readonly port: number;
  /** Public keys as in `hostKeys`, in the order of `hostKeyTypes`. */
  readonly hostKeys: readonly string[];
  /** The host as the fleet has it: pinned, with the lab's client key in `LAB_KEY`. */
  host(overrides?: Partial<Host>): Host;
  /** Ends every process that serves a connection, as when a host dies; returns how many. */
  cut(): number;
  log(): string;
}

export async function sshLab(): Promise<SshLab> {
  // Root's sshd wants its empty directory, which Debian makes when the service starts.
  if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const directory = await mkdtemp(join(tmpdir(), 'teiki-sshd-'));
  const servers: ChildProcess[] = [];
  const key: SshLab['key'] = (name, { type = 'ed25519', passphrase = '' } = {}) => {
    const path = join(directory, name);
    if (!existsSync(path)) {
      execFileSync('ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-C', name, '-f', path]);
    }
    return path;
  };
  const authorizedKeys = join(directory, 'authorized_keys');
  const authorize = (path: string) =>
    writeFileSync(authorizedKeys, readFileSync(`${path}.pub`), { flag: 'a', mode: 0o600 });
  authorize(key('client'));

  const close = async () => {
    await Promise.all(servers.map(stop));
    await rm(directory, { recursive: true, force: true });
  };
  return {
    directory,
    clientKey: readFileSync(key('client'), 'utf8'),
    key,
    authorize,
    close,
    [Symbol.asyncDispose]: close,
    start: async (given: SshdOptions = {}) => {
      const { name, hostKeyTypes = ['ed25519'], config = [] } = given;
      const id = name ?? `host${servers.length + 1}`;
      const keys = hostKeyTypes.map((type) => key(`${id}_${type}`, { type }));
      const options: ServerOptions = { directory, id, keys, authorizedKeys, config };
      const { child, port } = await startServer(options);
      servers.push(child);
      return describe(options, child, port);
    },
  };
}

interface ServerOptions {
  readonly directory: string;
  readonly id: string;
  readonly keys: readonly string[];
  readonly authorizedKeys: string;
  readonly config: readonly string[];
}

function describe({ directory, id, keys }: ServerOptions, child: ChildProcess, port: number): Sshd {
  const hostKeys = keys.map((path) =>
    readFileSync(`${path}.pub`, 'utf8').split(' ').slice(0, 2).join(' ').trim(),
  );
  return {
    name: id,
    port,
    hostKeys,
    host: (overrides = {}) => ({
      name: id,
      address: '127.0.0.1',
      port,
      user: userInfo().username,
      identity: { kind: 'env', name: 'LAB_KEY' },
      groups: [],
      hostKeys,
      vars: {},
      ...overrides,
    }),
    cut: () => {
      const victims = descendants(child.pid ?? 0);
      for (const pid of victims) kill(pid);
      return victims.length;
    },
    log: () => readFileSync(join(directory, `${id}.log`), 'utf8'),
  };
}

/** sshd cannot be given a port by the kernel, so a free one is tried until it is had. */
async function startServer(options: ServerOptions): Promise<{ child: ChildProcess; port: number }> {
  const { directory, id, keys, authorizedKeys, config } = options;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const port = await freePort();
    const path = join(directory, `${id}.config`);
    writeFileSync(
      path,
      [
        // Of this one the last line wins, of all others the first.
        'MaxStartups 1000:100:1000',
        ...config,
        `Port ${port}`,
        'ListenAddress 127.0.0.1',
        ...keys.map((key) => `HostKey ${key}`),
        `AuthorizedKeysFile ${authorizedKeys}`,
        // A home of its own: whatever the user's start-up files do or wait for is not tested here.
        `SetEnv HOME=${directory}`,
        'PidFile none',
        'StrictModes no',
        'PasswordAuthentication no',
        'KbdInteractiveAuthentication no',
        'UsePAM no',
        'PermitRootLogin prohibit-password',
        'PrintMotd no',
        '',
      ].join('\n'),
    );
    const log = join(directory, `${id}.log`);
    const child = spawn(sshdPath, ['-D', '-f', path, '-E', log], { stdio: 'ignore' });
    child.on('error', () => {});
    if (await answers(child, port)) return { child, port };
    await stop(child);
  }
  throw new Error(`sshd does not start:\n${readFileSync(join(directory, `${id}.log`), 'utf8')}`);
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function answers(child: ChildProcess, port: number): Promise<boolean> {
  for (let waited = 0; waited < 5_000 && child.exitCode === null; waited += 20) {
    const banner = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: '127.0.0.1', port });
      socket.once('error', () => resolve(false));
      socket.once('data', () => {
        socket.destroy();
        resolve(true);
      });
    });
    if (banner) return child.exitCode === null;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

/** Ends a server with everything that it has started, each by its id. */
async function stop(child: ChildProcess): Promise<void> {
  const family = descendants(child.pid ?? 0);
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const running = child.exitCode === null && child.signalCode === null;
  if (running) child.kill('SIGKILL');
  for (const pid of family) kill(pid);
  if (running) await gone;
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

function descendants(root: number): number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const status = readFileSync(`/proc/${entry}/stat`, 'latin1');
      // The name in parentheses may hold anything; the parent is the second field after it.
      parents.set(Number(entry), Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It ended while we were looking.
    }
  }
  const found: number[] = [];
  for (let family = [root]; family.length > 0; ) {
    family = [...parents].filter(([, parent]) => family.includes(parent)).map(([pid]) => pid);
    found.push(...family);
  }
  return found;
}
