import { createServer } from 'node:net';
import { userInfo } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HostSession } from '../../../src/connectors/session.ts';
import { connectorFor, never, run } from '../fleet.ts';
import { type Sshd, type SshdOptions, type SshLab, sshdIsMissing, sshLab } from '../sshd.ts';

describe.skipIf(sshdIsMissing)('commands on a real sshd', () => {
  let lab: SshLab;
  let sshd: Sshd;

  beforeAll(async () => {
    lab = await sshLab();
    sshd = await lab.start();
  });
  afterAll(() => lab.close());

  const session = async (options?: SshdOptions): Promise<HostSession> => {
    const host = (options ? await lab.start(options) : sshd).host();
    const limits = { lingerMs: 200, channelRetryDelayMs: 100 };
    return await connectorFor([host], { key: lab.clientKey, limits }).connect(host, {
      signal: never,
    });
  };
  const using = async <T>(
    use: (open: HostSession) => Promise<T>,
    options?: SshdOptions,
  ): Promise<T> => {
    const open = await session(options);
    try {
      return await use(open);
    } finally {
      open.close();
      open.close();
    }
  };

  test('output, exit status and signal', async () => {
    await using(async (open) => {
      expect(await run(open, 'echo out; echo err >&2; exit 7')).toEqual({
        end: { kind: 'exited', exitStatus: 7 },
        stdout: 'out\n',
        stderr: 'err\n',
      });
      expect((await run(open, 'kill -KILL $$')).end).toEqual({
        kind: 'killed',
        exitSignal: 'SIGKILL',
      });
      expect((await run(open, 'cat', { stdin: 'テスト' })).stdout).toBe('テスト');
    });
  });

  test('20 MB of output and 1 MB of input', { timeout: 30_000 }, async () => {
    await using(async (open) => {
      let bytes = 0;
      const end = await open.exec('head -c 20000000 /dev/zero', {
        stdin: '',
        signal: never,
        onStdout: (chunk) => {
          bytes += chunk.length;
        },
        onStderr: () => {},
      });
      expect(end).toEqual({ kind: 'exited', exitStatus: 0 });
      expect(bytes).toBe(20_000_000);
      expect((await run(open, 'wc -c', { stdin: 'x'.repeat(1_000_000) })).stdout.trim()).toBe(
        '1000000',
      );
    });
  });

  test('a command that does not read its input', async () => {
    await using(async (open) => {
      const { end } = await run(open, 'exit 4', { stdin: 'x'.repeat(5_000_000) });
      expect(end).toEqual({ kind: 'exited', exitStatus: 4 });
    });
  });

  test('something in the background that keeps the output open does not keep us', async () => {
    await using(async (open) => {
      const { end, stdout } = await run(open, 'sleep 20 & echo done');
      expect(end).toEqual({ kind: 'exited', exitStatus: 0 });
      expect(stdout).toBe('done\n');
    });
  });

  test('abort ends the command, and only that', async () => {
    await using(async (open) => {
      const controller = new AbortController();
      const running = run(open, 'echo $$; exec sleep 60', {
        signal: controller.signal,
        onOutput: () => controller.abort(new Error('time is up')),
      });
      const { end, stdout } = await running;
      expect(end).toEqual({ kind: 'lost', reason: 'time is up' });
      const alive = await run(open, `kill ${stdout.trim()} && echo alive`);
      // Root's commands outlive their channel (see `end` in exec.ts), everybody else's do not.
      expect(alive.stdout).toBe(userInfo().uid === 0 ? 'alive\n' : '');
      const before = await run(open, 'true', { signal: AbortSignal.abort(new Error('too late')) });
      expect(before.end).toEqual({ kind: 'lost', reason: 'too late' });
    });
  });

  test('a connection that is cut in the middle of the output', async () => {
    const victim = await lab.start({ name: 'victim' });
    const host = victim.host();
    const open = await connectorFor([host], { key: lab.clientKey }).connect(host, {
      signal: never,
    });
    const waiting = run(open, 'sleep 60');
    const running = run(open, 'echo begun; sleep 60; echo end', { onOutput: () => victim.cut() });
    const { end, stdout } = await running;
    expect(end.kind).toBe('lost');
    expect(stdout).toBe('begun\n');
    expect((await waiting).end.kind).toBe('lost');
    expect((await run(open, 'true')).end.kind).toBe('lost');
    await expect(open.openTunnel('127.0.0.1', 1)).rejects.toMatchObject({ failure: 'lost' });
    open.close();
  });

  test('close ends what is running', async () => {
    const open = await session();
    const running = run(open, 'sleep 60');
    setTimeout(() => open.close(), 100);
    expect((await running).end.kind).toBe('lost');
  });

  test('MaxSessions 1: a second command waits for the first channel to close', async () => {
    await using(
      async (open) => {
        const first = run(open, 'sleep 0.05; echo first');
        const second = run(open, 'echo second');
        expect([(await first).stdout, (await second).stdout]).toEqual(['first\n', 'second\n']);
      },
      { name: 'narrow', config: ['MaxSessions 1'] },
    );
  });

  test('MaxSessions 0: no command at all', async () => {
    await using(
      async (open) => {
        const { end } = await run(open, 'true');
        expect(end.kind === 'lost' && end.reason).toContain('open failure');
      },
      { name: 'shut', config: ['MaxSessions 0'] },
    );
  });

  test('tunnels', async () => {
    const echo = createServer((socket) => socket.pipe(socket));
    await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
    const address = echo.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await using(async (open) => {
      const tunnel = await open.openTunnel('127.0.0.1', port);
      tunnel.write('ping');
      const answer = await new Promise((resolve) =>
        tunnel.once('data', (chunk) => resolve(String(chunk))),
      );
      expect(answer).toBe('ping');
      tunnel.destroy();
      echo.close();
      await expect(open.openTunnel('127.0.0.1', port)).rejects.toMatchObject({
        failure: 'refused',
        explanation: { id: 'connection.refused.tunnel', args: { target: `127.0.0.1:${port}` } },
      });
    });
    await using(
      (open) =>
        expect(open.openTunnel('127.0.0.1', port)).rejects.toMatchObject({
          failure: 'refused',
          explanation: { id: 'connection.refused.forwarding' },
        }),
      { name: 'tight', config: ['AllowTcpForwarding no'] },
    );
  });
});
