import { spawn } from 'node:child_process';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { check as bruteforce } from '../../src/catalogue/audit/bruteforce.ts';
import { check as suspicious } from '../../src/catalogue/audit/suspicious-ips.ts';
import { environments, line, login } from '../catalogue/audit/audit-host.ts';

const mebibyte = 1024 * 1024;
const million = 1_000_000;
const address = (n: number) => `${11 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}.9`;

/** A million addresses that fail once, among them one that fails two thousand times. */
let log: string;
beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'teiki-soak-'));
  log = join(folder, 'access.log');
  const file = openSync(log, 'w');
  for (let n = 0; n < million; n += 500) {
    let text = login({ address: '192.0.2.66', ago: 3600 - n / 500 });
    for (let i = n; i < n + 500; i += 1)
      text += login({ address: address(i), ago: 3600 - n / 500 });
    if (n % 100_000 === 0) text += line({ agent: 'A'.repeat(100_000) });
    writeSync(file, text);
  }
  writeSync(file, login({ address: '192.0.2.66', status: 200 }));
  closeSync(file);
});
afterAll(() => rmSync(join(log, '..'), { recursive: true, force: true }));

/** Largest resident size, in bytes, of the script and all that it starts, taken every 20 ms. */
async function measured(argv: readonly string[], script: string, path: string) {
  const [command = '', ...args] = argv;
  const child = spawn(command, [...args, '-s'], { env: { PATH: path, LC_ALL: 'C' } });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  let peak = 0;
  const timer = setInterval(() => {
    const bytes = family(child.pid ?? 0).reduce((sum, pid) => sum + residentBytes(pid), 0);
    peak = Math.max(peak, bytes);
  }, 20);
  child.stdin.end(script);
  const exitStatus = await new Promise((resolve) => child.once('close', resolve));
  clearInterval(timer);
  return { stdout, exitStatus, peak };
}

function family(root: number): number[] {
  const children = Map.groupBy(
    readdirSync('/proc').filter((name) => /^\d+$/.test(name)),
    (pid) => /^\d+ \(.*\) \S (\d+)/s.exec(read(`/proc/${pid}/stat`))?.[1] ?? '',
  );
  const found = [root];
  for (const pid of found) found.push(...(children.get(String(pid)) ?? []).map(Number));
  return found;
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

describe.each(environments)('a million addresses, in $name', ({ argv, path }) => {
  const outputOf = (stdout: string) => ({ stdout, stderr: '', exitStatus: 0, durationMs: 1 });

  test('audit.bruteforce', async () => {
    const params = bruteforce.params.parse({ log, ssh: false, maxMiB: 1024 });
    const { log: probe, ssh } = bruteforce.probes(params);
    const { stdout, exitStatus, peak } = await measured(argv, probe.script.text, path);
    expect(exitStatus).toBe(0);
    const off = await measured(argv, ssh.script.text, path);
    const facts = bruteforce.parse({ log: outputOf(stdout), ssh: outputOf(off.stdout) }, params);
    expect(facts.failures).toBe(million + million / 500);
    expect(facts.top[0]).toMatchObject({ address: '192.0.2.66', fast: true });
    expect(facts.top[0]?.failures).toBeGreaterThanOrEqual(2000 - facts.countsLowBy);
    expect(facts.hits).toMatchObject([{ address: '192.0.2.66' }]);
    expect(facts.sprayedAt).toBeDefined();
    console.log(
      `audit.bruteforce: ${Math.round(peak / mebibyte)} MiB, low by ${facts.countsLowBy}`,
    );
    expect(peak).toBeLessThan(96 * mebibyte);
  });

  test('audit.suspicious-ips', async () => {
    const params = suspicious.params.parse({ log, maxMiB: 1024 });
    const { script } = suspicious.probes(params).log;
    const { stdout, exitStatus, peak } = await measured(argv, script.text, path);
    expect(exitStatus).toBe(0);
    const facts = suspicious.parse({ log: outputOf(stdout) }, params);
    expect(facts.requests).toBe(million + million / 500);
    expect(facts.top[0]?.address).toBe('192.0.2.66');
    console.log(`audit.suspicious-ips: ${Math.round(peak / mebibyte)} MiB`);
    expect(peak).toBeLessThan(96 * mebibyte);
  });
});
