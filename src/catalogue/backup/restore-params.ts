import { z } from 'zod';
import { backupFields, folder } from './kinds.ts';
import { refusedName, scratchPattern } from './scratch-guard.ts';

const cluster = z.strictObject({
  systemIdentifier: z
    .string()
    .regex(/^\d{10,20}$/, { error: 'Expected the digits of the system identifier, in quotes' })
    .describe('As `SELECT system_identifier FROM pg_control_system()` shows it, in quotes'),
  host: z
    .string()
    .regex(/^[A-Za-z0-9/][A-Za-z0-9._/:-]*$/, { error: 'Expected a folder of sockets or a host' })
    .default('/var/run/postgresql')
    .describe('Folder of its socket, or a host (a password then is in ~/.pgpass)'),
  port: z.int().min(1).max(65_535).default(5432).describe('Its port'),
});

export const restoreParams = z
  .strictObject({
    directory: backupFields.directory,
    pattern: z
      .string()
      .default('db_*.dump')
      .pipe(backupFields.kinds.unwrap().element.shape.pattern)
      .describe('Shell pattern of the dumps; the newest finished one is restored'),
    uploadsPattern: z
      .union([z.literal('none'), backupFields.kinds.unwrap().element.shape.pattern])
      .default('uploads_*.tar.gz')
      .describe('Shell pattern of the archives of uploads; "none" for a dump alone'),
    database: z
      .string()
      .min(1)
      .max(63)
      .default('mks_db')
      .describe('Name of the production database, which is never touched'),
    target: z
      .string()
      .regex(scratchPattern, { error: 'Expected mks_test or mks_restore_test' })
      .default('mks_restore_test')
      .describe('Beginning of the name of the scratch database; time and process follow'),
    template: z
      .string()
      .regex(/^[a-z_][a-z0-9_]*$/)
      .default('template0')
      .describe('Template of it: one with the extensions that only a superuser may create'),
    clusters: z
      .array(cluster)
      .default([])
      .describe('Where a scratch database may be made; of several the first that answers'),
    scratch: folder
      .default('/var/tmp')
      .describe('Folder in which uploads are unpacked for a while, in a folder of their own'),
    smoke: z
      .string()
      .max(2000)
      .optional()
      .describe('A query on the restored database that must return something other than f or 0'),
    jobs: z.int().min(1).max(16).default(2).describe('Connections that restore at once'),
    timeoutSeconds: z
      .int()
      .min(60)
      .max(24 * 3600)
      .default(2 * 3600)
      .describe('Time for all of it'),
  })
  .refine(({ target, database }) => refusedName(target, database) === null, {
    error: 'Expected a target that cannot be taken for the production database',
    path: ['target'],
  });

export type RestoreParams = z.output<typeof restoreParams>;
