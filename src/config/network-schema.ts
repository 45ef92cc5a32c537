import { z } from 'zod';
import { environmentSchema } from '../fleet/secret.ts';

const inputName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_-]*$/, 'the name of an input');
const variableName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'the name of a variable');

/** What GitHub would evaluate is written by us alone. */
const plain = (text: string): boolean => !text.includes('${{');
const noExpression = {
  error: 'an expression (`${{`) has no place here',
  params: { hint: 'write `env:NAME` for a secret, and hand values to a script through `env`' },
};

const uses = z
  .string()
  .regex(
    /^(\.\/[A-Za-z0-9._/-]+|[A-Za-z0-9-]+\/[A-Za-z0-9._/-]+@[0-9a-f]{40})$/,
    'an action by its full commit hash, such as `tailscale/github-action@<40 hex digits>`, or `./path`',
  );

/** Reaches the private network of the hosts before the first SSH connection: a VPN or a tunnel. */
export const networkSchema = z
  .union([
    z.strictObject({
      uses,
      with: z
        .record(
          inputName,
          z.union([z.string().refine(plain, noExpression), z.number(), z.boolean()]),
        )
        .default({})
        .describe('Inputs of the action; `env:NAME` stands for a secret'),
    }),
    z.strictObject({
      run: z.string().min(1).refine(plain, noExpression),
      env: z.record(variableName, environmentSchema).default({}),
    }),
  ])
  .meta({ examples: [{ run: 'sudo wg-quick up ./wg0.conf' }] });
