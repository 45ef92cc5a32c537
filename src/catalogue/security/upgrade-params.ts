import { z } from 'zod';

const unit = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9@_.:-]*$/, 'Expected the name of a systemd unit');

/** What every upgrade of packages asks for. */
export const upgradeParams = z.strictObject({
  refresh: z
    .boolean()
    .default(false)
    .describe(
      'Run apt-get update first, through sudo; a repository that fails refuses the upgrade',
    ),
  maxListAgeHours: z.number().min(1).default(48).describe('Older package lists refuse the upgrade'),
  lockWaitSeconds: z
    .int()
    .min(0)
    .max(600)
    .default(60)
    .describe('How long to wait for another package operation to end'),
  minFreeMiB: z
    .number()
    .min(0)
    .default(1024)
    .describe('Free space that has to stay on /, /usr and /var after the upgrade'),
  minFreeBootMiB: z
    .number()
    .min(0)
    .default(150)
    .describe('The same on /boot, when a kernel is among the packages'),
  services: z
    .array(unit)
    .default([])
    .describe('Units that must be as active after the upgrade as before; else it is rolled back'),
  health: z
    .array(z.url({ protocol: /^http$/ }))
    .default([])
    .describe(
      'URLs on the host, such as http://127.0.0.1:5100/health, that must answer with 2xx or 3xx after the upgrade if they did before',
    ),
  rollback: z
    .enum(['required', 'best-effort'])
    .default('required')
    .describe(
      'required: nothing is changed unless every package of before could be kept; best-effort: upgrade all the same',
    ),
  keepRuns: z
    .int()
    .min(1)
    .max(99)
    .default(5)
    .describe('Packages of so many upgrades are kept on the host'),
});

export type UpgradeParams = z.output<typeof upgradeParams>;
