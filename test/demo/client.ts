import { once } from 'node:events';
import ssh2, { type Client, type ClientChannel } from 'ssh2';
import type { EmbeddedHost } from '../../src/demo/embedded-host.ts';
import type { SshKey } from '../../src/demo/ssh-key.ts';

/** A client of ssh2, without anything of ours in between. Rejects when it is not let in. */
export async function connectTo(
  { port, hostKey }: EmbeddedHost,
  { privateText }: SshKey,
  username = 'maint',
): Promise<Client> {
  const client = new ssh2.Client();
  const pinned = Buffer.from(hostKey.split(' ')[1] ?? '', 'base64');
  const ready = once(client, 'ready');
  client.connect({
    host: '127.0.0.1',
    port,
    username,
    privateKey: privateText,
    hostVerifier: (key: Buffer) => key.equals(pinned),
  });
  await ready;
  client.on('error', () => {});
  return client;
}

export interface Ran {
  readonly status: number | null;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export function open(client: Client, command: string): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => (error ? reject(error) : resolve(channel)));
  });
}

export async function exec(client: Client, command: string, stdin = ''): Promise<Ran> {
  return await follow(await open(client, command), stdin);
}

export async function follow(channel: ClientChannel, stdin = ''): Promise<Ran> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  channel.on('data', (chunk: Buffer) => out.push(chunk));
  channel.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  const exit = new Promise<[number | null, string | undefined]>((resolve) =>
    channel.once('exit', (status: number | null, signal?: string) => resolve([status, signal])),
  );
  const closed = once(channel, 'close');
  channel.end(stdin);
  const [status, signal] = await exit;
  await closed;
  return {
    status,
    signal,
    stdout: Buffer.concat(out).toString(),
    stderr: Buffer.concat(err).toString(),
  };
}
