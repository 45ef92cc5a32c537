import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Tunnels } from '../../../src/connectors/postgres/open.ts';

const modules = join(import.meta.dirname, '../../postgres/node_modules');

/** Nobody of this machine: PostgreSQL does not run as root. */
const uid = 65_534;

/** The major versions that can be had here: the machine's own, and those of `test/postgres`. */
export const majors = [13, 15, 16, 17, 18].filter((major) => sourceOf(major) !== undefined);

function sourceOf(major: number): string | undefined {
  const packaged = join(modules, `postgres-${major}/native`);
  const own = `/usr/lib/postgresql/${major}`;
  return [packaged, own].find((folder) => existsSync(join(folder, 'bin/initdb')));
}

/** A cluster in a temporary folder, reached by TCP of the loopback and by a socket. */
export class TestServer {
  readonly major: number;
  readonly port: number;
  readonly folder: string;
  readonly #program: (name: string, ...args: string[]) => void;

  private constructor(major: number, port: number, folder: string, bin: string) {
    this.major = major;
    this.port = port;
    this.folder = folder;
    this.#program = (name, ...args) => {
      execFileSync(join(bin, name), args, { cwd: folder, uid, gid: uid, stdio: 'ignore' });
    };
  }

  static async start(major: number, settings: readonly string[] = []): Promise<TestServer> {
    const folder = mkdtempSync(join(tmpdir(), `teiki-postgres-${major}-`));
    const source = sourceOf(major) ?? '';
    let bin = join(source, 'bin');
    if (source.startsWith(modules)) {
      // The checkout may be closed to others; links are what npm leaves out.
      cpSync(source, join(folder, 'native'), { recursive: true });
      bin = join(folder, 'native/bin');
      const program = join(modules, `postgres-${major}/scripts/hydrate-symlinks.js`);
      execFileSync(process.execPath, [program], { cwd: folder });
    }
    chmodSync(folder, 0o755);
    chownSync(folder, uid, uid);
    const server = new TestServer(major, await freePort(), folder, bin);
    server.#program(
      'initdb',
      '-D',
      server.data,
      '-U',
      'postgres',
      '--auth-local=trust',
      '--auth-host=scram-sha-256',
      '-E',
      'UTF8',
      '--no-sync',
    );
    const lines = [
      `port = ${server.port}`,
      "listen_addresses = '127.0.0.1'",
      `unix_socket_directories = '${folder}'`,
      'fsync = off',
      'password_encryption = scram-sha-256',
      'max_prepared_transactions = 5',
      ...settings,
    ];
    writeFileSync(join(server.data, 'postgresql.auto.conf'), `${lines.join('\n')}\n`);
    server.up();
    return server;
  }

  get data(): string {
    return join(this.folder, 'data');
  }

  up(): void {
    this.#program('pg_ctl', 'start', '-w', '-s', '-D', this.data, '-l', join(this.folder, 'log'));
  }

  down(mode: 'fast' | 'immediate' = 'fast'): void {
    this.#program('pg_ctl', 'stop', '-w', '-s', '-m', mode, '-D', this.data);
  }

  remove(): void {
    try {
      this.down('immediate');
    } catch {}
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** As the superuser, each statement by itself. */
  async admin(texts: readonly string[], database = 'postgres'): Promise<void> {
    const client = new Client({ host: this.folder, port: this.port, user: 'postgres', database });
    await client.connect();
    try {
      for (const text of texts) await client.query(text);
    } finally {
      await client.end();
    }
  }

  /** What an SSH session would be. */
  readonly tunnels: Tunnels = {
    openTunnel: (host, port) => dial(() => connect(port, host)),
    openSocket: (path) => dial(() => connect(path)),
  };
}

function dial(open: () => ReturnType<typeof connect>): ReturnType<Tunnels['openTunnel']> {
  return new Promise((resolve, reject) => {
    const socket = open();
    socket.once('connect', () => resolve(socket)).once('error', reject);
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
