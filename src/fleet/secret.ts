import { z } from 'zod';
import type { SecretSource } from './model.ts';

const environmentName = /^env:([A-Za-z_][A-Za-z0-9_]*)$/;

/**
 * `env:NAME`. What stands here may be a secret that someone has pasted, so that no message may
 * show it.
 */
export const environmentSchema = z
  .string('`env:NAME`')
  .check(
    z.refine((text) => environmentName.test(text), {
      error: 'a secret is never written in a file of the repository',
      params: {
        hint: 'write `env:NAME`, and put the value into that variable (a secret of the repository)',
      },
    }),
  )
  .meta({ examples: ['env:NAME'], pattern: environmentName.source })
  .transform(parseEnvironment);

/** A private key: `env:NAME` (its text), `agent`, or the path of a file. */
export const identitySchema = z
  .string('`env:NAME`, `agent` or the path of a file')
  .check(
    z.refine((text) => !/PRIVATE KEY|\n/.test(text), {
      error: 'a private key is never written in a file of the repository',
      params: { hint: 'withdraw this key, and write `env:NAME`, `agent` or the path of a file' },
      abort: true,
    }),
    z.refine((text) => text === 'agent' || environmentName.test(text) || isPath(text), {
      error: 'a key comes from `env:NAME`, `agent`, or a path that begins with `/`, `~/` or `./`',
    }),
  )
  .meta({ examples: ['env:TEIKI_SSH_KEY', 'agent', '~/.ssh/id_ed25519'] })
  .transform((text): SecretSource => {
    if (text === 'agent') return { kind: 'agent' };
    return isPath(text) ? { kind: 'path', path: text } : parseEnvironment(text);
  });

export interface EnvironmentSource {
  readonly kind: 'env';
  readonly name: string;
}

function parseEnvironment(text: string): EnvironmentSource {
  return { kind: 'env', name: environmentName.exec(text)?.[1] ?? '' };
}

function isPath(text: string): boolean {
  return /^(\/|~\/|\.{1,2}\/)\S/.test(text);
}
