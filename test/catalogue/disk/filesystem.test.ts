import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { check } from '../../../src/catalogue/disk/root-usage.ts';
import { quote } from '../../../src/core/shell.ts';
import { environments, runProbe } from '../perf/run-probe.ts';

const root = mkdtempSync(join(tmpdir(), 'teiki disk-'));
const mebibyte = 1024 * 1024;
let held = -1;

beforeAll(() => {
  writeFileSync(join(root, 'a large $(one).bin'), Buffer.alloc(5 * mebibyte, 1));
  writeFileSync(join(root, 'larger.bin'), Buffer.alloc(7 * mebibyte, 1));
  writeFileSync(join(root, 'small.bin'), 'x');
  const deleted = join(root, 'deleted.log');
  writeFileSync(deleted, Buffer.alloc(3 * mebibyte, 1));
  held = openSync(deleted, 'r');
  unlinkSync(deleted);
});

afterAll(() => {
  closeSync(held);
  rmSync(root, { recursive: true });
});

describe.each(environments)('in $name', (environment) => {
  const run = (path: string, warning: number) => {
    const params = check.params.parse({ path, warning, critical: 100 });
    const output = runProbe(environment, check.probes(params).df);
    return { output, facts: () => check.parse({ df: output }, params) };
  };

  test('tells how full it is, and looks no further while there is room', () => {
    const { output, facts } = run(root, 100);
    expect(output).toMatchObject({ exitStatus: 0, stderr: '' });
    expect(facts()).toMatchObject({ readOnly: false, full: null });
    expect(facts().sizeBytes).toBeGreaterThan(facts().availableBytes);
    expect(facts().mountPoint).toMatch(/^\//);
  });

  test('above the warning it gathers what fills it', () => {
    const { full } = run(root, 0).facts();
    expect(full?.largest.map(({ path }) => path)).toEqual([
      join(root, 'larger.bin'),
      join(root, 'a large $(one).bin'),
    ]);
    expect(full?.largest[0]?.bytes).toBeGreaterThanOrEqual(7 * mebibyte);
    expect(full?.deleted.pids).toContain(process.pid);
    expect(full?.deleted.bytes).toBeGreaterThanOrEqual(3 * mebibyte);
  });

  test('a missing path fails the probe', () => {
    const { output } = run(join(root, 'nowhere'), 80);
    expect(output.exitStatus).not.toBe(0);
    expect(output.stderr).toContain('nowhere');
  });
});

/** A mount of our own needs a mount namespace, hence root. */
const canMount = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'x', '/mnt']).status === 0;

test.runIf(canMount).each(environments)(
  'a read-only mount with blanks, in $name',
  async (shell) => {
    const params = check.params.parse({ path: '/mnt' });
    const script = check.probes(check.params.parse({ path: '/mnt/a b' })).df.script.text;
    const setUp = `mkdir '/mnt/a b' && mount -t tmpfs -o ro,size=1m 'log disk' '/mnt/a b'`;
    const inner = `PATH=${shell.path}; ( ${script}\n) </dev/null`;
    const child = spawn('unshare', [
      '-m',
      'sh',
      '-c',
      `mount -t tmpfs x /mnt && ${setUp} && exec ${shell.argv.map(quote).join(' ')} -c ${quote(inner)}`,
    ]);
    let stdout = '';
    for await (const chunk of child.stdout) stdout += String(chunk);
    const df = { stdout, stderr: '', exitStatus: 0, durationMs: 1 };
    expect(check.parse({ df }, params)).toMatchObject({
      device: 'log disk',
      mountPoint: '/mnt/a b',
      readOnly: true,
    });
  },
);
