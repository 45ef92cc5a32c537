import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { tlsProber } from '../../src/connectors/tls/probe.ts';
import { createAuthority, issue } from '../../src/demo/certificate.ts';
import { trustAuthority } from '../../src/demo/trust.ts';
import { startWebServer } from '../../src/demo/web-server.ts';

const validity = {
  notBefore: new Date('2026-01-01T00:00:00Z'),
  notAfter: new Date('2051-06-01T12:34:56Z'),
};
const authority = await createAuthority('test CA', validity);
const certificate = await issue(authority, 'example.com', validity);

test('a certificate says what was asked for, and its authority vouches for it', () => {
  const read = new X509Certificate(certificate.pem);
  const root = new X509Certificate(authority.pem);
  expect(read.validFromDate).toEqual(validity.notBefore);
  expect(read.validToDate).toEqual(validity.notAfter);
  expect(read.checkHost('example.com')).toBe('example.com');
  expect(read.checkHost('example.org')).toBeUndefined();
  expect(read.checkIssued(root)).toBe(true);
  expect(read.verify(root.publicKey)).toBe(true);
  expect(root.verify(root.publicKey)).toBe(true);
  expect([read.ca, root.ca]).toEqual([false, true]);
});

test('its server is trusted while its authority is, and no longer', async () => {
  const server = await startWebServer(certificate);
  const probe = {
    kind: 'tls',
    from: 'runner',
    host: '127.0.0.1',
    port: server.port,
    serverName: 'example.com',
    timeoutSeconds: 5,
  } as const;
  const shake = async () =>
    (await tlsProber()(probe, undefined, AbortSignal.timeout(5000))).endpoints[0];
  expect(await shake()).toHaveProperty('authorizationError');
  {
    using _trust = trustAuthority(authority.pem);
    const endpoint = await shake();
    expect(endpoint).not.toHaveProperty('authorizationError');
    expect(endpoint?.chain).toMatchObject([{ subject: 'CN=example.com', issuer: 'CN=test CA' }]);
  }
  expect(await shake()).toHaveProperty('authorizationError');
  await server.close();
});
