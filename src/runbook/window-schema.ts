import { z } from 'zod';
import { weekdays } from './model.ts';

const ordinals = ['first', 'second', 'third', 'fourth', 'last'] as const;

const weekday = z.enum(weekdays).meta({ examples: ['monday'] });

const weekdayOfMonth = z
  .string('a weekday of the month such as `first monday`')
  .regex(
    new RegExp(`^(${ordinals.join('|')}) (${weekdays.join('|')})$`),
    'a weekday of the month such as `first monday` or `last friday`',
  );

const onInMonth = z
  .union([
    weekdayOfMonth,
    // Up to 28, so that no month is left out.
    z.int('a day of the month from 1 to 28').min(1).max(28),
  ])
  .meta({ examples: ['first monday', 1] });

const at = z
  .string('a time of day such as "02:00"')
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as "02:00"')
  .meta({ examples: ['02:00'] })
  .describe('HH:MM, in the time zone of config.yml');

const minutes = z
  .int()
  .min(1)
  .max(1440)
  .meta({ examples: [30] })
  .describe('How long the work may take');

const month = z.int().min(1).max(12);

const quarterMonths = z
  .array(month)
  .min(1)
  .max(4)
  .refine((months) => new Set(months.map((each) => Math.ceil(each / 3))).size === months.length, {
    error: '`months` names two months of the same quarter',
    params: { hint: 'a quarter has one window: keep one month of each quarter' },
  })
  .meta({ examples: [[2, 5, 8, 12]] })
  .describe('Calendar months, at most one of each quarter');

const yearMonths = z
  .array(month)
  .length(1, 'a list of one month')
  .meta({ examples: [[12]] })
  .describe('One calendar month');

export const windowSchema = z.discriminatedUnion('every', [
  z.strictObject({ every: z.literal('day'), at, minutes }),
  z.strictObject({ every: z.literal('week'), on: weekday, at, minutes }),
  z.strictObject({ every: z.literal('month'), on: onInMonth, at, minutes }),
  z.strictObject({
    every: z.literal('quarter'),
    on: onInMonth,
    months: quarterMonths,
    at,
    minutes,
  }),
  z.strictObject({ every: z.literal('year'), on: onInMonth, months: yearMonths, at, minutes }),
]);
