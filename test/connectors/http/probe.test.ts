import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { httpProber } from '../../../src/connectors/http/probe.ts';
import type { HttpProbe } from '../../../src/core/probe.ts';
import { type Authority, authority } from '../certificates.ts';
import { connectorFor, never } from '../fleet.ts';
import { freePort, sshdIsMissing, sshLab } from '../sshd.ts';

describe('HTTP probes', () => {
  const servers: Server[] = [];
  let root: Authority;
  let plain = 0;
  let secure = 0;

  const answer: RequestListener = (request, response) => {
    if (request.url === '/silent') return;
    if (request.url === '/moved')
      response.writeHead(302, { location: '/', 'set-cookie': ['a=1', 'b=2'] });
    if (request.url === '/long') response.write('x'.repeat(1_000_000));
    if (request.url === '/stuck') response.write('begun');
    else
      response.end(
        request.method === 'HEAD' ? undefined : `hello ${request.headers['user-agent']}`,
      );
  };
  const listen = async (server: Server): Promise<number> => {
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  };

  beforeAll(async () => {
    root = await authority('Test Root');
    const { key, certificate } = await root.issue({ names: ['localhost'] });
    plain = await listen(createServer(answer));
    secure = await listen(createSecureServer({ key, cert: certificate }, answer));
  });
  afterAll(() => {
    for (const server of servers) server.close();
  });

  const probe = (url: string, overrides: Partial<HttpProbe> = {}): HttpProbe => ({
    kind: 'http',
    from: 'runner',
    url,
    method: 'GET',
    timeoutSeconds: 5,
    maxBodyBytes: 1_000,
    ...overrides,
  });
  const run = (url: string, overrides: Partial<HttpProbe> = {}) =>
    httpProber({ extraCa: root.pem })(probe(url, overrides), undefined, never);

  test('an answer', async () => {
    const output = await run(`http://127.0.0.1:${plain}/`);
    expect(output).toMatchObject({ status: 200, body: 'hello teiki', bodyTruncated: false });
    expect(output).not.toHaveProperty('error');
    expect(await run(`http://127.0.0.1:${plain}/`, { method: 'HEAD' })).toMatchObject({
      status: 200,
      body: '',
    });
  });

  test('a redirect is an answer', async () => {
    const { status, headers } = await run(`http://127.0.0.1:${plain}/moved`);
    expect(status).toBe(302);
    expect(headers).toMatchObject({ location: '/', 'set-cookie': 'a=1, b=2' });
  });

  test('a long body is cut', async () => {
    const { body, bodyTruncated } = await run(`http://127.0.0.1:${plain}/long`);
    expect(body).toBe('x'.repeat(1_000));
    expect(bodyTruncated).toBe(true);
  });

  test('certificates are verified', async () => {
    expect(await run(`https://localhost:${secure}/`)).toMatchObject({ status: 200 });
    const { error, status } = await httpProber()(
      probe(`https://localhost:${secure}/`),
      undefined,
      never,
    );
    expect({ code: error?.code, status }).toEqual({
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      status: 0,
    });
    const address = await run(`https://127.0.0.1:${secure}/`);
    expect(address.error?.code).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  test('no answer', async () => {
    expect((await run(`http://127.0.0.1:${await freePort()}/`)).error?.code).toBe('ECONNREFUSED');
    for (const path of ['silent', 'stuck']) {
      const { error } = await run(`http://127.0.0.1:${plain}/${path}`, { timeoutSeconds: 0.2 });
      expect(error?.code).toBe('timeout');
    }
    const aborted = await httpProber()(
      probe(`http://127.0.0.1:${plain}/`),
      undefined,
      AbortSignal.abort(),
    );
    expect(aborted.error?.code).toBe('aborted');
    expect((await run('not a url')).error?.code).toBe('ERR_INVALID_URL');
  });

  test.skipIf(sshdIsMissing)('from the host', async () => {
    await using lab = await sshLab();
    const host = (await lab.start()).host();
    const session = await connectorFor([host], { key: lab.clientKey }).connect(host, {
      signal: never,
    });
    const through = (url: string, overrides: Partial<HttpProbe> = {}) =>
      httpProber({ extraCa: root.pem })(probe(url, { from: 'host', ...overrides }), session, never);
    expect(await through(`http://127.0.0.1:${plain}/`)).toMatchObject({
      status: 200,
      body: 'hello teiki',
    });
    expect(await through(`https://localhost:${secure}/`)).toMatchObject({
      status: 200,
      body: 'hello teiki',
    });
    expect((await through(`https://127.0.0.1:${secure}/`)).error?.code).toBe(
      'ERR_TLS_CERT_ALTNAME_INVALID',
    );
    expect((await through(`http://127.0.0.1:${plain}/long`)).bodyTruncated).toBe(true);
    expect(
      (await through(`http://127.0.0.1:${plain}/silent`, { timeoutSeconds: 0.2 })).error?.code,
    ).toBe('timeout');
    expect((await through(`http://127.0.0.1:${await freePort()}/`)).error?.code).toBe(
      'ECONNREFUSED',
    );
    session.close();
  });
});
