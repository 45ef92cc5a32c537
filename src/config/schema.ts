import { z } from 'zod';
import { locales } from '../core/message.ts';
import { environmentSchema } from '../fleet/secret.ts';
import { networkSchema } from './network-schema.ts';
import { servicesSchema } from './services-schema.ts';
import { isTimeZone, nearestTimeZone } from './time-zone.ts';

const text = z.string().min(1);

const timezone = z
  .string()
  .check((ctx) => {
    if (isTimeZone(ctx.value)) return;
    const hint = nearestTimeZone(ctx.value);
    ctx.issues.push({
      code: 'custom',
      input: ctx.value,
      message: `${JSON.stringify(ctx.value)} is not a time zone of the IANA database`,
      params: {
        hint:
          hint === undefined ? 'write a name such as `Asia/Tokyo`' : `did you mean \`${hint}\`?`,
      },
    });
  })
  .meta({ examples: ['Asia/Tokyo'] })
  .describe('Name in the IANA database; all windows are in this local time');

const freezeSchema = z
  .strictObject({
    from: z.iso.date().meta({ examples: ['2026-12-28'] }),
    to: z.iso
      .date()
      .meta({ examples: ['2027-01-04'] })
      .describe('The last day of the freeze'),
    reason: text.meta({ examples: ['年末年始'] }),
  })
  .refine(({ from, to }) => from <= to, {
    error: 'the freeze ends before it begins',
    path: ['to'],
    params: { hint: '`to` is its last day' },
  });

const latenessSchema = z.strictObject({
  level1Minutes: z.int().min(0).optional().describe('Without it: until the next window begins'),
  level2Minutes: z.int().min(0).default(30),
  level3Minutes: z.int().min(0).default(30),
});

const waiverSchema = z.strictObject({
  runbook: text.meta({ examples: ['weekly-health'] }),
  window: text.meta({ examples: ['2026-W48'] }).describe('Its key, as `teiki due` shows it'),
  hosts: z.array(text).min(1).optional().describe('Only these hosts'),
  reason: text.meta({ examples: ['データセンター移転'] }),
});

const notifySchema = z.strictObject({
  webhook: environmentSchema,
  format: z.enum(['slack', 'teams', 'json']).meta({ examples: ['slack'] }),
  audience: z
    .enum(['team', 'users'])
    .default('team')
    .describe('users: only notices, for those affected'),
});

/** A GitHub login, or a team as `org/team`. */
const assignee = z
  .string()
  .regex(/^@?[A-Za-z0-9][A-Za-z0-9-]*(\/[A-Za-z0-9._-]+)?$/, 'a GitHub login');

const branch = z
  .string()
  .regex(/^(?!.*(\.\.|\/\/|@\{|\.lock$|\/$|\.$))[A-Za-z0-9_][A-Za-z0-9._/@-]*$/, 'a branch name')
  .meta({ examples: ['maintenance-records'] });

export const configSchema = z
  .strictObject({
    timezone,
    locale: z.enum(locales).default('en').describe('Language of records, issues and reports'),
    team: text.meta({ examples: ['SREチーム'] }).describe('担当者 of scheduled runs'),
    contacts: z
      .strictObject({ emergency: text.optional(), channel: text.optional() })
      .default({})
      .describe('Whom to call while a window is open; level 2 and 3 need them'),
    publicRepository: z
      .enum(['auto', 'yes', 'no'])
      .default('auto')
      .describe('Whether addresses and user names are replaced by pseudonyms'),
    objectives: z
      .strictObject({
        rtoMinutes: z.number().positive().optional(),
        rpoMinutes: z.number().positive().optional(),
        availability: z.number().gt(0).max(100).optional().describe('Percent'),
      })
      .default({}),
    freezes: z.array(freezeSchema).default([]).describe('Days on which nothing is changed'),
    lateness: latenessSchema.prefault({}).describe('How late a run may begin'),
    waivers: z
      .array(waiverSchema)
      .default([])
      .describe('Windows that need not be carried out, and why'),
    runsOn: z.array(text).min(1).default(['ubuntu-latest']).describe('Labels of the runner'),
    network: networkSchema
      .optional()
      .describe('A step of the workflow before SSH, such as a VPN: `uses` and `with`, or `run`'),
    notify: z.array(notifySchema).default([]),
    heartbeat: environmentSchema
      .optional()
      .describe('env:NAME of a URL that is pinged after every tick'),
    services: servicesSchema.default({ functional: [] }),
    incidentScope: z
      .enum(['fleet', 'group', 'host'])
      .default('fleet')
      .describe('What one issue covers'),
    assignees: z.array(assignee).default([]).describe('Of the issues that are opened'),
    owners: z
      .record(text, z.array(assignee).min(1))
      .default({})
      .meta({ examples: [{ db: ['alice'] }] })
      .describe('By group: who is assigned and named in the issues of its hosts'),
    reminderDays: z
      .strictObject({
        critical: z.number().positive().default(1),
        warning: z.number().positive().default(7),
        unknown: z.number().positive().default(3),
      })
      .prefault({})
      .describe('After how many days an open issue is called to mind, and how often again'),
    fourEyes: z
      .boolean()
      .default(false)
      .describe("The approver is not the runbook's last author nor the dispatcher"),
    environment: text.optional().describe('GitHub environment whose approval opens a window'),
    noticeDays: z
      .int()
      .min(1)
      .max(30)
      .default(7)
      .describe('How many days ahead a level 2 or 3 window must have been announced'),
    armHours: z
      .int()
      .min(1)
      .max(72)
      .default(12)
      .describe('How long before a level 2 or 3 window ticks arm it'),
    records: z
      .strictObject({ branch: branch.optional().describe('For records, where main is protected') })
      .default({}),
  })
  .meta({ title: 'teiki: configuration' });

/** config.yml with its defaults. */
export type Config = z.output<typeof configSchema>;

/** Stands in for a configuration that cannot be read, so that the rest can still be checked. */
export function fallbackConfig(): Config {
  return configSchema.parse({ timezone: 'UTC', team: '-' });
}
