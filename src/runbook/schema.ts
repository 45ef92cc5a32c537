import { z } from 'zod';
import type { Text } from '../core/message.ts';
import { nameSchema } from '../fleet/names.ts';
import { stepSchema } from './step-schema.ts';
import { windowSchema } from './window-schema.ts';

const line = z.string().min(1);

/** A text in both languages; one text alone serves for both. */
const textSchema = z
  .union([line, z.strictObject({ ja: line.optional(), en: line.optional() })])
  .transform((written, ctx): Text => {
    if (typeof written === 'string') return { ja: written, en: written };
    const ja = written.ja ?? written.en;
    const en = written.en ?? written.ja;
    if (ja !== undefined && en !== undefined) return { ja, en };
    if (ctx.issues.length > 0) return z.NEVER;
    ctx.addIssue({
      code: 'custom',
      message: 'a text needs `ja` or `en`',
      params: { target: 'key', code: 'missing-key' },
    });
    return z.NEVER;
  });

const title = textSchema.meta({ examples: [{ ja: '週次確認', en: 'Weekly check' }] });

const rolloutSchema = z.strictObject({
  canary: z.int().min(0).default(1).describe('Hosts that are changed before all others'),
  batch: z.int().min(1).default(5).describe('Hosts at a time after that'),
  pauseSeconds: z
    .int()
    .min(0)
    .max(3600)
    .default(60)
    .describe('How long a batch is watched before the next one'),
});

export const runbookSchema = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*$/, 'a name of lower-case letters, digits and `-`')
      .meta({ examples: ['weekly-health'] })
      .describe('Also the name of the file'),
    title,
    purpose: textSchema.meta({ examples: [{ ja: '健全性を確認', en: 'Confirm the health' }] }),
    level: z
      .literal([1, 2, 3])
      .meta({ examples: [1] })
      .describe('1: nothing stops; 2: a short stop; 3: a long one'),
    enabled: z.boolean().default(true).describe('false: kept, but not scheduled'),
    since: z.iso
      .date()
      .optional()
      .meta({ examples: ['2026-12-01'] })
      .describe('First day whose windows can be missed; without it, the first record'),
    hosts: z
      .array(nameSchema)
      .min(1)
      .meta({ examples: [['app']] })
      .describe('Groups or hosts of fleet.yml'),
    rollout: rolloutSchema
      .optional()
      .describe('Canary first, then batches; the first failure stops the rest'),
    impact: textSchema.optional().describe('What users will notice; level 2 and 3'),
    alternative: textSchema.optional().describe('What users can use meanwhile; level 2 and 3'),
    rollback: textSchema.optional().describe('The way back; level 2 and 3'),
    window: windowSchema,
    steps: z.array(stepSchema).min(1),
  })
  .meta({ title: 'teiki: runbook' });
