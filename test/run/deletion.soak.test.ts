import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseSurvey } from '../../src/catalogue/deletion/facts.ts';
import { deletionHelper } from '../../src/catalogue/deletion/helper.ts';
import type { DeletionOrder } from '../../src/catalogue/deletion/order.ts';
import { execute } from '../lab/exec.ts';

const mebibyte = 1024 * 1024;
const million = 1_000_000;
const owner = 'nobody';

/** Where real ones lie: on a disk, and not in the memory that /tmp may be. */
const place = '/var/tmp';

interface Layout {
  readonly name: string;
  readonly folders: number;
  /** find(1) itself reads up to 100,000 entries of one folder at a time, 34 MB of them. */
  readonly maxBytes: (find: number) => number;
}

const layouts: readonly Layout[] = [
  { name: 'a thousand folders', folders: 1000, maxBytes: () => 20 * mebibyte },
  { name: 'one folder', folders: 1, maxBytes: (find) => find + 14 * mebibyte },
];

/** A million files of forty days ago; their owner makes them, as he is to delete them. */
async function plant(root: string, folders: number): Promise<void> {
  const script = `
set -e
mkdir "$1"
seq -f "$1/%04.0f" 0 $(($2-1)) | xargs mkdir
chown -R ${owner}: "$1"
awk -v folders="$2" -v root="$1" 'BEGIN {
  for (i = 0; i < ${million}; i++) printf "%s/%04d/sess_%024x\\n", root, i % folders, i
}' | setpriv --reuid=${owner} --clear-groups xargs -n 10000 touch -d '40 days ago'`;
  const done = await execute('bash', ['-c', script, 'bash', root, String(folders)], {
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

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const shown = (bytes: number) => `${(bytes / mebibyte).toFixed(1)} MiB`;

describe.skipIf(process.getuid?.() !== 0).each(layouts)('a million files in $name', (layout) => {
  let folder: string;
  let tree: string;
  let order: DeletionOrder;
  let helper: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(place, 'teiki-soak-'));
    chmodSync(folder, 0o755);
    tree = join(folder, 'ours');
    order = {
      rules: [{ directory: tree, patterns: ['sess_*'], olderThanDays: 30, maxShare: 100 }],
      owners: [owner],
      maxFiles: million,
      emptyFolders: false,
      logs: false,
    };
    helper = join(folder, 'helper');
    writeFileSync(helper, deletionHelper(order).text, { mode: 0o755 });
    await plant(tree, layout.folders);
  }, 900_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }), 900_000);

  const plain = ['find', '-type', 'f', '-name', 'sess_*', '-mmin', '+43200'];
  const find = (root: string, ...more: string[]) =>
    measured(['find', root, ...plain.slice(1), ...more]);

  test('planning', async () => {
    // Both have the folders in the page cache, and take turns.
    await find(tree);
    const ours: Measured[] = [];
    const theirs: Measured[] = [];
    for (let round = 0; round < 5; round += 1) {
      theirs.push(await find(tree));
      ours.push(await measured([helper, 'survey']));
    }
    const stdout = ours[0]?.stdout ?? '';
    const facts = parseSurvey({ stdout, stderr: '', exitStatus: 0, durationMs: 1 }, order);
    expect(facts.rules[0]).toMatchObject({ allFiles: million, complete: true });
    expect(facts.rules[0]?.owners).toMatchObject([{ owner, files: million }]);
    const seconds = [ours, theirs].map((all) => median(all.map((one) => one.seconds)));
    const peaks = [ours, theirs].map((all) => Math.max(...all.map(({ peak }) => peak)));
    const [a = 0, b = 0] = seconds;
    const [peak = 0, peakOfFind = 0] = peaks;
    console.log(
      `${layout.name}: planning ${a.toFixed(2)} s, find ${b.toFixed(2)} s: ${(a / b).toFixed(2)}; ` +
        `${shown(peak)}, find ${shown(peakOfFind)}`,
    );
    expect(a / b).toBeLessThan(1.3);
    expect(peak).toBeLessThan(layout.maxBytes(peakOfFind));
  });

  test('deleting', async () => {
    const other = join(folder, 'theirs');
    await plant(other, layout.folders);
    const asOf = Math.floor(Date.now() / 3_600_000) * 3600;
    await find(other);
    const theirs = await find(other, '-delete');
    await find(tree);
    const ours = await measured([helper, 'delete'], `${asOf}\n1 ${owner}\n`);
    console.log(
      `${layout.name}: deleting ${ours.seconds.toFixed(2)} s, find -delete ${theirs.seconds.toFixed(2)} s: ` +
        `${(ours.seconds / theirs.seconds).toFixed(2)}; ${shown(ours.peak)}`,
    );
    expect(ours.exitStatus).toBe(0);
    expect((await find(tree)).stdout).toBe('');
    expect((await find(other)).stdout).toBe('');
    expect(ours.seconds / theirs.seconds).toBeLessThan(1.3);
    expect(ours.peak).toBeLessThan(layout.maxBytes(theirs.peak));
  }, 900_000);
});
