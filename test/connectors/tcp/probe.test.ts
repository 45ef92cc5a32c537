import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { probeTcp } from '../../../src/connectors/tcp/probe.ts';
import type { TcpProbe } from '../../../src/core/probe.ts';
import { connectorFor, never } from '../fleet.ts';
import { freePort, sshdIsMissing, sshLab } from '../sshd.ts';

describe('TCP probes', () => {
  let server: Server;
  let open = 0;
  let closed = 0;
  const self = { address: '127.0.0.1' };

  beforeAll(async () => {
    server = createServer((socket) => socket.on('error', () => {}));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    open = typeof address === 'object' && address ? address.port : 0;
    closed = await freePort();
  });
  afterAll(() => server.close());

  const probe = (overrides: Partial<TcpProbe> = {}): TcpProbe => ({
    kind: 'tcp',
    from: 'runner',
    host: 'self',
    ports: [open, closed],
    timeoutSeconds: 2,
    ...overrides,
  });

  test('an open and a closed port of the host itself', async () => {
    const { endpoints } = await probeTcp(probe(), self, undefined, never);
    expect(endpoints).toMatchObject([
      { address: '127.0.0.1', port: open },
      { address: '127.0.0.1', port: closed, error: { code: 'ECONNREFUSED' } },
    ]);
    expect(endpoints[0]).not.toHaveProperty('error');
  });

  test('a host behind a jump host is not tried from the runner', async () => {
    const behind = { address: '127.0.0.1', jump: 'bastion' };
    const output = await probeTcp(probe(), behind, undefined, never);
    expect(output).toMatchObject({ behind: 'bastion', endpoints: [] });
  });

  test('a name that does not resolve is an error of every port', async () => {
    const output = await probeTcp(probe({ host: 'no.such.invalid' }), self, undefined, never);
    expect(output.endpoints.map(({ port, error }) => [port, error !== undefined])).toEqual([
      [open, true],
      [closed, true],
    ]);
  });

  test('a run that is cancelled is not waited for', async () => {
    const aborted = AbortSignal.abort();
    const output = await probeTcp(probe(), self, undefined, aborted);
    expect(output.endpoints.map(({ error }) => error?.code)).toEqual(['aborted', 'aborted']);
  });

  test.skipIf(sshdIsMissing)('from the host, through its session', async () => {
    await using lab = await sshLab();
    const host = (await lab.start()).host();
    const session = await connectorFor([host], { key: lab.clientKey }).connect(host, {
      signal: never,
    });
    const output = await probeTcp(probe({ from: 'host' }), self, session, never);
    session.close();
    expect(output.endpoints.map(({ error }) => error?.code)).toEqual([undefined, 'ECONNREFUSED']);
  });
});
