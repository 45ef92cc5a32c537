# Runs inside the new root: a database in each form that pg_dump writes, and an archive of uploads.
set -euo pipefail

dumps=/var/lib/lab-dumps
version=$(pg_lsclusters --no-header | awk 'NR == 1 { print $1 }')
mkdir -p "$dumps" /srv/mks/uploads
chown postgres: "$dumps"
pg_ctlcluster "$version" main start
as_postgres() { runuser -u postgres -- "$@"; }

as_postgres createuser mks_user
as_postgres createdb --owner=mks_user mks_db
as_postgres psql --quiet --set=ON_ERROR_STOP=1 mks_db <<'EOF'
SET ROLE mks_user;
CREATE TABLE users (
  id integer PRIMARY KEY, name text NOT NULL, email text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL);
CREATE TABLE projects (
  id integer PRIMARY KEY, owner_id integer NOT NULL REFERENCES users, name text NOT NULL,
  description text, created_at timestamptz NOT NULL);
CREATE TABLE tasks (
  id integer PRIMARY KEY, project_id integer NOT NULL REFERENCES projects,
  assignee_id integer REFERENCES users, title text NOT NULL, body text,
  done boolean NOT NULL, updated_at timestamptz NOT NULL);
CREATE TABLE attachments (
  id integer PRIMARY KEY, task_id integer NOT NULL REFERENCES tasks, path text NOT NULL);
INSERT INTO users SELECT i, '利用者 ' || i, 'user' || i || '@mks.example',
  timestamptz '2023-01-01' + i * interval '1 hour' FROM generate_series(1, 2000) i;
INSERT INTO projects SELECT i, 1 + i % 2000, 'Project ' || i, md5('p' || i),
  timestamptz '2023-04-01' + i * interval '1 hour' FROM generate_series(1, 3000) i;
INSERT INTO tasks SELECT i, 1 + i % 3000, 1 + i % 2000, 'タスク ' || i,
  md5('a' || i) || ' ' || md5('b' || i) || ' ' || md5('c' || i), i % 3 = 0,
  timestamptz '2023-06-01' + i * interval '10 minutes' FROM generate_series(1, 60000) i;
INSERT INTO attachments SELECT i, i, 'uploads/' || md5('f' || i) || '.bin'
  FROM generate_series(1, 8000) i;
CREATE INDEX tasks_project ON tasks (project_id);
EOF

as_postgres pg_dump --format=custom --file="$dumps/db_sample.dump" mks_db
as_postgres pg_dump --format=custom --compress=0 --file="$dumps/db_sample_z0.dump" mks_db
as_postgres pg_dump --format=directory --file="$dumps/db_sample_dir" mks_db
as_postgres pg_dump --format=tar --file="$dumps/db_sample.tar" mks_db
as_postgres pg_dump --format=plain mks_db | gzip > "$dumps/db_sample.sql.gz"
pg_ctlcluster "$version" main stop

for i in $(seq 1 40); do
  head --bytes=50000 /dev/urandom > "/srv/mks/uploads/photo-$i.bin"
  seq 1 2000 > "/srv/mks/uploads/report-$i.txt"
done
tar --create --gzip --file="$dumps/uploads_sample.tar.gz" --directory=/srv/mks uploads
chmod -R a+rX "$dumps"
