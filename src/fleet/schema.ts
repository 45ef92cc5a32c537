import { z } from 'zod';
import { checkAddress } from './address.ts';
import { checkHostKey } from './host-key.ts';
import { nameSchema, variableNameSchema } from './names.ts';
import { environmentSchema, identitySchema } from './secret.ts';

const address = z
  .string()
  .check((ctx) => {
    const result = checkAddress(ctx.value);
    if (result.ok) return;
    ctx.issues.push({
      code: 'custom',
      input: ctx.value,
      message: `${JSON.stringify(ctx.value)} is not an address`,
      params: { hint: result.hint },
    });
  })
  .meta({ examples: ['192.0.2.11'] });

const hostKey = z.string().transform((line, ctx): string => {
  const result = checkHostKey(line);
  if (result.ok) return result.key;
  ctx.addIssue({
    code: 'custom',
    message: result.message,
    params: { code: 'host-key', hint: result.hint },
  });
  return z.NEVER;
});

const user = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9._@-]{0,63}$/, 'a login name')
  .meta({ examples: ['mks-maint'] });

const variables = z.record(variableNameSchema, z.union([z.string(), z.number(), z.boolean()]));

/** What a host may have for itself and `defaults` may give to all. */
const common = {
  user: user.optional(),
  port: z.int().min(1).max(65_535).optional(),
  identity: identitySchema.optional().describe('env:NAME (the text of the key), agent, or a path'),
  passphrase: environmentSchema.optional().describe('env:NAME; unlocks the identity'),
  password: environmentSchema.optional().describe('env:NAME; in place of a key'),
  jump: nameSchema.optional().describe('The host to go through'),
  groups: z.array(nameSchema).optional(),
  vars: variables.optional().describe("Values for ${name} in a step's `with`"),
};

const exclusionSchema = z
  .strictObject({
    from: z.iso.date().meta({ examples: ['2026-12-01'] }),
    to: z.iso.date().meta({ examples: ['2026-12-03'] }),
    reason: z
      .string()
      .min(1)
      .meta({ examples: ['ディスク交換'] }),
  })
  .refine(({ from, to }) => from <= to, {
    error: 'the exclusion ends before it begins',
    path: ['to'],
    params: { hint: '`to` is its last day' },
  });

const hostSchema = z.strictObject({
  address,
  ...common,
  exclusions: z
    .array(exclusionSchema)
    .default([])
    .describe('Days on which the host is left alone: its windows are waived'),
  hostKeys: z
    .array(hostKey)
    .min(1)
    .optional()
    .describe("Pinned public keys, as `teiki hostkeys` prints them: 'ssh-ed25519 AAAA…'"),
});

export const fleetSchema = z
  .strictObject({
    defaults: z.strictObject(common).default({}),
    knownHosts: z
      .string()
      .min(1)
      .optional()
      .describe('A known_hosts file in the directory of the instance'),
    hosts: z.record(nameSchema, hostSchema).default({}),
  })
  .meta({ title: 'teiki: fleet' });

export type FleetFile = z.output<typeof fleetSchema>;
export type HostEntry = FleetFile['hosts'][string];
