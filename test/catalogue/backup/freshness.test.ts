import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { check } from '../../../src/catalogue/backup/freshness.ts';
import { decodeBytes } from '../../../src/core/bytes.ts';
import { runInShell, shells } from '../../support/shells.ts';

const root = mkdtempSync(join(tmpdir(), 'teiki-freshness-'));
const busyboxPath = join(root, 'busybox-path');
const now = Math.floor(Date.now() / 1000);
const hour = 3600;

function plant(path: string | Buffer, content: string, ageSeconds: number): void {
  writeFileSync(path, content);
  utimesSync(path, now - ageSeconds, now - ageSeconds);
}

beforeAll(() => {
  chmodSync(root, 0o755);
  mkdirSync(busyboxPath);
  for (const tool of ['find', 'stat', 'df', 'ls'])
    symlinkSync('/bin/busybox', join(busyboxPath, tool));
  const good = join(root, 'good');
  mkdirSync(join(good, 'db_3.dump'), { recursive: true });
  mkdirSync(join(good, 'wal'));
  writeFileSync(join(good, 'wal', 'db_9.dump'), 'not ours');
  plant(join(good, 'db_1.dump'), 'x'.repeat(100), 50 * hour);
  plant(join(good, 'db_2.dump'), 'x'.repeat(110), 26 * hour);
  plant(join(good, 'db_3.dump', 'toc.dat'), 'x'.repeat(50), 2 * hour);
  plant(join(good, 'db_3.dump', '1.dat.gz'), 'x'.repeat(55), 2 * hour);
  utimesSync(join(good, 'db_3.dump'), now - 2 * hour, now - 2 * hour);
  plant(join(good, 'db_4.dump.partial'), 'x', 120);
  symlinkSync('db_1.dump', join(good, 'db_latest.dump'));
  const odd = 'uploads_new\nline \'quote\' "two" $(id) \\ 日本.tar.gz';
  plant(join(good, odd), 'y'.repeat(30), 3 * hour);
  plant(
    Buffer.concat([
      Buffer.from(`${good}/uploads_`),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('.tar.gz'),
    ]),
    'y',
    27 * hour,
  );
  mkdirSync(join(root, 'empty'));
  mkdirSync(join(root, 'closed'), { mode: 0o700 });
  plant(join(root, 'closed', 'db_1.dump'), 'x', hour);
  mkdirSync(join(root, 'half'));
  mkdirSync(join(root, 'half', 'db_1.dump'), { mode: 0o700 });
  writeFileSync(join(root, 'half', 'db_1.dump', 'toc.dat'), 'x');
  plant(join(root, 'file'), 'x', hour);
});

afterAll(() => rmSync(root, { recursive: true }));

const canDrop = process.getuid?.() === 0 && spawnSync('setpriv', ['--version']).status === 0;
const asNobody = ['/usr/bin/setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] as const;

const environments = shells.flatMap(({ name, argv }) => [
  { name, argv, path: '/usr/sbin:/usr/bin:/sbin:/bin' },
  ...(name === 'busybox ash' ? [{ name: 'busybox alone', argv, path: '' }] : []),
]);

describe.each(environments)('in $name', ({ argv, path }) => {
  const run = (
    folder: string,
    more: { readonly offHostDirectory?: string; readonly nobody?: boolean } = {},
  ) => {
    const { nobody, ...rest } = more;
    const params = check.params.parse({ directory: join(root, folder), ...rest });
    const probes = check.probes(params);
    const out = (script: string) => {
      const result = runInShell(nobody ? [...asNobody, ...argv] : argv, script, {
        env: { PATH: path || busyboxPath },
      });
      expect(result.exitStatus).toBe(0);
      return {
        stdout: decodeBytes(result.stdout),
        stderr: decodeBytes(result.stderr),
        exitStatus: 0,
        durationMs: 1,
      };
    };
    const outputs = {
      listing: out(probes.listing.script.text),
      ...(probes.offHost ? { offHost: out(probes.offHost.script.text) } : {}),
    };
    return check.parse(outputs, params);
  };

  test('a good folder: newest first, sizes of folders summed, links and other folders left out', () => {
    const { local } = run('good');
    expect(local.state).toBe('listed');
    expect(local.availableBytes).toBeGreaterThan(0);
    expect(local.kinds).toEqual([
      {
        name: 'db',
        backups: [
          {
            file: 'db_4.dump.partial',
            modifiedAtSeconds: now - 120,
            sizeBytes: 1,
            state: 'partial',
          },
          {
            file: 'db_3.dump',
            modifiedAtSeconds: now - 2 * hour,
            sizeBytes: 105,
            state: 'finished',
          },
          {
            file: 'db_2.dump',
            modifiedAtSeconds: now - 26 * hour,
            sizeBytes: 110,
            state: 'finished',
          },
          {
            file: 'db_1.dump',
            modifiedAtSeconds: now - 50 * hour,
            sizeBytes: 100,
            state: 'finished',
          },
        ],
      },
      {
        name: 'uploads',
        backups: [
          {
            file: 'uploads_new\nline \'quote\' "two" $(id) \\ 日本.tar.gz',
            modifiedAtSeconds: now - 3 * hour,
            sizeBytes: 30,
            state: 'finished',
          },
          {
            file: 'uploads_\\xff\\xfe.tar.gz',
            modifiedAtSeconds: now - 27 * hour,
            sizeBytes: 1,
            state: 'finished',
          },
        ],
      },
    ]);
  });

  test('an empty folder, and one with a slash at its end', () => {
    for (const folder of ['empty', 'empty/']) {
      const { local } = run(folder);
      expect(local).toMatchObject({ state: 'listed', kinds: [{ backups: [] }, { backups: [] }] });
    }
  });

  test.each([
    ['nowhere', 'missing'],
    ['file', 'not-a-folder'],
  ])('%s is %s', (folder, state) => expect(run(folder).local.state).toBe(state));

  test('a folder off the host is listed in the same way', () => {
    const { offHost } = run('empty', { offHostDirectory: join(root, 'good') });
    expect(offHost?.kinds[0]?.backups).toHaveLength(4);
    expect(run('good', { offHostDirectory: join(root, 'nowhere') }).offHost?.state).toBe('missing');
  });

  test.runIf(canDrop)('what may not be read is said to be so', () => {
    expect(run('closed', { nobody: true }).local.state).toBe('unreadable');
    expect(run('closed/below', { nobody: true }).local.state).toBe('unreadable');
    const { local } = run('half', { nobody: true });
    expect(local.kinds[0]?.backups).toMatchObject([{ file: 'db_1.dump', state: 'closed' }]);
  });
});

test('the sudo rule has neither wildcard nor backslash', () => {
  const { sudo } = check.probes(check.params.parse({})).listing.script;
  expect(sudo.map(({ argv }) => argv.join(' '))).toEqual([
    '/usr/bin/find -H /backup/mks -mindepth 1 -maxdepth 2 -printf %y/%T@/%s/ -print0',
  ]);
});

test('what sudo lists reads the same', () => {
  const [, ...argv] = check.probes(check.params.parse({ directory: join(root, 'good') })).listing
    .script.sudo[0]?.argv ?? [''];
  const listed = execFileSync(
    'find',
    argv.map((word) => word),
  ).toString('latin1');
  const stdout = `state=unreadable\0${listed}rc=0\0`;
  const params = check.params.parse({ directory: join(root, 'good') });
  const output = { stdout, stderr: '', exitStatus: 0, durationMs: 1 };
  const { local } = check.parse({ listing: output }, params);
  expect(local.state).toBe('listed');
  expect(local.kinds[0]?.backups.map(({ file }) => file)).toContain('db_3.dump');
});
