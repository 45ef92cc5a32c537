import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectorFor, failureOf, never, run } from '../fleet.ts';
import { freePort, type SshLab, sshdIsMissing, sshLab } from '../sshd.ts';

describe.skipIf(sshdIsMissing)('transport', () => {
  let lab: SshLab;
  const servers: Server[] = [];
  const sockets = new Set<Socket>();

  beforeAll(async () => {
    lab = await sshLab();
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    for (const server of servers) server.close();
    await lab.close();
  });

  /** A host that is no sshd at all. */
  const fake = async (
    greet: (socket: Socket) => void,
  ): Promise<{ port: number; connections(): number }> => {
    let count = 0;
    const server = createServer((socket) => {
      count += 1;
      sockets.add(socket);
      socket.on('error', () => {});
      greet(socket);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    return {
      port: typeof address === 'object' && address ? address.port : 0,
      connections: () => count,
    };
  };
  const real = () => lab.start({ name: 'plain' });
  const attempt = async (port: number, limits = {}, signal = never) => {
    const host = (await sshd).host({ port });
    return await connectorFor([host], { key: lab.clientKey, limits }).connect(host, { signal });
  };
  let sshd: ReturnType<typeof real>;
  beforeAll(async () => {
    sshd = real();
    await sshd;
  });

  test('a closed port is tried again, then refused', async () => {
    const error = await failureOf(attempt(await freePort()));
    expect(error.explanation.id).toBe('connection.refused');
  });

  test('a name that does not exist', async () => {
    const host = (await sshd).host({ address: 'nowhere.invalid' });
    const error = await failureOf(
      connectorFor([host], { key: lab.clientKey }).connect(host, { signal: never }),
    );
    expect(error.failure).toBe('unresolvable');
  });

  test('a frozen host accepts TCP and says nothing', async () => {
    const frozen = await fake(() => {});
    const limits = { handshakeTimeoutMs: 100 };
    const error = await failureOf(attempt(frozen.port, limits));
    expect(error.failure).toBe('timeout');
    expect(error.explanation).toMatchObject({
      id: 'connection.timeout.handshake',
      args: { seconds: 0.1 },
    });
    expect(frozen.connections()).toBe(3);
  });

  test('the time limit of the whole bounds the attempts', async () => {
    const frozen = await fake(() => {});
    const started = performance.now();
    const error = await failureOf(
      attempt(frozen.port, { handshakeTimeoutMs: 200, connectTimeoutMs: 300, retries: 200 }),
    );
    expect(error.failure).toBe('timeout');
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  test('a server that is not SSH', async () => {
    const web = await fake((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const error = await failureOf(attempt(web.port));
    expect(error.failure).toBe('protocol');
    expect(error.explanation.args['detail']).toContain('HTTP/1.1 400');
    expect(web.connections()).toBe(1);
    const noise = await fake((socket) => socket.end(`SSH-2.0-x\r\n${'\u0001'.repeat(100)}`));
    expect(
      (await failureOf(attempt(noise.port, { handshakeTimeoutMs: 500, retries: 0 }))).failure,
    ).toBeOneOf(['protocol', 'lost']);
  });

  test('a server that drops every connection', async () => {
    const dropping = await fake((socket) => socket.end());
    const error = await failureOf(attempt(dropping.port, { dropRetries: 3 }));
    expect(error.explanation.id).toBe('connection.lost.dropped');
    expect(dropping.connections()).toBe(4);
    const polite = await fake((socket) => socket.end('Exceeded MaxStartups\r\n'));
    const other = await failureOf(attempt(polite.port, { dropRetries: 1 }));
    expect(other.explanation.id).toBe('connection.lost.dropped');
  });

  test('abort, before and during', async () => {
    const frozen = await fake(() => {});
    const early = await failureOf(attempt(frozen.port, {}, AbortSignal.abort()));
    expect(early.failure).toBe('aborted');
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    const late = await failureOf(attempt(frozen.port, {}, controller.signal));
    expect(late.failure).toBe('aborted');
    expect(frozen.connections()).toBe(1);
  });

  test('MaxStartups 2:100:2 lets all 10 in, one after the other', { timeout: 30_000 }, async () => {
    const narrow = await lab.start({
      name: 'narrow',
      config: ['MaxStartups 2:100:2', 'LogLevel VERBOSE'],
    });
    const host = narrow.host();
    const connector = connectorFor([host], { key: lab.clientKey, limits: { retryDelayMs: 100 } });
    const outputs = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const session = await connector.connect(host, { signal: never });
        const { stdout } = await run(session, 'echo in');
        session.close();
        return stdout;
      }),
    );
    expect(outputs).toEqual(Array.from({ length: 10 }, () => 'in\n'));
    expect(narrow.log()).toMatch(/drop connection .* past MaxStartups/);
  });

  test('50 at once', { timeout: 60_000 }, async () => {
    const host = (await sshd).host();
    const connector = connectorFor([host], { key: lab.clientKey });
    const ends = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const session = await connector.connect(host, { signal: never });
        const { end } = await run(session, `exit ${index}`);
        session.close();
        return end;
      }),
    );
    expect(ends).toEqual(ends.map((_, exitStatus) => ({ kind: 'exited', exitStatus })));
  });
});
