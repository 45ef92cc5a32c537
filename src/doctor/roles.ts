import type { PostgresService } from '../config/services-schema.ts';
import type { HostNeeds } from './needs.ts';

/**
 * The role that the SQL steps log in as, with what they need and no more, as SQL for an
 * administrator to read and run. Nothing in it is a secret: the password is asked for by psql.
 */
export function renderRoles(service: PostgresService, needs: readonly HostNeeds[]): string {
  const asked = needs.flatMap(({ sql }) => sql);
  const maintain = asked.filter(({ right }) => right === 'maintain');
  const { user, database } = service;
  const role = name(user);
  const databases = new Set(maintain.map((one) => one.database ?? database));
  const lines = [
    '-- Run on the primary as an administrator, after reading it:',
    '--   sudo -u postgres psql -v ON_ERROR_STOP=1 -f roles.sql',
    `-- The role is no superuser and owns nothing. Its steps: ${stepsOf(asked)}`,
    '',
    `SELECT NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = ${text(user)}) AS teiki_new \\gset`,
    '\\if :teiki_new',
    `CREATE ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION CONNECTION LIMIT 5;`,
    '\\endif',
    `GRANT pg_monitor TO ${role};`,
    `ALTER ROLE ${role} SET default_transaction_read_only = on;`,
    ...(service.socket === undefined
      ? ["SET password_encryption = 'scram-sha-256';", `\\password ${role}`]
      : ['-- It logs in by peer authentication through the unix socket, as the login user.']),
    ...[...databases].flatMap((one) => maintainIn(one, role)),
    '',
  ];
  return lines.join('\n');
}

/** MAINTAIN since 17; before that only owners may vacuum, and a member of the owner is one. */
function maintainIn(database: string, role: string): string[] {
  return [
    '',
    `-- VACUUM and ANALYZE in ${JSON.stringify(database)}`,
    `\\connect ${name(database)}`,
    "SELECT current_setting('server_version_num')::int >= 170000 AS teiki_maintain \\gset",
    '\\if :teiki_maintain',
    `SELECT format('GRANT MAINTAIN ON ALL TABLES IN SCHEMA %I TO ${role}', nspname) FROM pg_namespace`,
    "  WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' \\gexec",
    `SELECT DISTINCT format('ALTER DEFAULT PRIVILEGES FOR ROLE %I GRANT MAINTAIN ON TABLES TO ${role}', tableowner)`,
    "  FROM pg_tables WHERE schemaname !~ '^pg_' AND schemaname <> 'information_schema' \\gexec",
    '\\else',
    '-- It can then do what the owner can; its sessions are read-only all the same.',
    `SELECT DISTINCT format('GRANT %I TO ${role}', tableowner) FROM pg_tables t JOIN pg_roles r ON r.rolname = t.tableowner`,
    "  WHERE NOT r.rolsuper AND schemaname !~ '^pg_' AND schemaname <> 'information_schema' \\gexec",
    '\\endif',
  ];
}

function stepsOf(asked: readonly { readonly by: readonly { readonly step: string }[] }[]): string {
  return [...new Set(asked.flatMap(({ by }) => by.map(({ step }) => step)))].join(', ') || '-';
}

function name(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
