import { z } from 'zod';
import { statement } from '../../core/sql.ts';

/**
 * The view is the superuser's unless it is granted. Naming it in a plain query would then fail with
 * everything beside it, so the query is text, which is run only by those who may.
 */
export const hbaRules = statement(`SELECT r.* FROM (
  SELECT CASE WHEN has_table_privilege('pg_catalog.pg_hba_file_rules', 'SELECT')
    AND has_function_privilege('pg_catalog.pg_hba_file_rules()', 'EXECUTE')
  THEN query_to_xml('SELECT line_number, type, array_to_string(database, '','') AS databases,
    array_to_string(user_name, '','') AS roles, address, netmask, auth_method, error
    FROM pg_catalog.pg_hba_file_rules', false, false, '') END AS document) d,
XMLTABLE('/table/row' PASSING d.document COLUMNS line int PATH 'line_number', type text PATH 'type',
  databases text PATH 'databases', roles text PATH 'roles', address text PATH 'address',
  netmask text PATH 'netmask', method text PATH 'auth_method', error text PATH 'error') r`);

export const hbaRule = z.object({
  line: z.number(),
  type: z.string().nullable(),
  databases: z.string().nullable(),
  roles: z.string().nullable(),
  /** An address, a name, `all`, `samehost` or `samenet`; null for sockets. */
  address: z.string().nullable(),
  netmask: z.string().nullable(),
  method: z.string().nullable(),
  /** Set when the line is wrong; the server would not load the file. */
  error: z.string().nullable(),
});
export type HbaRule = z.output<typeof hbaRule>;

/** Whether only this very host can match it. */
export function isLocal({ type, address, netmask }: HbaRule): boolean {
  if (type === 'local' || address === 'samehost' || address === 'localhost') return true;
  if (address === '::1') return netmask === 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff';
  // 127.0.0.0/8 and everything within.
  return /^127(\.\d{1,3}){3}$/.test(address ?? '') && netmask?.startsWith('255.') === true;
}

export type HbaTrouble = 'error' | 'trust' | 'password' | 'md5' | 'plain';

/** What is wrong with a line, worst first. */
export function troubleOf(rule: HbaRule): HbaTrouble | undefined {
  const { error, method, type } = rule;
  if (error !== null) return 'error';
  if (method === 'reject') return undefined;
  if (method === 'trust') return 'trust';
  // GSSAPI encrypts by itself (hostgssenc), TLS where the line asks for it.
  const isPlain = (type === 'host' || type === 'hostnossl') && !isLocal(rule);
  if (method === 'password' && isPlain) return 'password';
  if (method === 'md5') return 'md5';
  return isPlain ? 'plain' : undefined;
}

/** The line as it stands in pg_hba.conf, but for quotes and options. */
export function written({
  line,
  type,
  databases,
  roles,
  address,
  netmask,
  method,
}: HbaRule): string {
  const words = [type, databases, roles, address, netmask, method].filter((one) => one !== null);
  return `${line}: ${words.join(' ')}`;
}
