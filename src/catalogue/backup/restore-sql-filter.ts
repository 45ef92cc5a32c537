/**
 * awk over a plain dump, between pg_dump and psql. What pg_restore is told by --no-owner and its
 * like is left out here; a statement about another database, or a command of psql's own, ends it
 * with status 3 before psql has seen it: a dump made with --create would go on in the database that
 * it was made from.
 */
export const sqlFilter = String.raw`
copying { print; if ($0 == "\\.") copying = 0; next }
/^\\(un)?restrict / { next }
/^\\/ || /^(CREATE|DROP|ALTER) DATABASE / {
  print "the dump leaves the scratch database: " substr($0, 1, 80) > "/dev/stderr"
  exit 3
}
/^ALTER .* OWNER TO [^ ]+;$/ || /^(GRANT|REVOKE) / || /^ALTER DEFAULT PRIVILEGES / { next }
/^COMMENT ON EXTENSION / || /^SECURITY LABEL / { next }
/^(CREATE|ALTER) (PUBLICATION|SUBSCRIPTION) / || /^SET default_tablespace / { next }
/^COPY .* FROM stdin;$/ { copying = 1 }
{ print }`;
