import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readManifest } from '../../src/catalogue/backup/manifest.ts';
import { task } from '../../src/catalogue/backup/run.ts';
import { describeLab } from '../lab/describe.ts';
import { fillSpace, mountSmall } from '../lab/faults.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { grantRights } from '../lab/rights.ts';
import { formats, prepareBackupHost } from './backup-host.ts';
import { runInLab, summary } from './lab-run.ts';
import { conductInLab, tasksIn } from './lab-task.ts';

const script = '/opt/mks/scripts/backup.sh';
const given = (more: object = {}) => ({ notAgainWithinMinutes: 0, ...more });
const small = { directory: '/small/mks' };
const scripted = { script, kinds: [{ name: 'db', pattern: 'db_*.dump' }] };
const replica = { port: 5433 };
const variants = [...formats.map((format) => ({ format })), small, scripted, replica, {}];

describeLab('backup.run', () => {
  let lab: Lab;
  let host: Host;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'db1' });
    await prepareBackupHost(host);
    const rights = variants.flatMap((one) => task.privileged(task.params.parse(given(one))));
    await grantRights(host, rights);
  });
  afterAll(() => lab?.stop());
  beforeEach(async () => {
    await host.must('rm -rf /backup/mks/* /backup/mks/.[!.]* /var/tmp/teiki-*');
  });

  const run = (more: object = {}, changes: 'all' | 'none' = 'all') =>
    conductInLab(lab, host, [{ use: 'backup.run', with: given(more) }], { changes });
  const listing = async () => (await host.must('ls -A /backup/mks')).split('\n').filter(Boolean);
  const manifest = async () => {
    const reading = readManifest(await host.must('cat /backup/mks/manifest_*.json'));
    if ('unusable' in reading) throw new Error(reading.unusable);
    return reading.manifest;
  };

  test.each(formats)(
    '%s: dump, globals, uploads and manifest, all of one moment',
    async (format) => {
      const result = await run({ format });
      expect(tasksIn(result), JSON.stringify(result.steps[0]?.findings)).toEqual([
        'backup.run done ok: applied',
      ]);
      const end = format === 'plain' ? 'sql.gz' : 'dump';
      const names = await listing();
      expect(names.map((name) => name.replace(/\d{8}T\d{6}Z/, ''))).toEqual([
        `db_.${end}`,
        'globals_.sql',
        'manifest_.json',
        'uploads_.tar.gz',
      ]);
      const { contents, database, uploads, files, snapshot } = await manifest();
      expect(database).toMatchObject({ name: 'mks_db', encoding: 'UTF8', recovery: false });
      expect(snapshot.lsn).toMatch(/^[0-9A-F]+\/[0-9A-F]+$/);
      const rows = Object.fromEntries(contents.tables.map(({ name, rows }) => [name, rows]));
      expect(rows).toEqual({
        'Odd "Names': 500,
        attachments: 8000,
        empty: 0,
        events_2025: 60,
        events_2026: 40,
        projects: 3000,
        tasks: 60_000,
        users: 2000,
      });
      expect(contents.sequences).toContainEqual(
        expect.objectContaining({ name: 'invoice_number', value: 1001, most: null }),
      );
      expect(contents.sequences).toContainEqual(
        expect.objectContaining({ name: 'Odd "Names_id_seq', value: 500, most: 500 }),
      );
      expect(uploads).toMatchObject({ files: 81, entries: 82, changed: false });
      expect(uploads?.sample).toHaveLength(81);
      expect(uploads?.sample.map(({ path }) => path)).toContain('uploads/it\'s "quoted" 日本.txt');
      for (const { path, sha256, bytes } of files) {
        const line = await host.must('cd /backup/mks && sha256sum -- "$1" && stat -c %s -- "$1"', {
          args: [path],
        });
        expect(line).toBe(`${sha256}  ${path}\n${bytes}`);
      }
      expect(await host.must('find /backup/mks -type f -printf "%u %g %m\n" | sort -u')).toBe(
        'root mks-maint 640',
      );
      expect(await host.must('grep -c PASSWORD /backup/mks/globals_*.sql || :')).toBe('0');
    },
  );

  test('rows that come in while it is made are in neither dump nor counts', async () => {
    await host.must(`cat >/tmp/busy.sh <<'END'
while :; do runuser -u postgres -- psql -q mks_db -c 'INSERT INTO empty SELECT 1'; done
END
systemd-run --quiet --unit=busy sh /tmp/busy.sh`);
    const result = await run();
    await host.must('systemctl stop busy');
    expect(tasksIn(result)).toEqual(['backup.run done ok: applied']);
    const { contents } = await manifest();
    const counted = contents.tables.find(({ name }) => name === 'empty')?.rows;
    const dumped = await host.must(
      "pg_restore -a -t empty -f - /backup/mks/db_*.dump | grep -c '^1$'",
    );
    await host.must('runuser -u postgres -- psql -q mks_db -c "TRUNCATE empty"');
    expect(Number(dumped)).toBe(counted);
    expect(counted).toBeGreaterThan(0);
  });

  test('what it has made satisfies backup.integrity, and a damage is named', async () => {
    await run({ format: 'directory' });
    await host.must('find /backup/mks -exec touch -d "1 hour ago" {} +');
    const check = () =>
      runInLab(lab, [host], [['backup.integrity', {}]]).then((result) => summary(result));
    expect(await check()).toEqual(['backup.integrity ok']);
    await host.must(`cd /backup/mks/db_*.dump && gzip -dc 3*.dat.gz >/dev/null
      big=$(ls -S *.dat.gz | head -1); gzip -dc $big | sed '1s/1/2/' | gzip >x && mv x $big
      touch -d "1 hour ago" . $big`);
    expect(await check()).toEqual(['backup.integrity critical db members']);
  });

  test('a plan says what will be written, and writes nothing', async () => {
    const result = await run({}, 'none');
    expect(tasksIn(result)).toEqual(['backup.run planned ok: only-planned']);
    expect(result.steps[0]?.task?.changes.map(({ id }) => id.split('/').at(-1))).toEqual([
      'dump',
      'archive-sized',
      'manifest',
    ]);
    expect(await listing()).toEqual([]);
  });

  test('a young one is good enough', async () => {
    await run();
    const before = await listing();
    expect(tasksIn(await run({ notAgainWithinMinutes: 60 }))).toEqual([
      'backup.run no-op ok: recent',
    ]);
    expect(await listing()).toEqual(before);
  });

  test('one at a time', async () => {
    await host.must('systemd-run --quiet --unit=holder flock /backup/mks sleep 60');
    const result = await run();
    await host.must('systemctl stop holder');
    expect(tasksIn(result)).toEqual(['backup.run failed warning: held']);
    expect(await listing()).toEqual([]);
  });

  test('a killed run leaves its half under a name of its own; the next one tells and removes it', async () => {
    await host.must(`mkdir -m 700 /backup/mks/.backup_20260101T000000Z.partial
      head -c 5000 /dev/zero >/backup/mks/.backup_20260101T000000Z.partial/db_20260101T000000Z.dump`);
    const planned = await run({}, 'none');
    expect(planned.steps[0]?.findings.map(({ key }) => key)).toContain(
      'leftover:/backup/mks/.backup_20260101T000000Z.partial',
    );
    expect(tasksIn(await run())).toEqual(['backup.run done ok: applied, leftover']);
    expect((await listing()).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test.each([
    [
      'the server is down',
      'systemctl stop postgresql',
      'systemctl start postgresql',
      'critical: down',
    ],
    [
      'no uploads',
      'mv /opt/mks/uploads /opt/mks/away',
      'mv /opt/mks/away /opt/mks/uploads',
      'critical: no-uploads',
    ],
    [
      'the folder is open to others',
      'chmod 777 /backup/mks',
      'chmod 750 /backup/mks',
      'critical: unsafe',
    ],
    [
      'one above it is another user’s',
      'chown mks-maint /backup',
      'chown root /backup',
      'critical: unsafe',
    ],
    [
      'no folder',
      'mv /backup/mks /backup/away',
      'mv /backup/away /backup/mks',
      'critical: no-folder',
    ],
  ])('refused: %s', async (_, spoil, mend, found) => {
    await host.must(spoil);
    const result = await run();
    await host.must(mend);
    await host.must(
      'for n in $(seq 100); do runuser -u postgres -- psql -qtc "SELECT 1" >/dev/null 2>&1 && break; sleep 0.2; done',
    );
    expect(tasksIn(result)).toEqual([`backup.run failed ${found}`]);
  });

  test('refused without room, and nothing is left when the disk fills up in the middle', async () => {
    const unmount = await mountSmall(host, '/small', { sizeMebibytes: 130 });
    await host.must('install -d -g mks-maint -m 750 /small/mks && chmod 755 /small');
    const empty = await fillSpace(host, '/small', 100);
    expect(tasksIn(await run(small))).toEqual(['backup.run failed critical: space']);
    await empty();
    // Less than it will take, and more than is asked for: half of what there is, and half of that.
    await host.must(
      'head -c 110000000 /dev/urandom >/opt/mks/uploads/big; runuser -u postgres -- psql -qc "VACUUM" mks_db',
    );
    await fillSpace(host, '/small', 105_000);
    const [line] = tasksIn(await run(small));
    await host.must('rm /opt/mks/uploads/big');
    expect(line).toMatch(
      /^backup.run failed critical: applied, irreversible, exit-status, not-written/,
    );
    expect(await host.must('ls -A /small/mks')).toBe('');
    await unmount();
  });

  test('a table that may not be locked in time: failed, named, and nothing is left', async () => {
    await host.must(`systemd-run --quiet --unit=locker runuser -u postgres -- \
      psql mks_db -c 'BEGIN; LOCK TABLE tasks; SELECT pg_sleep(100)'`);
    const result = await run();
    await host.must(
      'systemctl stop locker; runuser -u postgres -- psql -qc "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query ~ \'pg_sleep\' AND pid <> pg_backend_pid()" >/dev/null',
    );
    expect(tasksIn(result)[0]).toMatch(/^backup.run failed critical/);
    const evidence = result.steps[0]?.findings.map((one) => one.evidence ?? '').join('');
    expect(evidence).toMatch(/lock timeout[\s\S]*tasks/);
    expect(await listing()).toEqual([]);
  });

  test('the script of the team: its result is judged, not believed', async () => {
    const write = (text: string, mode = 0o755) =>
      host.write(script, `#!/bin/sh\n${text}\n`, { mode });
    await host.must('mkdir -p /opt/mks/scripts');
    const dump =
      'runuser -u postgres -- pg_dump -Fc mks_db >/backup/mks/db_$(date +%s).dump; chgrp mks-maint /backup/mks/db_*; chmod 640 /backup/mks/db_*';
    await write(dump);
    expect(tasksIn(await run(scripted))).toEqual(['backup.run done ok: applied, no-manifest']);
    await write('exit 0');
    expect(tasksIn(await run(scripted))).toEqual([
      'backup.run failed critical: applied, irreversible, not-written',
    ]);
    await write(`${dump}; set -- $(ls -t /backup/mks/db_*); truncate -s -1 "$1"`);
    await host.must('sleep 1');
    expect(tasksIn(await run(scripted))).toEqual([
      'backup.run failed critical: applied, irreversible, damaged',
    ]);
    // pg_dump that is killed in the middle leaves what pg_restore --list takes for a dump.
    await write(`f=/backup/mks/db_$(date +%s).dump; (umask 027; : >$f; chgrp mks-maint $f)
      runuser -u postgres -- pg_dump -Fc mks_db >$f & while [ $(stat -c %s $f) -lt 50000 ]; do :; done
      kill -KILL $(pgrep -x pg_dump); wait; pg_restore --list $f >/dev/null`);
    await host.must('sleep 1');
    expect(tasksIn(await run(scripted))[0]).toMatch(
      /^backup.run failed critical: applied, irreversible, (shrunken, )?damaged$/,
    );
    await write(dump, 0o777);
    expect(tasksIn(await run(scripted))).toEqual(['backup.run failed critical: unsafe-script']);
    await host.must(`rm ${script}`);
    expect(tasksIn(await run(scripted))).toEqual(['backup.run failed critical: no-script']);
  });

  test('from a replica: said so, and of when it is', async () => {
    await host.must(
      `runuser -u postgres -- psql -qc "CREATE UNLOGGED TABLE fleeting AS SELECT 1 AS id" mks_db
       pg_createcluster -p 5433 15 standby -- --no-sync >/dev/null && rm -rf /var/lib/postgresql/15/standby
       runuser -u postgres -- pg_basebackup -R -c fast -D /var/lib/postgresql/15/standby
       pg_ctlcluster 15 standby start
       for n in $(seq 100); do runuser -u postgres -- psql -p 5433 -qtc 'SELECT 1' >/dev/null 2>&1 && break; sleep 0.2; done`,
      { timeoutSeconds: 60 },
    );
    const result = await run(replica);
    await host.must(`pg_ctlcluster -m immediate 15 standby stop; pg_dropcluster 15 standby
      runuser -u postgres -- psql -qc "DROP TABLE fleeting" mks_db`);
    expect(tasksIn(result)).toEqual(['backup.run done ok: applied, replica']);
    const { database, contents } = await manifest();
    expect(database.recovery).toBe(true);
    // What is not logged is not replicated, and cannot even be read there.
    expect(contents.tables.map(({ name }) => name)).not.toContain('fleeting');
    expect(contents.tables.find(({ name }) => name === 'tasks')?.rows).toBe(60_000);
  });

  test('the helper believes no argument', async () => {
    const [look] = task.privileged(task.params.parse({})).flatMap(({ sudo }) => sudo);
    const path = look?.helper?.path ?? '';
    const good = ['look', '/backup/mks', '5432', 'mks_db', '-', 'custom', '6', '60'];
    for (const [index, bad] of [
      [0, 'rm'],
      [1, 'backup'],
      [1, '/backup/../etc'],
      [1, '/backup/mks/'],
      [1, '/backup/$(id)'],
      [2, '5432 -x'],
      [3, 'dbname=x host=y'],
      [3, '-x'],
      [4, '/opt/mks/./x'],
      [5, 'x'],
      [6, '66'],
      [7, '-1'],
    ] as const) {
      const args = good.with(index, bad);
      const { exitStatus, stdout } = await host.run('f=$1; shift; "$f" "$@"', {
        args: [path, ...args],
      });
      expect(`${args.join(' ')}: ${exitStatus}${stdout}`).toBe(`${args.join(' ')}: 1`);
    }
    expect((await host.run('"$1" look', { args: [path] })).exitStatus).toBe(2);
  });
});
