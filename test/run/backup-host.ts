import type { Host } from '../lab/host.ts';

/** What a database needs for its dump and its restore to be more than tables of numbers. */
const more = `
CREATE TABLE "Odd ""Names" (id bigserial PRIMARY KEY, note text);
INSERT INTO "Odd ""Names" (note) SELECT 'n' || i FROM generate_series(1, 500) i;
CREATE TABLE events (id integer GENERATED ALWAYS AS IDENTITY, at timestamptz NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
INSERT INTO events (at) SELECT timestamptz '2025-11-01' + i * interval '1 day' FROM generate_series(1, 100) i;
CREATE TABLE empty (id integer);
CREATE VIEW open_tasks AS SELECT * FROM tasks WHERE NOT done;
CREATE MATERIALIZED VIEW per_project AS SELECT project_id, count(*) FROM tasks GROUP BY 1;
CREATE SEQUENCE invoice_number START 1000;
SELECT nextval('invoice_number'), nextval('invoice_number');
`;

/**
 * A host with a running PostgreSQL, uploads, a folder for backups that the group of the maintenance
 * user may read, and that user's own role in the database, as the documents ask for.
 */
export async function prepareBackupHost(host: Host): Promise<void> {
  await host.must('systemctl start postgresql');
  await host.must(
    `for n in $(seq 100); do runuser -u postgres -- psql -qtc 'SELECT 1' >/dev/null 2>&1 && break; sleep 0.2; done
     runuser -u postgres -- psql -q -v ON_ERROR_STOP=1 -c 'SET ROLE mks_user' -f - mks_db
     runuser -u postgres -- psql -q -c 'CREATE ROLE "mks-maint" LOGIN CREATEDB; GRANT pg_monitor TO "mks-maint"' mks_db
     mkdir -p /opt/mks && cp -r /srv/mks/uploads /opt/mks/uploads && echo x >"/opt/mks/uploads/it's \\"quoted\\" 日本.txt"
     install -d -o root -g mks-maint -m 750 /backup /backup/mks`,
    { input: `SET ROLE mks_user;\n${more}`, timeoutSeconds: 60 },
  );
}

export const formats = ['custom', 'directory', 'tar', 'plain'] as const;

/** All rows, oids and files of the production database: nothing may have touched it. */
export function production(host: Host, name = 'mks_db'): Promise<string> {
  return host.must(
    `runuser -u postgres -- psql -X -q -At "$1" <<'END'
SELECT oid, datname, datdba, datacl FROM pg_database WHERE datname = current_database();
SELECT oid, relfilenode, xmin, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY oid;
SELECT format('SELECT %L, count(*), md5(string_agg(t::text, E''\\n'' ORDER BY t::text)) FROM %I t', relname, relname)
FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname \\gexec
END`,
    { args: [name] },
  );
}

/** What `clusters` of a runbook says of the host's own cluster. */
export async function clusterOf(host: Host, port = 5432) {
  const systemIdentifier = await host.must(
    'runuser -u postgres -- psql -X -At -p "$1" -c "SELECT system_identifier FROM pg_control_system()"',
    { args: [String(port)] },
  );
  return { systemIdentifier, host: '/var/run/postgresql', port };
}

export const scratches = (host: Host) =>
  host.must(
    `runuser -u postgres -- psql -X -At -c "SELECT datname FROM pg_database WHERE datname ~ 'test' ORDER BY 1"`,
  );
