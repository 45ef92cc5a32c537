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
import { parseDirectories } from '../../../src/catalogue/capacity/directories.ts';
import { check } from '../../../src/catalogue/capacity/sample.ts';
import { canBecomeNobody, environments, runProbe } from '../perf/run-probe.ts';

const root = mkdtempSync(join(tmpdir(), 'teiki capacity-'));
const path = (...names: string[]) => join(root, ...names);

function plant(file: string, content: string | Buffer, seconds: number): void {
  writeFileSync(file, content);
  utimesSync(file, seconds, seconds);
}

beforeAll(() => {
  chmodSync(root, 0o755);
  mkdirSync(path('uploads'));
  writeFileSync(path('uploads', 'photo.jpg'), Buffer.alloc(1024 * 1024, 1));
  mkdirSync(path('slow'));
  writeFileSync(path('slow', 'du'), '#!/bin/sh\nexec sleep 5\n', { mode: 0o755 });
  mkdirSync(path('closed', 'inner'), { recursive: true });
  chmodSync(path('closed', 'inner'), 0o700);
  symlinkSync('uploads', path('link'));
  mkdirSync(path('backups', 'db_9.dump'), { recursive: true });
  plant(path('backups', 'db_1.dump'), 'x'.repeat(10), 1_000_000);
  plant(path('backups', 'db_3 of $(id).dump'), 'x'.repeat(30), 3_000_000);
  plant(path('backups', 'db_2.dump'), 'x'.repeat(20), 2_000_000);
  plant(path('backups', 'other'), 'x'.repeat(99), 9_000_000);
  symlinkSync('other', path('backups', 'db_latest.dump'));
});

afterAll(() => rmSync(root, { recursive: true }));

describe.each(environments)('in $name', (environment) => {
  const sample = (with_: Record<string, unknown>, nobody = false) => {
    const params = check.params.parse(with_);
    const probes = check.probes(params);
    const outputs = {
      fileSystems: runProbe(environment, probes.fileSystems),
      directories: runProbe(environment, probes.directories, { nobody }),
      backups: runProbe(environment, probes.backups),
      load: runProbe(environment, probes.load, { samples: 2 }),
    };
    for (const output of Object.values(outputs)) expect(output.exitStatus).toBe(0);
    return check.parse(outputs, params);
  };

  test('sizes of folders and of the newest backups', () => {
    const facts = sample({
      directories: [path('uploads'), path('link'), path('nowhere')],
      backupDirectory: path('backups'),
    });
    expect(facts.directories.map(({ trouble }) => trouble)).toEqual([null, null, 'missing']);
    expect(facts.directories[0]?.bytes).toBeGreaterThan(1024 * 1024);
    expect(facts.directories[1]?.bytes).toBe(facts.directories[0]?.bytes);
    expect(facts.backups).toEqual([
      { kind: 'db', count: 3, newestBytes: 30 },
      { kind: 'uploads', count: 0, newestBytes: null },
    ]);
    const devices = facts.fileSystems.map(({ device }) => device);
    expect(new Set(devices).size).toBe(devices.length);
  });

  test('a folder that takes too long', () => {
    const slow = { ...environment, path: `${path('slow')}:${environment.path}` };
    const params = check.params.parse({ directories: [root], directoryTimeoutSeconds: 1 });
    const output = runProbe(slow, check.probes(params).directories);
    expect(parseDirectories(output.stdout, params.directories)).toEqual([
      { path: root, bytes: null, trouble: 'timeout' },
    ]);
  });

  test.runIf(canBecomeNobody)('a folder that cannot be read whole has no size', () => {
    const facts = sample({ directories: [path('closed')], backupDirectory: path('none') }, true);
    expect(facts.directories).toEqual([
      { path: path('closed'), bytes: null, trouble: 'incomplete' },
    ]);
    expect(facts.backups).toBe(null);
  });
});
