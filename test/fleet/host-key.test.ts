import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { checkHostKey } from '../../src/fleet/host-key.ts';

/** A public key blob of RFC 4253, section 6.6. */
function blob(...fields: readonly (string | Buffer)[]): string {
  const parts = fields.flatMap((field) => {
    const bytes = Buffer.from(field);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return [length, bytes];
  });
  return Buffer.concat(parts).toString('base64');
}

const { publicKey } = generateKeyPairSync('ed25519');
const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
const ed25519 = `ssh-ed25519 ${blob('ssh-ed25519', raw)}`;

test('a pin comes out without its comment', () => {
  expect(checkHostKey(`  ${ed25519} root@app1 2024`)).toEqual({ ok: true, key: ed25519 });
});

test.each([
  ['ecdsa-sha2-nistp256', blob('ecdsa-sha2-nistp256', 'nistp256', Buffer.alloc(65))],
  ['ssh-rsa', blob('ssh-rsa', Buffer.from([1, 0, 1]), Buffer.alloc(257))],
])('a pin of type %s', (type, key) => {
  expect(checkHostKey(`${type} ${key}`)).toEqual({ ok: true, key: `${type} ${key}` });
});

test.each([
  [
    'another type inside',
    `ssh-rsa ${blob('ssh-ed25519', raw)}`,
    'the line says `ssh-rsa`, but the key in it is `ssh-ed25519`',
  ],
  ['cut on a base64 boundary', ed25519.slice(0, -4), 'the key is cut short'],
  ['cut elsewhere', ed25519.slice(0, -1), 'the key is not valid base64'],
  ['too long', `ssh-ed25519 ${blob('ssh-ed25519', Buffer.alloc(33))}`, 'the key is cut short'],
  ['no key', 'ssh-ed25519', 'the key itself is missing after its type'],
  ['an unknown type', 'ssh-dss AAAA', 'a host key begins with its type, found "ssh-dss"'],
  ['a host name before it', `app1 ${ed25519}`, 'a host key begins with its type, found "app1"'],
  ['a signature algorithm', 'rsa-sha2-512 AAAA', '`rsa-sha2-512` is a signature algorithm'],
  ['a fingerprint', 'SHA256:kA1bC2', 'this is a fingerprint'],
  ['a private key', '-----BEGIN OPENSSH PRIVATE KEY-----', 'this is a private key'],
])('%s', (_, line, message) => {
  expect(checkHostKey(line)).toMatchObject({ ok: false, message });
});
