import { z } from 'zod';

const path = z.string().regex(/^[A-Za-z0-9/][A-Za-z0-9._/@+-]*$/, {
  error: 'Expected a path of letters, digits and . _ / @ + -',
});
const word = (error: string) => z.string().regex(/^[A-Za-z_][A-Za-z0-9_.-]*$/, { error });
const url = z.string().regex(/^https?:\/\/[^\s@'"\\]+$/, {
  error: 'Expected http:// or https:// without a user name or password (those go into pip.conf)',
});

export const pipParams = z.strictObject({
  directory: path
    .startsWith('/', { error: 'Expected an absolute path' })
    .default('/opt/mks/backend')
    .describe('Directory of the application, where `import` is tried'),
  venv: path
    .default('venv')
    .describe('Its virtual environment: a symbolic link; relative to `directory`'),
  requirements: path
    .default('requirements.txt')
    .describe('What may be installed; a lock file is best. Relative to `directory`'),
  user: word('Expected a user name')
    .refine((name) => name !== 'root', { error: 'The app must have a user other than root' })
    .default('mks')
    .describe("The app's user, who owns the environments: pip and all packages run as this user"),
  service: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9:_.@-]*$/, { error: 'Expected the name of a unit' })
    .default('mks-backend')
    .describe('Restarted after the switch'),
  import: z
    .union([word('Expected the name of a module'), z.literal(false)])
    .default('app')
    .describe('Module that the new environment must be able to import; false: none'),
  health: z
    .union([url, z.literal(false)])
    .default('http://127.0.0.1:5100/api/v1/health')
    .describe('URL that must answer with 2xx on the host, before and after; false: none'),
  indexUrl: url.optional().describe("Package index; pip's own configuration if not given"),
  waitSeconds: z
    .int()
    .min(1)
    .max(600)
    .default(60)
    .describe('How long the health is waited for, until the old environment is put back'),
  keep: z
    .int()
    .min(1)
    .max(20)
    .default(2)
    .describe('Former environments that stay, the last one included'),
  allowMajor: z
    .array(z.string().regex(/^[A-Za-z0-9._-]+$/, { error: 'Expected the name of a package' }))
    .default([])
    .describe('Packages that may change their major version'),
  unlisted: z
    .enum(['refuse', 'drop'])
    .default('refuse')
    .describe('Packages that were installed by hand and are not in the requirements'),
});

export type PipParams = z.output<typeof pipParams>;

/** A path as the host has it. */
export function within(directory: string, one: string): string {
  return one.startsWith('/') ? one : `${directory.replace(/\/+$/, '')}/${one}`;
}

/** The fixed arguments of the helper, which its sudo rules hold. */
export function helperArguments(params: PipParams): readonly string[] {
  const { directory, venv, requirements, user, service, health, indexUrl, waitSeconds, keep } =
    params;
  return [
    ...[directory, within(directory, venv), within(directory, requirements), user, service],
    ...[params.import || '-', health || '-', indexUrl ?? '-', `${waitSeconds}`, `${keep}`],
  ];
}
