import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseSurvey } from '../../src/catalogue/deletion/facts.ts';
import { deletionHelper } from '../../src/catalogue/deletion/helper.ts';
import type { DeletionOrder } from '../../src/catalogue/deletion/order.ts';
import { execute } from '../lab/exec.ts';

const mebibyte = 1024 * 1024;
const million = 1_000_000;
const owner = 'nobody';

/** Where real ones lie: on a disk. On one that others are busy with, name a place in memory instead. */
const place = process.env['TEIKI_SOAK_PLACE'] ?? '/var/tmp';

interface Layout {
  readonly name: string;
  readonly folders: number;
  /** find(1) itself reads up to 100,000 entries of one folder at a time, 34 MB of them. */
  readonly maxBytes: (find: number) => number;
}

const layouts: readonly Layout[] = [
  { name: 'a thousand folders', folders: 1000, maxBytes: () => 20 * mebibyte },
  { name: 'two folders', folders: 2, maxBytes: (find) => find + 14 * mebibyte },
];

/** Half a million files of forty days ago; their owner makes them, as he is to delete them. */
async function plant(root: string, folders: number): Promise<void> {
  const script = `
set -e
mkdir -p "$1"
seq -f "$1/%04.0f" 0 $(($2-1)) | xargs mkdir
chown -R ${owner}: "$1"
awk -v folders="$2" -v root="$1" 'BEGIN {
  for (i = 0; i < ${million / 2}; i++) printf "%s/%04d/sess_%024x\\n", root, i % folders, i
}' | setpriv --reuid=${owner} --clear-groups xargs -n 10000 touch -d '40 days ago'`;
  const done = await execute('sh', ['-c', script, 'sh', root, String(folders)], {
    timeoutSeconds: 600,
  });
  expect(done.stderr).toBe('');
  expect(done.exitStatus).toBe(0);
}

interface Measured {
  readonly stdout: string;
  readonly exitStatus: unknown;
  readonly seconds: number;
  /** Largest resident size, in bytes, of the command and all that it starts, taken every 50 ms. */
  readonly peak: number;
}

async function measured(argv: readonly string[], input = ''): Promise<Measured> {
  const [command = '', ...args] = argv;
  const startedAt = performance.now();
  const child = spawn(command, args, { cwd: '/', stdio: ['pipe', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  let peak = 0;
  const timer = setInterval(() => {
    const bytes = family(child.pid ?? 0).reduce((sum, pid) => sum + residentBytes(pid), 0);
    peak = Math.max(peak, bytes);
  }, 50);
  child.stdin.end(input);
  const exitStatus = await new Promise((resolve) => child.once('close', resolve));
  clearInterval(timer);
  return { stdout, exitStatus, seconds: (performance.now() - startedAt) / 1000, peak };
}

/** The children of a process by what the kernel lists of them, which costs the measured ones little. */
function family(pid: number): number[] {
  const children = readdir(`/proc/${pid}/task`).flatMap((task) =>
    read(`/proc/${pid}/task/${task}/children`).split(' ').filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(family)];
}

function residentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function readdir(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

const shown = (bytes: number) => `${(bytes / mebibyte).toFixed(1)} MiB`;

const helperOf = (order: DeletionOrder) => deletionHelper(order).text;

describe.skipIf(process.getuid?.() !== 0).each(layouts)('a million files in $name', (layout) => {
  let folder: string;
  let ours: string;
  let theirs: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(place, 'teiki-soak-'));
    chmodSync(folder, 0o755);
    ours = join(folder, 'ours');
    theirs = join(folder, 'theirs');
    for (const half of ['ours/1', 'theirs/1', 'theirs/2', 'ours/2']) {
      await plant(join(folder, half), layout.folders / 2);
    }
  }, 900_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }), 900_000);

  const order = (directory: string): DeletionOrder => ({
    rules: [{ directory, patterns: ['sess_*'], olderThanDays: 30, maxShare: 100 }],
    owners: [owner],
    maxFiles: million,
    emptyFolders: false,
    logs: false,
  });
  const helper = (directory: string, verb: string, input = '') =>
    measured(['/bin/sh', '-c', helperOf(order(directory)), 'helper', verb], input);
  const find = (directory: string, ...more: readonly string[]) =>
    measured(['find', directory, '-type', 'f', '-name', 'sess_*', '-mmin', '+43200'].concat(more));
  const secondsOf = (all: readonly Measured[]) => all.reduce((sum, one) => sum + one.seconds, 0);
  const fastest = (all: readonly Measured[]): Measured => ({
    ...all.reduce((one, other) => (other.seconds < one.seconds ? other : one)),
    peak: peakOf(all),
  });
  const peakOf = (all: readonly Measured[]) => Math.max(...all.map(({ peak }) => peak));
  const report = (what: string, a: readonly Measured[], b: readonly Measured[]) => {
    const [x, y] = [secondsOf(a), secondsOf(b)];
    console.log(
      `${layout.name}: ${what} ${x.toFixed(2)} s, find ${y.toFixed(2)} s: ${(x / y).toFixed(2)}; ` +
        `${shown(peakOf(a))}, find ${shown(peakOf(b))}`,
    );
    expect(x / y).toBeLessThan(1.3);
    expect(peakOf(a)).toBeLessThan(layout.maxBytes(peakOf(b)));
  };

  // Both have the folders in the page cache, and take turns: others are at work here too.
  test('planning', async () => {
    await find(ours);
    const surveys: Measured[] = [];
    const plain: Measured[] = [];
    for (let round = 0; round < 5; round += 1) {
      plain.push(await find(ours));
      surveys.push(await helper(ours, 'survey'));
    }
    const stdout = surveys[0]?.stdout ?? '';
    const facts = parseSurvey({ stdout, stderr: '', exitStatus: 0, durationMs: 1 }, order(ours));
    expect(facts.rules[0]).toMatchObject({ allFiles: million, complete: true });
    expect(facts.rules[0]?.owners).toMatchObject([{ owner, files: million }]);
    report('planning, the best of five', [fastest(surveys)], [fastest(plain)]);
  });

  test('deleting', async () => {
    for (const tree of [ours, theirs]) await find(tree);
    const asOf = Math.floor(Date.now() / 3_600_000) * 3600;
    const sweep = (directory: string) => helper(directory, 'delete', `${asOf}\n1 ${owner}\n`);
    const first = await sweep(join(ours, '1'));
    const plain = [
      await find(join(theirs, '1'), '-delete'),
      await find(join(theirs, '2'), '-delete'),
    ];
    const sweeps = [first, await sweep(join(ours, '2'))];
    expect(sweeps.map(({ exitStatus }) => exitStatus)).toEqual([0, 0]);
    for (const tree of [ours, theirs]) expect((await find(tree)).stdout).toBe('');
    report('deleting', sweeps, plain);
  }, 900_000);
});
