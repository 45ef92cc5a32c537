import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { check } from '../../../src/catalogue/backup/integrity.ts';
import { decodeBytes } from '../../../src/core/bytes.ts';
import { runInShell, shells } from '../../support/shells.ts';
import {
  type Change,
  cut,
  flip,
  gzip,
  plant,
  plantFolder,
  shorten,
  sql,
  tar,
  zero,
} from './planted.ts';

const root = mkdtempSync(join(tmpdir(), 'teiki-integrity-'));
const busyboxPath = join(root, 'busybox-path');
const canDrop = process.getuid?.() === 0 && spawnSync('setpriv', ['--version']).status === 0;
const asNobody = ['/usr/bin/setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] as const;
const sha256 = (content: Buffer | string) => createHash('sha256').update(content).digest('hex');

type Cases = Record<string, { readonly content: Buffer | string; readonly found: string }>;

/** Made by pg_dump 15.18 from two tables. Later versions of pg_restore read them too. */
const dumps = join(import.meta.dirname, 'dumps');
const [custom, uncompressed, tarDump] = ['custom', 'uncompressed', 'tar'].map((name) =>
  readFileSync(join(dumps, `${name}.dump`)),
) as [Buffer, Buffer, Buffer];
const flipRow: Change = (bytes) => {
  const copy = Buffer.from(bytes);
  const at = copy.indexOf('\n100\t') + 8;
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
};
const zeroTail: Change = (bytes) => Buffer.concat([bytes.subarray(0, -400), Buffer.alloc(400)]);
const hasRestore = spawnSync('pg_restore', ['--version']).status === 0;
const needsRestore = hasRestore || process.env['CI'] !== undefined;

const dumpCases: Cases = {
  'a custom dump': { content: custom, found: 'note no-manifest' },
  ...Object.fromEntries(
    [0.1, 0.5, 0.9, 0.99].map((share) => [
      `a custom dump cut to ${share * 100} %`,
      { content: cut(share)(custom), found: 'critical damaged' },
    ]),
  ),
  'a custom dump that lacks a byte': { content: shorten(custom), found: 'critical damaged' },
  'a custom dump with flipped bytes': { content: flip(custom), found: 'critical damaged' },
  'a custom dump with zeroed bytes': { content: zero(custom), found: 'critical damaged' },
  'a custom dump with a tail of zeros': { content: zeroTail(custom), found: 'critical damaged' },
  // It would even be restored without a complaint.
  'an uncompressed dump with flipped bytes': {
    content: flipRow(uncompressed),
    found: 'note no-manifest-uncompressed',
  },
  'an uncompressed dump cut to half': {
    content: cut(0.5)(uncompressed),
    found: 'critical damaged',
  },
  'a tar dump': { content: tarDump, found: 'note no-manifest-uncompressed' },
  'a tar dump cut to half': { content: cut(0.5)(tarDump), found: 'critical damaged' },
  'a tar dump cut to 93 %': { content: cut(0.93)(tarDump), found: 'critical end|damaged' },
};

const folderCases: Record<string, { readonly change: Change; readonly found: string }> = {
  'a folder dump': { change: (bytes) => bytes, found: 'note no-manifest' },
  'a folder dump with a cut member': { change: cut(0.5), found: 'critical damaged' },
  'a folder dump with a flipped member': { change: flip, found: 'critical damaged' },
};

const cases: Cases = {
  'a tar.gz': { content: gzip(tar(20)), found: 'note no-manifest' },
  'a tar.gz cut to half': { content: cut(0.5)(gzip(tar(20))), found: 'critical damaged' },
  'a tar.gz that lacks a byte': { content: shorten(gzip(tar(20))), found: 'critical damaged' },
  'a tar.gz with flipped bytes': { content: flip(gzip(tar(20))), found: 'critical damaged' },
  'a tar.gz with zeroed bytes': { content: zero(gzip(tar(20))), found: 'critical damaged' },
  'a tar cut before gzip': { content: gzip(cut(0.4)(tar(21))), found: 'critical damaged' },
  'a tar cut between members': { content: gzip(tar(20, { ended: false })), found: 'critical end' },
  'an empty tar': { content: gzip(Buffer.alloc(10_240)), found: 'critical no-entries' },
  'a tar of a folder': { content: gzip(tar(0)), found: 'warning only-folders, note no-manifest' },
  'a plain tar': { content: tar(20), found: 'note no-manifest-uncompressed' },
  'a plain tar that lacks a byte': { content: shorten(tar(20)), found: 'critical end|damaged' },
  'a sql.gz': { content: gzip(sql), found: 'note no-manifest' },
  'a sql.gz cut to 99 %': { content: cut(0.99)(gzip(sql)), found: 'critical damaged' },
  'a sql.gz that lacks a byte': { content: shorten(gzip(sql)), found: 'critical damaged' },
  'a sql dump cut before gzip': { content: gzip(sql.slice(0, -200)), found: 'critical trailer' },
  'plain sql': { content: sql, found: 'note no-manifest-uncompressed' },
  'plain sql cut to half': { content: sql.slice(0, sql.length / 2), found: 'critical trailer' },
  nothing: { content: '', found: 'critical empty' },
  zeros: { content: Buffer.alloc(5000), found: 'critical zeros' },
  'something else': { content: 'hello', found: 'unknown format-unknown' },
  'something else in gzip': { content: gzip('hello'), found: 'unknown format-unknown' },
};

beforeAll(() => {
  chmodSync(root, 0o755);
  mkdirSync(busyboxPath);
  const tools = 'awk cat date find grep gzip head ls od sha256sum sleep stat tail tar tee';
  for (const tool of tools.split(' ')) symlinkSync('/bin/busybox', join(busyboxPath, tool));
  for (const [name, { content }] of Object.entries({ ...cases, ...dumpCases }))
    plant(join(root, name.replaceAll(/\W/g, '-')), content);
  const member = readdirSync(join(dumps, 'folder.dump')).find((name) => name.endsWith('.gz')) ?? '';
  for (const [name, { change }] of Object.entries(folderCases)) {
    plantFolder(
      join(dumps, 'folder.dump'),
      join(root, name.replaceAll(/\W/g, '-')),
      member,
      change,
    );
  }
  mkdirSync(join(root, 'slow'));
  writeFileSync(join(root, 'slow', 'tar'), '#!/bin/sh\nexec sleep 20\n', { mode: 0o755 });
  // Without busybox timeout, which keeps the output open for up to a second after each command.
  if (existsSync('/bin/busybox')) symlinkSync('/bin/busybox', join(root, 'slow', 'timeout'));
  const good = gzip(tar(20));
  const folder = join(root, 'many');
  plant(folder, 'old', 'a.dump');
  plant(folder, good, "it's $(id) \\ 日本\n.dump");
  const future = plant(folder, 'future', 'z.dump');
  utimesSync(future, 4_000_000_000, 4_000_000_000);
  writeFileSync(join(folder, 'y.dump'), 'just now');
  plant(folder, 'partial', 'x.dump.partial');
  utimesSync(join(folder, 'a.dump'), 1_700_000_000, 1_700_000_000);
  symlinkSync('a.dump', join(folder, 'link.dump'));
  mkdirSync(join(folder, 'unfinished.dump'));
  for (const [name, sums] of [
    ['sum-good', `${sha256(good)}  x.dump\n`],
    ['sum-upper', `${sha256(good).toUpperCase()} *x.dump`],
    ['sum-tag', `SHA256 (x.dump) = ${sha256(good)}\n`],
    ['sum-bad', `${sha256('other')}  x.dump\n`],
    ['sum-text', 'not a sum\n'],
  ] as const) {
    plant(join(root, name), good);
    writeFileSync(join(root, name, 'x.dump.sha256'), sums);
  }
  for (const [name, sum] of [
    ['sums-good', sha256(good)],
    ['sums-bad', sha256('other')],
  ] as const) {
    plant(join(root, name), good);
    writeFileSync(join(root, name, 'SHA256SUMS'), `${sha256('')}  other\n${sum} *./x.dump\n`);
  }
  plant(join(root, 'closed-file'), good);
  chmodSync(join(root, 'closed-file', 'x.dump'), 0o600);
});

afterAll(() => rmSync(root, { recursive: true }));

const environments = shells.flatMap(({ name, argv }) => [
  { name, argv, path: '/usr/sbin:/usr/bin:/sbin:/bin' },
  ...(name === 'busybox ash' ? [{ name: 'busybox alone', argv, path: '' }] : []),
]);

describe.each(environments)('in $name', ({ argv, path }) => {
  const run = (
    folder: string,
    { nobody = false, first = '', edit = (text: string) => text } = {},
  ) => {
    const kinds = [{ name: 'db', pattern: '*.dump' }];
    const params = check.params.parse({ directory: join(root, folder), kinds });
    const script = edit(check.probes(params)['db']?.script.text ?? '');
    const env = { PATH: `${first}${path || busyboxPath}` };
    const result = runInShell(nobody ? [...asNobody, ...argv] : argv, script, { env });
    expect(result.exitStatus).toBe(0);
    const output = {
      stdout: decodeBytes(result.stdout),
      stderr: decodeBytes(result.stderr),
      exitStatus: 0,
      durationMs: 1,
    };
    const facts = check.parse({ db: output }, params);
    const { findings } = check.evaluate(facts, params, { history: [] } as never);
    const found = findings.map(({ severity, message }) => `${severity} ${message.id}`).join(', ');
    return { facts: facts.kinds[0], found };
  };

  test.each(Object.entries(cases))('%s', (name, { found }) => {
    expect(found.split('|').map((end, index) => (index ? `critical ${end}` : end))).toContain(
      run(name.replaceAll(/\W/g, '-')).found,
    );
  });

  test.runIf(needsRestore).each([...Object.entries(dumpCases), ...Object.entries(folderCases)])(
    '%s',
    (name, { found }) => {
      expect(found.split('|').map((end, index) => (index ? `critical ${end}` : end))).toContain(
        run(name.replaceAll(/\W/g, '-')).found,
      );
    },
  );

  test('without pg_restore only the dumps of PostgreSQL are unknown', () => {
    const edit = (text: string) =>
      text
        .replaceAll('/usr/lib/postgresql/', '/nonexistent/')
        .replaceAll('command -v pg_restore', 'false');
    expect(run('a-custom-dump', { edit }).found).toBe('unknown no-tool');
    expect(run('a-tar-gz', { edit }).found).toBe('note no-manifest');
  });

  test('a tool that never ends is ended, and named', () => {
    const edit = (text: string) => text.replace('limit=1800', 'limit=1');
    const first = `${join(root, 'slow')}:`;
    const { facts, found } = run('a-plain-tar', { first, edit });
    expect(found).toBe('unknown time');
    expect(facts?.obstacle).toEqual({ why: 'time', what: 'tar' });
  });

  test('the newest finished one is taken, whatever its name', () => {
    const { facts } = run('many');
    expect(facts?.file).toBe("it's $(id) \\ 日本\n.dump");
    expect(facts?.entries).toBe(21);
  });

  test.each([
    ['sum-good', 'good'],
    ['sum-upper', 'good'],
    ['sum-tag', 'good'],
    ['sum-bad', 'bad'],
    ['sum-text', 'unusable'],
    ['sums-good', 'good'],
    ['sums-bad', 'bad'],
  ])('manifest %s is %s', (folder, manifest) => expect(run(folder).facts?.manifest).toBe(manifest));

  test('no folder', () => expect(run('nowhere').found).toBe('unknown missing'));

  test.runIf(canDrop)('what may not be read', () => {
    expect(run('closed-file', { nobody: true }).found).toBe('unknown denied');
  });
});

test('nothing is run as root', () => {
  const probes = check.probes(check.params.parse({}));
  expect(Object.keys(probes)).toEqual(['db', 'uploads']);
  for (const probe of Object.values(probes)) expect(probe.script.sudo).toEqual([]);
});
