import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import ssh2, { type AuthContext, type Connection } from 'ssh2';
import { runCommand, type Surroundings, signalGroup } from './exec-request.ts';
import { newSshKey } from './ssh-key.ts';
import { openTunnel } from './tunnel-request.ts';

export interface EmbeddedHostOptions extends Surroundings {
  /** The one public key that may log in, as the one user. */
  readonly clientKey: string;
}

/** An SSH server of this process on 127.0.0.1. It runs commands for real, as the user that we are. */
export interface EmbeddedHost extends AsyncDisposable {
  readonly port: number;
  /** As `hostKeys` of fleet.yml has it. */
  readonly hostKey: string;
  /** Closes the port and all connections, and ends what still runs. */
  close(): Promise<void>;
}

export async function startEmbeddedHost(options: EmbeddedHostOptions): Promise<EmbeddedHost> {
  const hostKey = newSshKey();
  const isClient = authorizer(options);
  const running = new Set<ChildProcess>();
  const sockets = new Set<Socket>();

  const ssh = new ssh2.Server({ hostKeys: [hostKey.privateText] }, (connection) => {
    connection.on('error', () => {});
    connection.on('authentication', (context) => {
      if (isClient(context)) context.accept();
      else context.reject(['publickey']);
    });
    connection.on('tcpip', (accept, reject, info) => openTunnel(info, accept, reject));
    serveSessions(connection, options, running);
  });
  // A server of our own in front, because that of ssh2 does not let go of its connections.
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    ssh.injectSocket(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const close = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    const ended = [...running].map((child) => once(child, 'exit'));
    for (const child of running) signalGroup(child, 'SIGKILL');
    await Promise.all([closed, ...ended]);
  };
  const { port } = server.address() as AddressInfo;
  return { port, hostKey: hostKey.publicText, close, [Symbol.asyncDispose]: close };
}

function serveSessions(
  connection: Connection,
  options: Surroundings,
  running: Set<ChildProcess>,
): void {
  connection.on('session', (acceptSession) => {
    const session = acceptSession();
    let child: ChildProcess | undefined;
    session.on('exec', (accept, reject, { command }) => {
      if (child !== undefined) return reject();
      const started = runCommand(command, accept(), options);
      child = started;
      running.add(started);
      for (const end of ['exit', 'error']) started.once(end, () => running.delete(started));
    });
    session.on('signal', (accept, _reject, { name }) => {
      if (child?.exitCode === null && child.signalCode === null) {
        signalGroup(child, `SIG${name}` as NodeJS.Signals);
      }
      // Clients rarely ask for an answer to a signal, and then there is nobody to accept.
      (accept as (() => void) | undefined)?.();
    });
  });
}

function authorizer({ user, clientKey }: EmbeddedHostOptions): (context: AuthContext) => boolean {
  const key = [ssh2.utils.parseKey(clientKey)].flat()[0];
  if (key === undefined || key instanceof Error) throw new Error('The client key cannot be read');
  return (context) => {
    if (context.method !== 'publickey' || context.username !== user) return false;
    if (context.key.algo !== key.type || !key.getPublicSSH().equals(context.key.data)) return false;
    // Without a signature the client only asks whether this key would do (RFC 4252 section 7).
    const { signature, blob, hashAlgo } = context;
    if (signature === undefined || blob === undefined) return true;
    // Its types say boolean, but what is amiss with a signature it returns as an Error.
    const verified: unknown = key.verify(blob, signature, hashAlgo);
    return verified === true;
  };
}
