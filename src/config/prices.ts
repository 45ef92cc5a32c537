import { z } from 'zod';

const price = z.number().min(0);

export const budgetCategories = [
  'hardware',
  'license',
  'cloud',
  'training',
  'tools',
  'staff',
] as const;

const quantity = z.union([
  z.number().min(0),
  z.strictObject({ low: z.number().min(0), base: z.number().min(0), high: z.number().min(0) }),
]);

/** `prices.yml`: what the budget of next year is made of. A price that is left out is asked for. */
export const pricesSchema = z
  .strictObject({
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'a currency such as `JPY`')
      .meta({ examples: ['JPY'] }),
    storagePerGiB: price
      .optional()
      .describe('For as much disk as the forecast says is missing by the end of next year'),
    items: z
      .array(
        z.strictObject({
          category: z.enum(budgetCategories),
          item: z.string().min(1),
          quantity: quantity.default(1),
          unitPrice: price.optional().describe('Left out: asked for in the report'),
        }),
      )
      .default([]),
  })
  .meta({ title: 'teiki: unit prices' });
export type Prices = z.output<typeof pricesSchema>;
