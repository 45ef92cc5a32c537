import { z } from 'zod';
import { defaultDeferred, packagePattern } from './deferred.ts';

export const updatesParams = z.strictObject({
  criticalDays: z
    .number()
    .min(0)
    .default(7)
    .describe('Critical when a security update is known to be pending for longer'),
  deferred: z
    .array(packagePattern)
    .default([...defaultDeferred])
    .describe(
      'Packages that wait for the monthly window, for their upgrade interrupts the service',
    ),
  deferredCriticalDays: z
    .number()
    .min(0)
    .default(35)
    .describe('The same as `criticalDays`, for packages that wait for the monthly window'),
  maxListAgeHours: z
    .number()
    .min(1)
    .default(48)
    .describe('Older package lists make the verdict `unknown`'),
  refresh: z
    .boolean()
    .default(false)
    .describe('Run apt-get update first, through sudo; a repository that fails is `unknown`'),
  lockWaitSeconds: z
    .int()
    .min(0)
    .max(600)
    .default(60)
    .describe('How long to wait for another package operation to end'),
});

export type UpdatesParams = z.output<typeof updatesParams>;
