import { list } from '../yaml/nearest.ts';

/** What sshd(8) may offer and ssh2 can check; DSA is gone from OpenSSH. */
const keyTypes = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'ssh-rsa',
];

export type HostKeyCheck =
  | { readonly ok: true; readonly key: string }
  | { readonly ok: false; readonly message: string; readonly hint?: string };

/**
 * Checks a pin: the type, the base64, and that the blob (RFC 4253, section 6.6) is of that type
 * and whole. `key` is the pin without the comment.
 */
export function checkHostKey(line: string): HostKeyCheck {
  if (/PRIVATE KEY/.test(line)) {
    return bad(
      'this is a private key',
      'a pin is the public half: a line of /etc/ssh/ssh_host_*_key.pub',
    );
  }
  if (/^(SHA256|MD5):/.test(line)) {
    return bad(
      'this is a fingerprint',
      'a pin is the whole public key, as `teiki hostkeys` prints it',
    );
  }
  const [type = '', blob = ''] = line.trim().split(/\s+/);
  if (!keyTypes.includes(type)) {
    if (type.startsWith('rsa-sha2-'))
      return bad(`\`${type}\` is a signature algorithm`, 'the key type is `ssh-rsa`');
    const known = list(
      keyTypes.map((name) => `\`${name}\``),
      'or',
    );
    return bad(
      `a host key begins with its type, found "${type.slice(0, 40)}"`,
      `the types are ${known}`,
    );
  }
  if (blob === '') return bad('the key itself is missing after its type', 'copy the whole line');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(blob) || blob.length % 4 !== 0) {
    return bad(
      'the key is not valid base64',
      'it was cut or changed when it was copied: copy the whole line',
    );
  }
  return checkBlob(type, blob);
}

function checkBlob(type: string, blob: string): HostKeyCheck {
  const fields = splitFields(Buffer.from(blob, 'base64'));
  const inside = fields?.[0]?.toString('latin1');
  if (fields === undefined || inside === undefined || fields.length < 2) {
    return bad('the key is cut short', 'copy the whole line');
  }
  if (inside !== type) {
    return bad(
      `the line says \`${type}\`, but the key in it is \`${inside.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 40)}\``,
      'copy the whole line',
    );
  }
  if (type === 'ssh-ed25519' && fields[1]?.length !== 32)
    return bad('the key is cut short', 'copy the whole line');
  return { ok: true, key: `${type} ${blob}` };
}

/** The length-prefixed strings that a key blob is made of; undefined when they do not fill it. */
function splitFields(bytes: Buffer): readonly Buffer[] | undefined {
  const fields: Buffer[] = [];
  let offset = 0;
  while (offset + 4 <= bytes.length) {
    const end = offset + 4 + bytes.readUInt32BE(offset);
    if (end > bytes.length) return undefined;
    fields.push(bytes.subarray(offset + 4, end));
    offset = end;
  }
  return offset === bytes.length ? fields : undefined;
}

function bad(message: string, hint: string): HostKeyCheck {
  return { ok: false, message, hint };
}
