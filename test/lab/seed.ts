import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { mustExecute } from './exec.ts';

/** An ed25519 key pair. */
export interface KeyPair {
  /** OpenSSH's PEM text. */
  privateKey: string;
  /** `ssh-ed25519 AAAA…`, without a comment. */
  publicKey: string;
  /** Path of the private key on this machine, readable by root alone. */
  privateKeyFile: string;
}

/** Generates a key pair at this path (and `.pub` beside it). */
export async function generateKey(path: string): Promise<KeyPair> {
  await rm(path, { force: true });
  await mustExecute('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', path]);
  const publicKey = (await readFile(`${path}.pub`, 'utf8')).trim();
  return { privateKey: await readFile(path, 'utf8'), publicKey, privateKeyFile: path };
}

/**
 * Lays down what makes a clone a host of its own, before its first boot.
 *
 * @param folder the host's folder; its upper/ is the clone's own layer.
 * @returns the host's SSH key.
 */
export async function seedHost(
  folder: string,
  name: string,
  address: string,
  authorizedKey: string,
): Promise<string> {
  const upper = join(folder, 'upper');
  // Folders in the upper layer cover those of the base: mode and owner must be as there.
  for (const path of ['', 'etc', 'etc/ssh', 'etc/ssh/authorized_keys']) {
    await mkdir(join(upper, path), { recursive: true });
    await chmod(join(upper, path), 0o755);
  }
  const key = await generateKey(join(upper, 'etc/ssh/ssh_host_ed25519_key'));
  const put = async (path: string, content: string) => {
    const file = join(upper, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
    await chmod(file, 0o644);
  };
  await put('etc/hostname', `${name}\n`);
  await put('etc/machine-id', `${randomUUID().replaceAll('-', '')}\n`);
  await put('etc/hosts', `127.0.0.1 localhost\n::1 localhost\n${address} ${name}\n`);
  await put('etc/ssh/authorized_keys/mks-maint', `${authorizedKey}\n`);
  return key.publicKey;
}
