import { type ShellText, sh } from '../../core/shell.ts';

/**
 * What a database holds, as lines that psql prints: a word, a blank and an object of JSON. The same
 * text counts when a backup is made and when it has been restored, so that the two can be compared.
 *
 * System tables, temporary ones and those that belong to an extension are left out, as pg_dump does
 * (but for configuration tables of extensions); so are unlogged ones on a replica, which cannot be read.
 */
const ours = sh`n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND (c.relpersistence = 'p' OR c.relpersistence = 'u' AND NOT pg_is_in_recovery())
  AND NOT EXISTS (SELECT FROM pg_depend e
    WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')`;

const tableCount = sh`format('SELECT ''table '' || json_build_object(''oid'', %s, ''schema'', %L, ''name'', %L, ''rows'', count(*)) FROM ONLY %I.%I', c.oid::bigint, n.nspname, c.relname, n.nspname, c.relname)`;
const tables = sh`FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND ${ours} ORDER BY n.nspname, c.relname`;

/**
 * The savepoint gives the locks of indexes and sequences back, which would fill the lock table of a
 * server with thousands of them.
 */
const lightly = (query: ShellText): ShellText =>
  sh`'SAVEPOINT one', ${query}, 'ROLLBACK TO SAVEPOINT one', 'RELEASE SAVEPOINT one'`;

/**
 * A sequence, its last value (null before the first), and the highest value in the column that
 * takes its defaults from it: serial and identity own it, others mention it.
 */
const sequence = sh`format('SELECT ''sequence '' || json_build_object(''schema'', %L, ''name'', %L, ''increment'', %s, ''value'', (SELECT CASE WHEN is_called THEN last_value END FROM %I.%I), ''most'', %s)',
  n.nspname, c.relname, q.seqincrement, n.nspname, c.relname, coalesce(u.most, 'NULL'))`;
const sequences = sh`
FROM pg_sequence q JOIN pg_class c ON c.oid = q.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN LATERAL (
  SELECT format('(SELECT %s(%I)::bigint FROM %I.%I)', CASE WHEN q.seqincrement > 0 THEN 'max' ELSE 'min' END,
    a.attname, tn.nspname, t.relname) AS most
  FROM (
    SELECT d.refobjid AS rel, d.refobjsubid AS col FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass
      AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
    UNION
    SELECT f.adrelid, f.adnum FROM pg_depend d JOIN pg_attrdef f ON f.oid = d.objid
    WHERE d.classid = 'pg_attrdef'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid
  ) users JOIN pg_attribute a ON a.attrelid = users.rel AND a.attnum = users.col
  JOIN pg_class t ON t.oid = users.rel JOIN pg_namespace tn ON tn.oid = t.relnamespace
  WHERE t.relkind IN ('r', 'p') AND a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype)
  ORDER BY users.rel, users.col LIMIT 1
) u ON true
WHERE ${ours} ORDER BY n.nspname, c.relname`;

/** Extensions, what is not valid, and how many there are of what pg_dump recreates. */
const rest = sh`
SELECT 'extension ' || json_build_object('name', extname, 'version', extversion)
FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY extname;
SELECT 'invalid ' || json_build_object('name', format('%I.%I.%I', n.nspname, c.relname, k.conname))
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT k.convalidated AND ${ours} ORDER BY n.nspname, c.relname, k.conname;
SELECT 'invalid ' || json_build_object('name', format('%I.%I', n.nspname, c.relname))
FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT x.indisvalid AND ${ours} ORDER BY n.nspname, c.relname;
SELECT 'objects ' || json_build_object(
  'constraints', (SELECT count(*) FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${ours}),
  'indexes', (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('i', 'I') AND ${ours}),
  'views', (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('v', 'm') AND ${ours}),
  'triggers', (SELECT count(*) FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT g.tgisinternal AND ${ours}));`;

/** Of a database that was just restored: nothing else changes it. */
export const countTables: ShellText = sh`
SELECT ${tableCount} ${tables} \gexec`;
export const restOfContents: ShellText = sh`
SELECT ${sequence} ${sequences} \gexec${rest}`;

/**
 * Of a database in use, within the transaction of a snapshot. The lock keeps TRUNCATE away until
 * the dump is made, for no snapshot hides that.
 */
export const contentsOfSnapshot: ShellText = sh`
SELECT format('LOCK TABLE ONLY %I.%I IN ACCESS SHARE MODE', n.nspname, c.relname),
  ${lightly(tableCount)} ${tables} \gexec
SELECT ${lightly(sequence)} ${sequences} \gexec${rest}`;
