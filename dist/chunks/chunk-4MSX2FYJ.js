import{sh}from"./chunk-S7DLJ3SP.js";function stateFolder(name){return sh`state=/var/tmp/${name}-$(id -u)
if [ -h "$state" ] || { [ -e "$state" ] && [ ! -O "$state" ]; }; then
  echo "$state is not ours" >&2
  exit 1
fi`}function ownStateFolder(name){return sh`${stateFolder(name)}
[ -d "$state" ] || mkdir -m 700 "$state" || exit`}var ours=sh`n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND (c.relpersistence = 'p' OR c.relpersistence = 'u' AND NOT pg_is_in_recovery())
  AND NOT EXISTS (SELECT FROM pg_depend e
    WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')`,tableCount=sh`format('SELECT ''table '' || json_build_object(''oid'', %s, ''schema'', %L, ''name'', %L, ''rows'', count(*)) FROM ONLY %I.%I', c.oid::bigint, n.nspname, c.relname, n.nspname, c.relname)`,tables=sh`FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND ${ours} ORDER BY n.nspname, c.relname`,lightly=query=>sh`'SAVEPOINT one', ${query}, 'ROLLBACK TO SAVEPOINT one', 'RELEASE SAVEPOINT one'`,sequence=sh`format('SELECT ''sequence '' || json_build_object(''schema'', %L, ''name'', %L, ''increment'', %s, ''value'', (SELECT CASE WHEN is_called THEN last_value END FROM %I.%I), ''most'', %s)',
  n.nspname, c.relname, q.seqincrement, n.nspname, c.relname, coalesce(u.most, 'NULL'))`,sequences=sh`
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
WHERE ${ours} ORDER BY n.nspname, c.relname`,rest=sh`
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
    JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT g.tgisinternal AND ${ours}));`,countTables=sh`
SELECT ${tableCount} ${tables} \gexec`,restOfContents=sh`
SELECT ${sequence} ${sequences} \gexec${rest}`,contentsOfSnapshot=sh`
SELECT format('LOCK TABLE ONLY %I.%I IN ACCESS SHARE MODE', n.nspname, c.relname),
  ${lightly(tableCount)} ${tables} \gexec
SELECT ${lightly(sequence)} ${sequences} \gexec${rest}`;export{stateFolder,ownStateFolder,countTables,restOfContents,contentsOfSnapshot};
