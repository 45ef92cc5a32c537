import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildRecord } from '../../src/record/build.ts';
import { RecordError } from '../../src/record/files.ts';
import { recordPaths } from '../../src/record/paths.ts';
import { readYear } from '../../src/record/read.ts';
import type { RunResult } from '../../src/record/run-result.ts';
import { renderAll, type WordsFor, writeRecord } from '../../src/record/store.ts';
import { pseudonymiser } from '../../src/text/pseudonymise.ts';
import { before, context, diskStep, eventful, host, messages, record, run } from './fixtures.ts';

const words: WordsFor = () => Promise.resolve({ locale: 'ja', messages });
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'teiki-records-'));
});
afterEach(async () => await rm(directory, { recursive: true, force: true }));

const at = (startedAt: string, runId: string, used = 50, rest: Partial<RunResult> = {}) =>
  record(
    run([host('app1')], [diskStep('app1', used, 1)], { startedAt, endedAt: startedAt, ...rest }),
    {
      runId,
    },
  );

/** Every file below the directory with its content. */
async function tree(): Promise<Readonly<Record<string, string>>> {
  const all = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = all
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const pairs = files
    .sort()
    .map(async (path) => [path.slice(directory.length + 1), await readFile(path, 'utf8')] as const);
  return Object.fromEntries(await Promise.all(pairs));
}

describe('writeRecord', () => {
  test('writes the record, its page and the journal', async () => {
    const { paths, files } = await writeRecord(directory, eventful, words);
    expect(paths).toEqual({
      year: 2026,
      json: 'records/2026/11/2026-11-23-weekly-health-123456-1.json',
      markdown: 'records/2026/11/2026-11-23-weekly-health-123456-1.md',
      journal: 'records/2026/journal.md',
    });
    expect(Object.keys(await tree())).toEqual([...files].sort());
    expect((await readYear(directory, 2026)).records).toEqual([eventful]);
  });

  test('changes nothing the second time', async () => {
    await writeRecord(directory, eventful, words);
    const first = await tree();
    await writeRecord(directory, eventful, words);
    expect(await tree()).toEqual(first);
  });

  test('never overwrites a record', async () => {
    await writeRecord(directory, eventful, words);
    const first = await tree();
    const other = { ...eventful, team: 'another' };
    await expect(writeRecord(directory, other, words)).rejects.toThrow(/there already/);
    expect(await tree()).toEqual(first);
  });

  test('the order of writing does not matter, and rendering again gives the same bytes', async () => {
    const records = [
      at('2025-12-29T17:00:00Z', '1-1', 85),
      at('2026-12-27T17:00:00Z', '2-1', 95),
      at('2026-12-31T15:00:00Z', '3-1', 85),
      at('2027-01-03T17:00:00Z', '4-1', 50),
      at('2026-12-27T17:00:00Z', '5-1', 10, { runbook: 'weekly' }),
    ];
    for (const one of records) await writeRecord(directory, one, words);
    const first = await tree();
    expect(await renderAll(directory, words)).toEqual({ count: 5, damaged: [] });
    expect(await tree()).toEqual(first);

    await rm(directory, { recursive: true });
    for (const one of records.toReversed()) await writeRecord(directory, one, words);
    expect(await tree()).toEqual(first);

    const page = first[recordPaths(records[2] ?? eventful).markdown];
    expect(Object.keys(first)).toContain('records/2027/01/2027-01-01-weekly-health-3-1.md');
    expect(page).toContain('比較対象: 2026-12-28 (2-1)');
  });

  test('a damaged file is reported and named, and the rest goes on', async () => {
    await writeRecord(directory, before, words);
    const path = 'records/2026/11/2026-11-16-weekly-health-9-1.json';
    await writeFile(join(directory, path), '{"schema": "teiki.rec');
    await writeFile(
      join(directory, 'records/2026/11/2026-11-17-x-9-1.json'),
      '{"schema": "other"}',
    );
    const { damaged } = await writeRecord(directory, eventful, words);
    expect(damaged.map((one) => one.path)).toEqual([path, 'records/2026/11/2026-11-17-x-9-1.json']);
    expect(damaged[1]?.reason).toMatch(/^schema: /);
    expect((await tree())['records/2026/journal.md']).toContain(`\`${path}\``);
    expect((await readYear(directory, 2026)).records).toEqual([before, eventful]);
  });

  test.each(['../../etc/passwd', 'a/b', '', '.hidden', 'a\nb'])(
    'refuses the run id %j',
    async (runId) => {
      await expect(writeRecord(directory, { ...eventful, runId }, words)).rejects.toThrow(
        RangeError,
      );
      expect(await tree()).toEqual({});
    },
  );

  test('a year without records is empty', async () => {
    expect(await readYear(directory, 1999)).toEqual({ records: [], damaged: [] });
  });
});

describe.skipIf(process.getuid?.() !== 0)('a full disk', () => {
  let mounted = false;
  beforeEach(() => {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', directory], {
        stdio: 'ignore',
      });
      mounted = true;
    } catch {
      mounted = false;
    }
  });
  afterEach(() => {
    if (mounted) execFileSync('umount', [directory]);
  });

  test('is a clear error, with nothing half written', async ({ skip }) => {
    if (!mounted) skip('no right to mount');
    await writeRecord(directory, before, words);
    const first = await tree();
    await writeFile(join(directory, 'filler'), Buffer.alloc(4096));
    // Fill what is left, but for a page or two: the JSON fits, the page does not.
    await fill(join(directory, 'filler'), 8192);
    const failure = await writeRecord(directory, eventful, words).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RecordError);
    expect(failure).toMatchObject({ reason: 'disk-full' });
    expect(String(failure)).toMatch(/No space left .* nothing was changed/);
    await rm(join(directory, 'filler'));
    expect(await tree()).toEqual(first);
    await writeRecord(directory, eventful, words);
    expect((await readYear(directory, 2026)).records).toEqual([before, eventful]);
  });
});

async function fill(path: string, leaveBytes: number): Promise<void> {
  const [, line = ''] = execFileSync('df', ['-P', '-k', path], { encoding: 'utf8' }).split('\n');
  const available = Number(line.split(/\s+/)[3]) * 1024;
  await writeFile(path, Buffer.alloc(available + 4096 - leaveBytes));
}

describe('buildRecord', () => {
  test('bounds evidence and pseudonymises for public repositories', () => {
    const finding = {
      key: 'k',
      severity: 'warning',
      message: { id: 'a/b', args: { address: '192.0.2.7' } },
      evidence: `\u001b[31mfrom 192.0.2.7\n${'x'.repeat(1_000_000)}`,
    } as const;
    const disk = diskStep('app1', 50, 1);
    const result = run(
      [host('app1')],
      [{ ...disk, findings: [finding], facts: { user: 'alice' } }],
    );
    const plain = buildRecord(result, context);
    expect(plain.run.steps[0]?.findings[0]?.evidence?.length).toBeLessThan(4100);
    const hidden = buildRecord(result, { ...context, pseudonymiser: pseudonymiser({ key: 'k' }) });
    expect(JSON.stringify(hidden)).not.toMatch(/192\.0\.2\.7|alice|u001b/);
    expect(hidden.run.startedAt).toBe(plain.run.startedAt);
  });

  test('refuses a measurement that is no number', () => {
    const bad = diskStep('app1', Number.NaN, 1);
    expect(() => buildRecord(run([host('app1')], [bad]), context)).toThrow(/number/);
  });
});
