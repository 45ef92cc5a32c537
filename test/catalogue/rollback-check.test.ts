import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { check } from '../../src/catalogue/maint/rollback-check.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'teiki-artefacts-'));
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** As somebody who may not enter what is closed, which root always may. */
const asNobody = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--clear-groups'] : [];

test.each([['dash'], ['bash'], ['busybox', 'ash']])('%s finds what is there', (...shell) => {
  mkdirSync(join(folder, 'debs'));
  writeFileSync(join(folder, 'debs/a b.deb'), '');
  mkdirSync(join(folder, 'closed'));
  writeFileSync(join(folder, 'closed/copy'), '');
  chmodSync(join(folder, 'closed'), 0o700);
  const names = ['debs', 'debs/*.deb', 'debs/*.rpm', 'none', 'none/*', 'closed/copy', 'closed/*'];
  const params = check.params.parse({ artefacts: names.map((name) => join(folder, name)) });
  const { files } = check.probes(params);
  const [program = '', ...rest] = [...asNobody, ...shell];
  const stdout = execFileSync(program, [...rest, '-c', files.script.text], { encoding: 'utf8' });
  const output = { stdout, stderr: '', exitStatus: 0, durationMs: 1 };
  const { artefacts } = check.parse({ files: output }, params);
  expect(artefacts.map(({ path, state }) => `${path.slice(folder.length + 1)} ${state}`)).toEqual([
    'debs there',
    'debs/*.deb there',
    'debs/*.rpm missing',
    'none missing',
    'none/* missing',
    'closed/copy closed',
    'closed/* closed',
  ]);
});
