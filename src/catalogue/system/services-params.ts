import { z } from 'zod';

const unit = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9:_.@-]*$/, {
  error: 'Expected the name of a unit: letters, digits and : _ . @ -',
});

const url = z.string().regex(/^https?:\/\/[^\s@'"\\]+$/, {
  error: 'Expected http:// or https:// without a user name or password',
});

export const serviceParams = z.strictObject({
  unit: unit.describe('Name of the systemd unit'),
  action: z
    .enum(['restart', 'reload'])
    .default('restart')
    .describe('A reload does not interrupt, but goes on with the program and libraries it has'),
  health: url
    .optional()
    .describe('URL that the host itself must get a 2xx answer from (by curl or wget)'),
  healthCommand: z
    .string()
    .regex(/^[^\0\n]*\S[^\0\n]*$/, { error: 'Expected a command of one line' })
    .optional()
    .describe('Shell command that must succeed, run as the login user within 10 seconds'),
  test: z
    .enum(['nginx'])
    .optional()
    .describe('What has to pass before the action: `nginx` is `nginx -t`'),
  waitSeconds: z
    .int()
    .min(1)
    .max(900)
    .default(60)
    .describe('How long its health is waited for, before the next one is touched'),
  optional: z.boolean().default(false).describe('Left out on hosts that do not have the unit'),
});

export const servicesParams = z.strictObject({
  services: z
    .array(serviceParams)
    .min(1)
    .refine((all) => new Set(all.map((one) => one.unit)).size === all.length, {
      error: 'A unit is listed twice',
    })
    .default(() =>
      z.array(serviceParams).parse([
        { unit: 'postgresql', healthCommand: 'pg_isready -q' },
        { unit: 'mks-backend', health: 'http://127.0.0.1:5100/api/v1/health' },
        { unit: 'nginx', action: 'reload', test: 'nginx' },
      ]),
    )
    .describe('In this order, one after the other; the first that does not come up ends it'),
  onlyIfNeeded: z
    .boolean()
    .default(true)
    .describe('Only those that system.restart-needed would name; false: all of them'),
});

export type ServiceParams = z.output<typeof serviceParams>;
export type ServicesParams = z.output<typeof servicesParams>;
