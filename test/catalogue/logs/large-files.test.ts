import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { check } from '../../../src/catalogue/logs/large-files.ts';
import { canBecomeNobody, environments, runProbe } from '../perf/run-probe.ts';

const root = mkdtempSync(join(tmpdir(), 'teiki-logs-'));
const mebibyte = 1024 * 1024;
const odd = 'new\nexit 0\nline \'quote\' "two" $(id) 日本.log';

function plant(path: string, bytes: number): void {
  writeFileSync(path, '');
  truncateSync(path, bytes);
}

beforeAll(() => {
  chmodSync(root, 0o755);
  const logs = join(root, 'logs');
  mkdirSync(join(logs, 'deep'), { recursive: true });
  plant(join(logs, 'exact.log'), mebibyte);
  plant(join(logs, 'above.log'), mebibyte + 1);
  plant(join(logs, 'deep', 'app.log-20261122'), 3 * mebibyte);
  plant(join(logs, 'core.dump'), 9 * mebibyte);
  plant(join(logs, odd), 2 * mebibyte);
  symlinkSync('core.dump', join(logs, 'link.log'));
  symlinkSync('logs', join(root, 'link'));
  mkdirSync(join(root, 'half', 'closed'), { recursive: true });
  plant(join(root, 'half', 'seen.log'), 2 * mebibyte);
  chmodSync(join(root, 'half', 'closed'), 0o700);
});

afterAll(() => rmSync(root, { recursive: true }));

describe.each(environments)('in $name', (environment) => {
  const run = (directory: string, options: { readonly nobody?: boolean } = {}) => {
    const params = check.params.parse({ directory: join(root, directory), largerThanMiB: 1 });
    const output = runProbe(environment, check.probes(params).find, options);
    expect(output.exitStatus).toBe(0);
    return check.parse({ find: output }, params);
  };

  test.each(['logs', 'link'])('finds what is strictly larger, largest first (%s)', (directory) => {
    const facts = run(directory);
    expect(facts).toMatchObject({ missing: false, complete: true, files: 3 });
    expect(facts.largest.map(({ path, bytes }) => [path, bytes])).toEqual([
      [join(root, directory, 'deep', 'app.log-20261122'), 3 * mebibyte],
      [join(root, directory, odd), 2 * mebibyte],
      [join(root, directory, 'above.log'), mebibyte + 1],
    ]);
  });

  test('a missing folder', () => expect(run('nowhere').missing).toBe(true));

  test.runIf(canBecomeNobody)('what is seen counts though not all is seen', () => {
    const facts = run('half', { nobody: true });
    expect(facts).toMatchObject({ complete: false, files: 1 });
    expect(facts.trouble).toContain('closed');
  });
});

test.each(['', 'a/b', '../*'])('the pattern %j is refused', (pattern) => {
  expect(check.params.safeParse({ pattern }).success).toBe(false);
});
