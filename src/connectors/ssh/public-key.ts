import { createHash } from 'node:crypto';

export interface PublicKey {
  /** As in the key itself: `ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa` … */
  readonly type: string;
  /** The key in the form of RFC 4253 section 6.6. */
  readonly blob: Buffer;
}

/** Reads `ssh-ed25519 AAAA… comment`; undefined when type and key do not fit together. */
export function parsePublicKey(text: string): PublicKey | undefined {
  const [type = '', base64 = ''] = text.trim().split(/[ \t]+/);
  const blob = Buffer.from(base64, 'base64');
  return keyType(blob) === type ? { type, blob } : undefined;
}

/** The type that the key itself names, or `''` for what is no key. */
export function keyType(blob: Buffer): string {
  if (blob.length < 4) return '';
  const length = blob.readUInt32BE(0);
  return length > 64 || blob.length < 4 + length ? '' : blob.toString('latin1', 4, 4 + length);
}

/** As OpenSSH prints it: `SHA256:` and the base64 digest without padding. */
export function fingerprint(blob: Buffer): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}
