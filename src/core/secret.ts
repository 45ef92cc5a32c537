import { z } from 'zod';

/** Where a value comes from that no file of the instance may hold: a variable of the runner. */
export interface SecretRef {
  readonly kind: 'env';
  readonly name: string;
}

export const secretReference = /^env:([A-Za-z_][A-Za-z0-9_]*)$/;

export function parseSecretReference(text: string): SecretRef {
  return { kind: 'env', name: secretReference.exec(text)?.[1] ?? '' };
}

/**
 * `env:NAME`. What stands here may be a secret that someone has pasted, so that no message may
 * show it.
 */
export const secretSchema = z
  .string('`env:NAME`')
  .check(
    z.refine((text) => secretReference.test(text), {
      error: 'a secret is never written in a file of the repository',
      params: {
        hint: 'write `env:NAME`, and put the value into that variable (a secret of the repository)',
      },
    }),
  )
  .meta({ examples: ['env:NAME'], pattern: secretReference.source })
  .transform(parseSecretReference);

/**
 * The secrets of a step, by the names that its scripts know them by: `token` is `$secret_token`.
 * That is a variable of the shell alone, not of its environment: hand it to `printf`, which is built
 * in, or to the environment of the one program that asks for it there, and never to an argument.
 */
export type SecretRefs = Readonly<Record<string, SecretRef>>;
