import { createServer as createTcpServer, type Server } from 'node:net';
import { createServer, type TlsOptions } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tlsProber } from '../../../src/connectors/tls/probe.ts';
import type { TlsProbe } from '../../../src/core/probe.ts';
import { type Authority, authority, type Issued, selfSigned } from '../certificates.ts';
import { connectorFor, never } from '../fleet.ts';
import { freePort, sshdIsMissing, sshLab } from '../sshd.ts';

describe('TLS probes', () => {
  let root: Authority;
  let intermediate: Authority;
  let good: Issued;
  const servers: Server[] = [];

  beforeAll(async () => {
    root = await authority('Test Root');
    intermediate = await root.subordinate('Test Intermediate');
    good = await intermediate.issue({ names: ['www.example.com'] });
  });
  afterAll(() => {
    for (const server of servers) server.close();
  });

  const listen = async (server: Server): Promise<number> => {
    servers.push(server);
    server.on('error', () => {}).on('tlsClientError', () => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  };
  const serve = (
    { key, certificate }: Issued,
    chain: readonly string[],
    options: TlsOptions = {},
  ) => listen(createServer({ key, cert: [certificate, ...chain].join('\n'), ...options }));
  const probe = (port: number, overrides: Partial<TlsProbe> = {}): TlsProbe => ({
    kind: 'tls',
    from: 'runner',
    host: '127.0.0.1',
    port,
    serverName: 'www.example.com',
    timeoutSeconds: 5,
    ...overrides,
  });
  const run = async (port: number, overrides: Partial<TlsProbe> = {}) => {
    const { endpoints } = await tlsProber({ extraCa: root.pem })(
      probe(port, overrides),
      undefined,
      never,
    );
    return endpoints;
  };
  const subjects = (
    endpoint: { readonly chain: readonly { readonly subject: string }[] } | undefined,
  ) => endpoint?.chain.map(({ subject }) => subject);

  test('a good chain under a private CA', async () => {
    const [endpoint, ...others] = await run(await serve(good, [intermediate.pem]));
    expect(others).toEqual([]);
    expect(endpoint).toMatchObject({ address: '127.0.0.1', protocol: 'TLSv1.3' });
    expect(endpoint).not.toHaveProperty('error');
    expect(endpoint).not.toHaveProperty('authorizationError');
    expect(endpoint).not.toHaveProperty('identityError');
    expect(subjects(endpoint)).toEqual(['CN=www.example.com', 'CN=Test Intermediate']);
    const [leaf] = endpoint?.chain ?? [];
    expect(leaf?.subjectAltName).toBe('DNS:www.example.com');
    expect(leaf?.fingerprint256).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect(Date.parse(leaf?.notAfter ?? '') - Date.now()).toBeGreaterThan(59 * 86_400_000);
  });

  test('a private CA that the runner does not know', async () => {
    const port = await serve(good, [intermediate.pem]);
    const { endpoints } = await tlsProber()(probe(port), undefined, never);
    expect(endpoints[0]?.authorizationError).toBe('UNABLE_TO_GET_ISSUER_CERT_LOCALLY');
  });

  test('a missing intermediate is seen although the root is trusted', async () => {
    const [endpoint] = await run(await serve(good, []));
    expect(endpoint?.authorizationError).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    expect(subjects(endpoint)).toEqual(['CN=www.example.com']);
  });

  test('the chain is what was sent, without the root of the trust store', async () => {
    const leaf = await root.issue({ names: ['www.example.com'] });
    const [endpoint] = await run(await serve(leaf, []));
    expect(endpoint).not.toHaveProperty('authorizationError');
    expect(subjects(endpoint)).toEqual(['CN=www.example.com']);
  });

  test('expired, and for another name as well', async () => {
    const expired = await intermediate.issue({ names: ['www.example.com'], daysLeft: -1 });
    const port = await serve(expired, [intermediate.pem]);
    const [endpoint] = await run(port);
    expect(endpoint?.authorizationError).toBe('CERT_HAS_EXPIRED');
    expect(endpoint).not.toHaveProperty('identityError');
    const [both] = await run(port, { serverName: 'other.example.com' });
    expect(both?.authorizationError).toBe('CERT_HAS_EXPIRED');
    expect(both?.identityError).toContain('other.example.com');
  });

  test('another name', async () => {
    const [endpoint] = await run(await serve(good, [intermediate.pem]), {
      serverName: 'api.example.com',
    });
    expect(endpoint?.authorizationError).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    expect(endpoint?.identityError).toContain('DNS:www.example.com');
  });

  test('self-signed', async () => {
    const [endpoint] = await run(await serve(await selfSigned('www.example.com'), []));
    expect(endpoint?.authorizationError).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  });

  test('an old protocol is reported and not only refused', async () => {
    const options = {
      maxVersion: 'TLSv1.1',
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    } as const;
    const [endpoint] = await run(await serve(good, [intermediate.pem], options));
    expect(endpoint?.protocol).toBe('TLSv1.1');
  });

  test('SNI goes out', async () => {
    let asked = '';
    const port = await serve(good, [intermediate.pem], {
      SNICallback: (name, done) => {
        asked = name;
        done(null);
      },
    });
    await run(port);
    expect(asked).toBe('www.example.com');
  });

  test('every address of a name', async () => {
    const endpoints = await run(await serve(good, [intermediate.pem]), { host: 'localhost' });
    expect(endpoints.map(({ address }) => address)).toContain('127.0.0.1');
  });

  test('what keeps a handshake from coming about', async () => {
    expect((await run(await freePort()))[0]?.error?.code).toBe('ECONNREFUSED');
    const [nowhere] = await run(443, { host: 'nowhere.invalid' });
    expect(nowhere).toMatchObject({ address: 'nowhere.invalid', chain: [] });
    expect(nowhere?.error?.code).toMatch(/ENOTFOUND|EAI_AGAIN/);
    const silent = await listen(createTcpServer((socket) => socket.on('error', () => {})));
    expect((await run(silent, { timeoutSeconds: 0.1 }))[0]?.error?.code).toBe('timeout');
    const plain = await listen(
      createTcpServer((socket) => socket.on('error', () => {}).end('220 smtp\r\n')),
    );
    expect((await run(plain))[0]?.error?.code).toMatch(/^ERR_SSL_/);
    const closing = await listen(createTcpServer((socket) => socket.end()));
    expect((await run(closing))[0]?.error?.code).toBe('ECONNRESET');
    const { endpoints } = await tlsProber()(probe(silent), undefined, AbortSignal.abort());
    expect(endpoints[0]?.error?.code).toBe('aborted');
  });

  test.skipIf(sshdIsMissing)('from the host', async () => {
    await using lab = await sshLab();
    const host = (await lab.start()).host();
    const session = await connectorFor([host], { key: lab.clientKey }).connect(host, {
      signal: never,
    });
    const through = async (port: number) => {
      const fromHost = probe(port, { from: 'host' });
      return (await tlsProber({ extraCa: root.pem })(fromHost, session, never)).endpoints;
    };
    const [endpoint] = await through(await serve(good, [intermediate.pem]));
    expect(subjects(endpoint)).toEqual(['CN=www.example.com', 'CN=Test Intermediate']);
    expect(endpoint).not.toHaveProperty('authorizationError');
    expect((await through(await freePort()))[0]?.error?.code).toBe('ECONNREFUSED');
    session.close();
    expect((await through(1))[0]?.error?.code).toBe('ECONNRESET');
  });
});
