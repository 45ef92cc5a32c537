import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { removeTool } from '../lab/faults.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { runInLab, summary } from './lab-run.ts';

/**
 * Real dumps of a real PostgreSQL in each format, damaged in each way. One folder a case; `break`
 * is bash that is given the dump as `$1`.
 */
interface Case {
  readonly folder: string;
  readonly dump: string;
  readonly pattern: string;
  readonly break: string;
  /** The finding, or undefined when all is well. */
  readonly found?: string;
}

const formats = [
  { name: 'custom', dump: 'db_sample.dump', pattern: 'db_*.dump' },
  { name: 'directory', dump: 'db_sample_dir', pattern: 'db_*_dir' },
  { name: 'tar', dump: 'db_sample.tar', pattern: 'db_*.tar' },
  { name: 'sql.gz', dump: 'db_sample.sql.gz', pattern: 'db_*.sql.gz' },
  { name: 'uploads', dump: 'uploads_sample.tar.gz', pattern: 'uploads_*.tar.gz' },
];

const largest = 'if [ -d "$1" ]; then set -- "$(ls -S "$1"/*.dat.gz | head -1)"; fi;';
const half = `${largest} truncate -s $(($(stat -c %s "$1") / 2)) "$1"`;
const lastByte = `${largest} truncate -s -1 "$1"`;
const flipped = `${largest} printf '\\377\\000\\377\\000' | dd of="$1" bs=1 seek=$(($(stat -c %s "$1") / 2)) conv=notrunc status=none`;
const emptied = `${largest} : >"$1"`;

const cases: Case[] = formats.flatMap(({ name, dump, pattern }) => [
  { folder: `${name}-good`, dump, pattern, break: ':' },
  { folder: `${name}-half`, dump, pattern, break: half, found: 'critical' },
  { folder: `${name}-last-byte`, dump, pattern, break: lastByte, found: 'critical' },
  { folder: `${name}-emptied`, dump, pattern, break: emptied, found: 'critical' },
  // A byte flipped in an uncompressed tar may hit padding or a row: only a manifest can tell.
  ...(name === 'tar'
    ? []
    : [{ folder: `${name}-flipped`, dump, pattern, break: flipped, found: 'critical' }]),
]);

const manifest = '(cd "$(dirname "$1")" && sha256sum "$(basename "$1")" >"$1.sha256");';
cases.push(
  { folder: 'z0-good', dump: 'db_sample_z0.dump', pattern: 'db_*.dump', break: ':', found: 'note' },
  {
    folder: 'z0-flipped',
    dump: 'db_sample_z0.dump',
    pattern: 'db_*.dump',
    break: flipped,
    found: 'note',
  },
  {
    folder: 'z0-manifest-flipped',
    dump: 'db_sample_z0.dump',
    pattern: 'db_*.dump',
    break: manifest + flipped,
    found: 'critical',
  },
  {
    folder: 'tar-manifest-flipped',
    dump: 'db_sample.tar',
    pattern: 'db_*.tar',
    break: manifest + flipped,
    found: 'critical',
  },
  {
    folder: 'unreadable',
    dump: 'db_sample.dump',
    pattern: 'db_*.dump',
    break: 'chmod 600 "$1"',
    found: 'unknown',
  },
  {
    folder: 'empty-tar',
    dump: 'uploads_sample.tar.gz',
    pattern: 'uploads_*.tar.gz',
    break: 'tar -czf "$1" -T /dev/null',
    found: 'critical',
  },
  {
    folder: 'cut-before-gzip',
    dump: 'uploads_sample.tar.gz',
    pattern: 'uploads_*.tar.gz',
    break: 'gzip -dc "$1" | head -c 30000 | gzip >"$1.new"; mv "$1.new" "$1"',
    found: 'critical',
  },
  {
    folder: 'sql-without-its-end',
    dump: 'db_sample.sql.gz',
    pattern: 'db_*.sql.gz',
    break: 'gzip -dc "$1" | head -n 200 | gzip >"$1.new"; mv "$1.new" "$1"',
    found: 'critical',
  },
);

describeLab('backups on a real host', () => {
  let lab: Lab;
  let host: Host;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'db1' });
    for (const { folder, dump, break: damage } of cases) {
      const script = `set -e; mkdir -p "/backup/$2"; cp -r "/var/lib/lab-dumps/$3" "/backup/$2/"
        chmod a+rx /backup; chmod -R a+rX "/backup/$2"; damage() { ${damage}; }; damage "/backup/$2/$3"
        # What has changed a moment ago counts as being written.
        find "/backup/$2" -exec touch -d '1 hour ago' {} +`;
      await host.must(script, { args: ['', folder, dump] });
    }
  });
  afterAll(() => lab?.stop());

  const stepOf = ({ folder, pattern }: Case) =>
    [
      'backup.integrity',
      { directory: `/backup/${folder}`, kinds: [{ name: 'b', pattern }] },
    ] as const;

  test('each damage is found, and nothing else', async () => {
    const run = await runInLab(lab, [host], cases.map(stepOf));
    const worst = run.steps.map(({ findings, verdict }) =>
      verdict === 'ok' ? findings[0]?.severity : verdict,
    );
    const got = cases.map(({ folder }, index) => `${folder}: ${worst[index] ?? 'ok'}`);
    const wanted = cases.map(({ folder, found }) => `${folder}: ${found ?? 'ok'}`);
    // That there is no manifest is a note, and so is all that `ok` may come with.
    expect(got.map((line) => line.replace(/note$/, 'ok'))).toEqual(
      wanted.map((line) => line.replace(/note$/, 'ok')),
    );
    const flippedWithoutManifest =
      run.steps[cases.findIndex(({ folder }) => folder === 'z0-flipped')];
    expect(flippedWithoutManifest?.findings.map(({ message }) => message.id)).toContain(
      'backup.integrity/no-manifest-uncompressed',
    );
  });

  test('without pg_restore only the dumps of pg_dump are unknown', async () => {
    const mend = await removeTool(host, 'pg_restore');
    await host.must('mv /usr/lib/postgresql /usr/lib/postgresql.away');
    const good = cases.filter(
      ({ folder }) => folder === 'custom-good' || folder === 'uploads-good',
    );
    const run = await runInLab(lab, [host], good.map(stepOf));
    await mend();
    await host.must('mv /usr/lib/postgresql.away /usr/lib/postgresql');
    expect(run.steps.map(({ verdict }) => verdict)).toEqual(['unknown', 'ok']);
    expect(summary(run)[0]).toMatch(/no-tool$/);
  });

  test('freshness: what is new, old, empty, half-written or in a folder that is closed', async () => {
    await host.must(`
      mk() { mkdir -p "/fresh/$1"; cp /var/lib/lab-dumps/db_sample.dump "/fresh/$1/db_$2.dump"; touch -d "$3" "/fresh/$1/db_$2.dump"; }
      mk new 1 '3 hours ago'; mk old 1 '30 hours ago'; mk empty 1 '3 hours ago'; : >/fresh/empty/db_1.dump; touch -d '3 hours ago' /fresh/empty/db_1.dump
      mk future 1 '2 days'; mk future 2 '3 hours ago'; mk only-future 1 '2 days'; mk writing 1 '20 hours ago'; head -c 5000 /var/lib/lab-dumps/db_sample.dump >/fresh/writing/db_2.dump.partial
      mkdir /fresh/none; mk closed 1 '1 hour ago'; chmod -R a+rX /fresh; chmod 700 /fresh/closed`);
    const folders = [
      'new',
      'old',
      'empty',
      'future',
      'only-future',
      'writing',
      'none',
      'closed',
      'nowhere',
    ];
    const run = await runInLab(
      lab,
      [host],
      folders.map((folder) => [
        'backup.freshness',
        { directory: `/fresh/${folder}`, kinds: [{ name: 'db', pattern: 'db_*.dump' }] },
      ]),
    );
    expect(run.steps.map(({ verdict }, index) => `${folders[index]} ${verdict}`)).toEqual([
      'new ok',
      'old critical',
      'empty critical',
      'future warning',
      'only-future unknown',
      'writing ok',
      'none critical',
      'closed unknown',
      'nowhere unknown',
    ]);
  });
});
