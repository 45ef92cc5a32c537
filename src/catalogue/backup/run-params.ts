import { z } from 'zod';
import { backupFields, folder, type Kind } from './kinds.ts';

/** A path as it stands in a sudo rule: absolute, plain, without anything that leads elsewhere. */
const plainPath = folder.refine((path) => !/\/\/|\/\.{1,2}(\/|$)|\/$/.test(path), {
  error: 'Expected a path without //, /./, /../ and without a slash at its end',
});

/** As names of databases mostly are; it stands in a sudo rule. */
export const databaseName = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}$/, {
  error: 'Expected the name of a database of letters, digits, _ . and -',
});

export const runParams = z.strictObject({
  directory: plainPath
    .default('/backup/mks')
    .describe('Folder of the backups; only root may write to it and to those above'),
  script: plainPath
    .optional()
    .describe(
      'A backup script of the team to run as root instead of the built-in backup; only root may change it',
    ),
  kinds: backupFields.kinds.describe('Kinds of backup that the script makes; of no use without it'),
  database: databaseName.default('mks_db').describe('Database that is dumped'),
  port: z.int().min(1).max(65_535).default(5432).describe('Port of the cluster, for its socket'),
  uploads: z
    .union([plainPath, z.literal('none')])
    .default('/opt/mks/uploads')
    .describe('Folder that is archived beside the dump; "none" for a dump alone'),
  format: z
    .enum(['custom', 'directory', 'tar', 'plain'])
    .default('custom')
    .describe('Format of the dump; plain is a .sql.gz, and tar cannot be compressed'),
  compress: z.int().min(0).max(9).default(6).describe('Level of compression; 0 is none'),
  notAgainWithinMinutes: z
    .number()
    .min(0)
    .default(60)
    .describe('Nothing is done when there is a finished backup that is younger than this'),
  timeoutSeconds: z
    .int()
    .min(60)
    .max(12 * 3600)
    .default(2 * 3600)
    .describe(
      'Time for making the backup; reading it to its end afterwards may take as long again',
    ),
});

export type RunParams = z.output<typeof runParams>;

/** A backup before maintenance also has the configuration of the system. */
type WithEtc = RunParams & { readonly etc?: readonly string[] };

/** What has to be there afterwards. */
export function kindsOf({ script, kinds, uploads, format, etc = [] }: WithEtc): readonly Kind[] {
  const configuration = etc.length === 0 ? [] : [{ name: 'etc', pattern: 'etc_*.tar.gz' }];
  if (script !== undefined) return [...kinds, ...configuration];
  return [
    { name: 'db', pattern: format === 'plain' ? 'db_*.sql.gz' : 'db_*.dump' },
    ...(uploads === 'none' ? [] : [{ name: 'uploads', pattern: 'uploads_*.tar.gz' }]),
    ...configuration,
  ];
}
