import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import type { Client } from 'ssh2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EmbeddedHost, startEmbeddedHost } from '../../src/demo/embedded-host.ts';
import { newSshKey } from '../../src/demo/ssh-key.ts';
import { connectTo, exec, follow, open } from './client.ts';
import { processesWith, until } from './processes.ts';

const key = newSshKey();
const options = { user: 'maint', clientKey: key.publicText, directory: tmpdir() };
let host: EmbeddedHost;
let client: Client;
beforeAll(async () => {
  host = await startEmbeddedHost(options);
  client = await connectTo(host, key);
});
afterAll(async () => {
  client.destroy();
  await host.close();
});

describe('a command', () => {
  test('has its exit status and both of its outputs told apart', async () => {
    const ran = await exec(client, 'echo out; echo err >&2; exit 7');
    expect(ran).toEqual({ status: 7, signal: undefined, stdout: 'out\n', stderr: 'err\n' });
  });

  test('that a signal has ended is told with its signal', async () => {
    expect(await exec(client, 'kill -TERM $$')).toMatchObject({ status: null, signal: 'SIGTERM' });
  });

  test('reads its stdin to the end and hands all of it back', async () => {
    const megabyte = '0123456789abcde\n'.repeat(65_536);
    const ran = await exec(client, 'cat', megabyte);
    expect(ran.status).toBe(0);
    expect(ran.stdout === megabyte).toBe(true);
  });

  test('may leave its stdin unread', async () => {
    expect(await exec(client, 'exit 0', 'x'.repeat(300_000))).toMatchObject({ status: 0 });
  });

  test('waits while nobody reads its output', async () => {
    const channel = await open(client, 'head -c 100000000 /dev/zero');
    await new Promise((resolve) => setTimeout(resolve, 300));
    // What is on its way is bounded by the window of the channel, 2 MiB, and that of the server.
    expect(channel.readableLength).toBeLessThan(8 * 1024 * 1024);
    let bytes = 0;
    channel.on('data', (chunk: Buffer) => (bytes += chunk.length));
    await once(channel, 'close');
    expect(bytes).toBe(100_000_000);
  });

  test('knows nothing of our environment', async () => {
    process.env['TEIKI_TEST_SECRET'] = 'do not tell';
    const { stdout } = await exec(client, 'env; pwd');
    delete process.env['TEIKI_TEST_SECRET'];
    expect(stdout).not.toContain('do not tell');
    expect(stdout).toContain(`HOME=${tmpdir()}`);
  });

  test('ends, with what it has started, on a signal of the client', async () => {
    const channel = await open(client, 'sleep 4711 & wait; exit 3');
    expect(await until(() => processesWith('sleep\x004711').length === 1)).toBe(true);
    // ssh2's client sends no signal once its stdin is at an end.
    channel.signal('TERM');
    expect(await follow(channel)).toMatchObject({ status: null, signal: 'SIGTERM' });
    expect(await until(() => processesWith('sleep\x004711').length === 0)).toBe(true);
  });
});

test('serves 20 clients at once', async () => {
  const clients = await Promise.all(Array.from({ length: 20 }, () => connectTo(host, key)));
  const outputs = await Promise.all(
    clients.map((one, index) => exec(one, 'exec /bin/sh -s', `sleep 0.2; echo ${index}`)),
  );
  for (const one of clients) one.destroy();
  expect(outputs.map(({ stdout }) => stdout)).toEqual(clients.map((_, index) => `${index}\n`));
});

describe('lets nobody in', () => {
  test('with another key', async () => {
    await expect(connectTo(host, newSshKey())).rejects.toThrow('authentication');
  });

  test('as another user', async () => {
    await expect(connectTo(host, key, 'root')).rejects.toThrow('authentication');
  });
});

describe('a tunnel', () => {
  test('leads to a server of this machine', async () => {
    const echo = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
    await once(echo, 'listening');
    const address = echo.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const channel = await tunnel('127.0.0.1', port);
    const closed = once(channel, 'close');
    channel.end('hello');
    expect(String((await once(channel, 'data'))[0])).toBe('hello');
    await closed;
    echo.close();
  });

  test.each(['192.0.2.1', '10.0.0.1', 'example.com', '::ffff:192.0.2.1', '127.example.com'])(
    'does not lead to %s',
    async (address) => {
      await expect(tunnel(address, 443)).rejects.toThrow('Channel open failure');
    },
  );

  test('to a closed port fails', async () => {
    await expect(tunnel('127.0.0.1', 1)).rejects.toThrow('Channel open failure');
  });
});

test('closing leaves no port, no connection and no process', async () => {
  const other = await startEmbeddedHost(options);
  const visitor = await connectTo(other, key);
  const gone = once(visitor, 'close');
  await open(visitor, "trap '' TERM HUP; sleep 4712; sleep 4713");
  expect(await until(() => processesWith('sleep\x004712').length === 1)).toBe(true);
  await other.close();
  await gone;
  expect(await until(() => processesWith('sleep\x004712').length === 0)).toBe(true);
  expect(processesWith('sleep\x004713')).toEqual([]);
  const socket = connect({ host: '127.0.0.1', port: other.port });
  expect(await once(socket, 'error')).toMatchObject([{ code: 'ECONNREFUSED' }]);
});

function tunnel(address: string, port: number) {
  return new Promise<import('ssh2').ClientChannel>((resolve, reject) => {
    client.forwardOut('127.0.0.1', 0, address, port, (error, channel) =>
      error ? reject(error) : resolve(channel),
    );
  });
}
