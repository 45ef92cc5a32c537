import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseServiceMemory, serviceMemory } from '../../../src/catalogue/perf/service-memory.ts';
import { shell } from '../../../src/core/probe.ts';
import { environments, runProbe } from './run-probe.ts';

const root = mkdtempSync(join(tmpdir(), 'teiki cgroup-'));

function plant(group: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(join(root, group), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, group, name), text);
}

beforeAll(() => {
  plant('system.slice/mks-backend.service', {
    'memory.current': '900\n',
    'memory.max': '1000\n',
    'memory.stat': 'anon 500\nfile 400\ninactive_file 100\nactive_file 300\n',
  });
  plant('system.slice/system-postgresql.slice/postgresql@15-main.service', {
    'memory.current': '700\n',
    'memory.max': 'max\n',
    'memory.stat': 'anon 700\ninactive_file 0\n',
  });
  plant('memory/system.slice/old.service', {
    'memory.usage_in_bytes': '800\n',
    'memory.limit_in_bytes': '9223372036854771712\n',
    'memory.stat': 'inactive_file 1\ntotal_inactive_file 300\n',
  });
});

afterAll(() => rmSync(root, { recursive: true }));

test.each(environments)('groups of both versions, in $name', (environment) => {
  const names = ['mks-backend', 'nowhere', 'postgresql@15-main', 'old.service'];
  const output = runProbe(environment, shell(serviceMemory(names, root)));
  expect(output.stderr).toBe('');
  expect(parseServiceMemory(output.stdout, 1e9)).toEqual([
    { service: 'mks-backend', usedBytes: 800, limitBytes: 1000 },
    { service: 'postgresql@15-main', usedBytes: 700, limitBytes: null },
    { service: 'old', usedBytes: 500, limitBytes: null },
  ]);
});

test.each(environments)('no services at all, in $name', (environment) => {
  expect(runProbe(environment, shell(serviceMemory([], root)))).toMatchObject({
    stdout: '',
    stderr: '',
  });
});
