import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Host } from '../../../src/fleet/model.ts';
import { connectorFor, failureOf, never, run } from '../fleet.ts';
import { type Sshd, type SshLab, sshdIsMissing, sshLab } from '../sshd.ts';

describe.skipIf(sshdIsMissing)('jump hosts', () => {
  let lab: SshLab;
  let outer: Sshd;
  let inner: Sshd;
  let target: Sshd;

  beforeAll(async () => {
    lab = await sshLab();
    [outer, inner, target] = await Promise.all([
      lab.start({ name: 'outer' }),
      lab.start({ name: 'inner' }),
      lab.start({ name: 'target' }),
    ]);
  });
  afterAll(() => lab.close());

  const logins = (sshd: Sshd) => sshd.log().split('Accepted publickey').length - 1;
  const connector = (...hosts: Host[]) => connectorFor(hosts, { key: lab.clientKey });

  test('one hop', async () => {
    const host = target.host({ jump: 'outer' });
    const session = await connector(host, outer.host()).connect(host, { signal: never });
    expect((await run(session, 'echo in')).stdout).toBe('in\n');
    session.close();
  });

  test('two hops', async () => {
    const host = target.host({ jump: 'inner' });
    const session = await connector(host, inner.host({ jump: 'outer' }), outer.host()).connect(
      host,
      {
        signal: never,
      },
    );
    expect((await run(session, 'wc -c', { stdin: 'x'.repeat(1_000_000) })).stdout.trim()).toBe(
      '1000000',
    );
    session.close();
  });

  test('hosts share the connection of their jump host, which ends with the last of them', async () => {
    const before = logins(outer);
    const hosts = Array.from({ length: 12 }, (_, index) =>
      target.host({ name: `t${index}`, jump: 'outer' }),
    );
    const connect = connector(...hosts, outer.host());
    const sessions = await Promise.all(
      hosts.map((host) => connect.connect(host, { signal: never })),
    );
    expect(logins(outer) - before).toBe(1);
    for (const session of sessions.slice(1)) session.close();
    const [last] = sessions;
    expect(last && (await run(last, 'echo still')).stdout).toBe('still\n');
    last?.close();
    await expect.poll(() => outer.cut(), { timeout: 5_000 }).toBe(0);
  });

  test('the error names the hop', async () => {
    const host = target.host({ jump: 'outer' });
    const wrongPin = outer.host({ hostKeys: inner.hostKeys });
    const error = await failureOf(connector(host, wrongPin).connect(host, { signal: never }));
    expect(error).toMatchObject({ failure: 'host-key-changed', hop: 'outer' });
    const wrongTarget = target.host({ jump: 'outer', hostKeys: inner.hostKeys });
    const other = await failureOf(
      connector(wrongTarget, outer.host()).connect(wrongTarget, { signal: never }),
    );
    expect(other).toMatchObject({ failure: 'host-key-changed', hop: 'target' });
    const unpinned = target.host({ jump: 'outer', hostKeys: [] });
    expect(
      await failureOf(connector(unpinned, outer.host()).connect(unpinned, { signal: never })),
    ).toMatchObject({
      failure: 'host-key-unknown',
      hop: 'target',
    });
  });

  test('a jump host that does not forward', async () => {
    const strict = await lab.start({ name: 'strict', config: ['AllowTcpForwarding no'] });
    const host = target.host({ jump: 'strict' });
    const error = await failureOf(connector(host, strict.host()).connect(host, { signal: never }));
    expect(error.explanation).toMatchObject({
      id: 'connection.refused.forwarding',
      args: { hop: 'strict', target: `127.0.0.1:${target.port}` },
    });
  });

  test('a jump host that dies takes its hosts along, and the next connection makes a new one', async () => {
    const host = target.host({ jump: 'mortal' });
    const mortal = await lab.start({ name: 'mortal' });
    const connect = connector(host, mortal.host());
    const session = await connect.connect(host, { signal: never });
    const running = run(session, 'sleep 60');
    setTimeout(() => mortal.cut(), 300);
    expect((await running).end.kind).toBe('lost');
    const again = await connect.connect(host, { signal: never });
    expect((await run(again, 'echo in')).stdout).toBe('in\n');
    again.close();
    session.close();
  });

  test('a chain that is wrong in the fleet', async () => {
    const lonely = target.host({ jump: 'nobody' });
    expect(
      (await failureOf(connector(lonely).connect(lonely, { signal: never }))).explanation.id,
    ).toBe('connection.unroutable.jump-unknown');
    const host = target.host({ jump: 'inner' });
    const loop = connector(host, inner.host({ jump: 'outer' }), outer.host({ jump: 'inner' }));
    expect((await failureOf(loop.connect(host, { signal: never }))).explanation.id).toBe(
      'connection.unroutable.jump-loop',
    );
  });

  test('abort while the jump host is being reached', async () => {
    const host = target.host({ jump: 'outer' });
    const error = await failureOf(
      connector(host, outer.host()).connect(host, { signal: AbortSignal.timeout(1) }),
    );
    expect(error).toMatchObject({ failure: 'aborted', hop: 'target' });
  });
});
