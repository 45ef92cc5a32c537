import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { SecretSource } from '../../fleet/model.ts';
import { message } from '../messages.ts';
import { ConnectionError } from '../session.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What messages call a source: the name of a variable or a path, never the value. */
export function sourceName(source: SecretSource): string {
  if (source.kind === 'agent') return 'SSH_AUTH_SOCK';
  return source.kind === 'env' ? source.name : source.path;
}

/**
 * The value of a secret; of an agent, the path of its socket. An empty value counts as missing,
 * for that is what GitHub Actions makes of a secret that is not set.
 * @throws ConnectionError (`no-identity`) naming `hop` and the source
 */
export async function readSecret(
  hop: string,
  source: SecretSource,
  environment: Environment,
): Promise<string> {
  const name = sourceName(source);
  if (source.kind === 'path') return await readSecretFile(hop, source.path, environment);
  const value = environment[name];
  if (value === undefined || value.trim() === '') {
    const explanation = message('connection.no-identity.missing', { hop, source: name });
    throw new ConnectionError('no-identity', hop, explanation);
  }
  return value;
}

async function readSecretFile(
  hop: string,
  path: string,
  environment: Environment,
): Promise<string> {
  const home = environment['HOME'] ?? homedir();
  try {
    const text = await readFile(
      path.replace(/^~(?=\/|$)/, () => join(home)),
      'utf8',
    );
    return text.replace(/\r?\n$/, '');
  } catch (error) {
    const detail = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    const explanation = message('connection.no-identity.unreadable', { hop, source: path, detail });
    throw new ConnectionError('no-identity', hop, explanation);
  }
}
