import ssh2, { type ParsedKey } from 'ssh2';

export interface SshKey {
  readonly key: ParsedKey;
  /** OpenSSH form, as an identity has it. */
  readonly privateText: string;
  /** `ssh-ed25519 AAAA…`, as `hostKeys` has it. */
  readonly publicText: string;
}

/**
 * A new ed25519 key. About one in 140 that ssh2 (1.17) generates cannot be used, so each is tried
 * before it is given out.
 */
export function newSshKey(): SshKey {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519');
    const key = [ssh2.utils.parseKey(pair.private)].flat()[0];
    if (key !== undefined && !(key instanceof Error) && isSound(key, pair.public)) {
      return { key, privateText: pair.private, publicText: pair.public.trim() };
    }
  }
  throw new Error('ssh2 has generated 20 unusable keys, one after the other');
}

function isSound(key: ParsedKey, publicText: string): boolean {
  const publicKey = [ssh2.utils.parseKey(publicText)].flat()[0];
  if (publicKey === undefined || publicKey instanceof Error) return false;
  if (!publicKey.getPublicSSH().equals(key.getPublicSSH())) return false;
  // Where its types promise a boolean or bytes, ssh2 may return an Error.
  const signature: unknown = key.sign(Buffer.from('teiki'));
  if (!(signature instanceof Buffer)) return false;
  const verified: unknown = publicKey.verify(Buffer.from('teiki'), signature);
  return verified === true;
}
