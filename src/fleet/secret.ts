import { z } from 'zod';
import { parseSecretReference, secretReference, secretSchema } from '../core/secret.ts';
import type { SecretSource } from './model.ts';

/** `env:NAME`, a passphrase or a password. */
export const environmentSchema = secretSchema;

/** A private key: `env:NAME` (its text), `agent`, or the path of a file. */
export const identitySchema = z
  .string('`env:NAME`, `agent` or the path of a file')
  .check(
    z.refine((text) => !/PRIVATE KEY|\n/.test(text), {
      error: 'a private key is never written in a file of the repository',
      params: { hint: 'withdraw this key, and write `env:NAME`, `agent` or the path of a file' },
      abort: true,
    }),
    z.refine((text) => text === 'agent' || secretReference.test(text) || isPath(text), {
      error: 'a key comes from `env:NAME`, `agent`, or a path that begins with `/`, `~/` or `./`',
    }),
  )
  .meta({ examples: ['env:TEIKI_SSH_KEY', 'agent', '~/.ssh/id_ed25519'] })
  .transform((text): SecretSource => {
    if (text === 'agent') return { kind: 'agent' };
    return isPath(text) ? { kind: 'path', path: text } : parseSecretReference(text);
  });

function isPath(text: string): boolean {
  return /^(\/|~\/|\.{1,2}\/)\S/.test(text);
}
