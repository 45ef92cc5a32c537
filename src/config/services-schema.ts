import { z } from 'zod';
import { nameSchema } from '../fleet/names.ts';
import { environmentSchema } from '../fleet/secret.ts';

const text = z.string().min(1);
const webUrl = z.url({ protocol: /^https?$/, error: 'an http or https URL' });

const via = nameSchema.describe(
  'The host through whose SSH connection it is reached; without it, from the runner',
);

/** A service by its URL alone, or with the host that it is reached through. */
const reachable = z
  .union([
    webUrl,
    z.strictObject({
      url: webUrl.meta({ examples: ['http://127.0.0.1:9090'] }),
      via: via.optional(),
    }),
  ])
  .transform((written): { url: string; via?: string } => {
    if (typeof written === 'string') return { url: written };
    return { url: written.url, ...(written.via !== undefined && { via: written.via }) };
  });

const functionalTest = z.strictObject({
  name: text.meta({ examples: ['login page'] }),
  url: webUrl.meta({ examples: ['https://example.com/login'] }),
  status: z.int().min(100).max(599).default(200),
  match: text.optional().describe('Regular expression that the body must match'),
  timeoutSeconds: z.int().min(1).max(300).default(10),
  via: via.optional(),
});

/** The PostgreSQL server that steps ask, through SSH of the host that it runs on. */
const postgres = z.strictObject({
  database: text.meta({ examples: ['mks_db'] }).describe('Database that steps ask and maintain'),
  databases: z.array(text).default([]).describe('Further databases that steps may name'),
  user: text
    .meta({ examples: ['mks_user'] })
    .describe('Role that teiki logs in as; `teiki roles` prints how to make it'),
  password: environmentSchema.optional().describe('Sent as SCRAM only, never in clear or as MD5'),
  host: nameSchema.meta({ examples: ['app1'] }).describe('Host of the fleet on which it runs'),
  port: z.int().min(1).max(65_535).default(5432),
  socket: z
    .string()
    .regex(/^\//, 'an absolute path')
    .optional()
    .meta({ examples: ['/var/run/postgresql'] })
    .describe(
      'Folder of its unix socket, used instead of TCP: peer authentication as the login user',
    ),
  replicas: z
    .array(nameSchema)
    .default([])
    .describe('Hosts of the fleet on which its standbys run, with the same port and role'),
});

/** What functional tests, silences, metrics and SQL need. */
export const servicesSchema = z.strictObject({
  functional: z.array(functionalTest).default([]),
  alertmanager: reachable.optional(),
  prometheus: reachable.optional(),
  postgres: postgres.optional(),
});

export type PostgresService = z.output<typeof postgres>;
