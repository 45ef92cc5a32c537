import { z } from 'zod';
import { type SqlOutput, sql, statement } from '../../core/sql.ts';
import { rowsOf } from '../db/rows.ts';

const role = z.object({
  name: z.string(),
  canLogIn: z.boolean(),
  superuser: z.boolean(),
  bypass: z.boolean(),
  /** Days until `VALID UNTIL`; null when there is none. */
  daysLeft: z.number().nullable(),
});

export interface DatabaseRoles {
  readonly roles: readonly z.output<typeof role>[];
  /** Roles whose password is stored as MD5; null when the role that asks may not see that. */
  readonly md5: readonly string[] | null;
}

/** Hashes are the superuser's: the query is text, run only by those who may, and gives no hash. */
export function rolesProbe(names: readonly string[]) {
  return sql({
    roles: {
      ...statement(`SELECT rolname::text AS name, rolcanlogin AS "canLogIn", rolsuper AS superuser,
  rolbypassrls OR rolcreaterole OR rolreplication AS bypass,
  CASE WHEN isfinite(rolvaliduntil)
    THEN floor(extract(epoch FROM rolvaliduntil - now()) / 86400)::int END AS "daysLeft"
FROM pg_roles WHERE rolname = ANY ($1::text[]) ORDER BY 1`),
      values: [names],
    },
    rights: statement(`SELECT has_table_privilege('pg_catalog.pg_authid', 'SELECT') AS may`),
    md5: statement(`SELECT r.name FROM (
  SELECT CASE WHEN has_table_privilege('pg_catalog.pg_authid', 'SELECT')
  THEN query_to_xml('SELECT rolname FROM pg_catalog.pg_authid WHERE rolcanlogin
    AND rolpassword LIKE ''md5%'' ORDER BY 1', false, false, '') END AS document) d,
XMLTABLE('/table/row' PASSING d.document COLUMNS name text PATH 'rolname') r`),
  });
}

/** @throws Unparsable */
export function readRoles(db: SqlOutput): DatabaseRoles {
  const [rights] = rowsOf(db, 'rights', z.object({ may: z.boolean() }));
  const md5 = rowsOf(db, 'md5', z.object({ name: z.string() })).map(({ name }) => name);
  return { roles: rowsOf(db, 'roles', role), md5: rights?.may ? md5 : null };
}
