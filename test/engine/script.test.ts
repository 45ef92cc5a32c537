import { describe, expect, test } from 'vitest';
import { type ShellProbe, shell } from '../../src/core/probe.ts';
import { sh } from '../../src/core/shell.ts';
import { FrameReader } from '../../src/engine/frames.ts';
import { parseHostFacts } from '../../src/engine/host-facts.ts';
import { compileScript } from '../../src/engine/script.ts';
import { assignments } from '../../src/engine/secrets.ts';
import { runInShell, shells } from '../support/shells.ts';

const nonce = 'b1946ac92492d2347c6235b4';

function run(
  argv: readonly [string, ...string[]],
  probes: Record<string, ShellProbe>,
  before = '',
) {
  const script = compileScript(
    Object.entries(probes).map(([frame, probe]) => ({ frame, probe })),
    nonce,
  );
  const result = runInShell(argv, before + script.text);
  const reader = new FrameReader(nonce, (frame) => probes[frame]?.maxOutputBytes ?? 4096);
  reader.pushStdout(result.stdout);
  reader.pushStderr(result.stderr);
  return { reader, frame: (name: string) => reader.frame(name) };
}

describe.each(shells)('$name', ({ argv }) => {
  test('says what host it is on', () => {
    const { reader, frame } = run(argv, {});
    expect(reader.complete).toBe(true);
    const facts = parseHostFacts('app1', frame('host'), new Date());
    expect(Math.abs(facts.clockAheadSeconds)).toBeLessThanOrEqual(2);
    expect(facts).toMatchObject({ name: 'app1', uid: process.getuid?.() });
    expect(facts.uptimeSeconds).toBeGreaterThan(0);
    expect(facts.kernel).toMatch(/^\d+\.\d+/);
  });

  test('keeps stdout, stderr and the exit status of each probe apart', () => {
    const { frame } = run(argv, {
      a: shell(sh`echo out; echo err >&2; exit 3`),
      b: shell(sh`printf 'no newline'`),
      c: shell(sh`true`),
    });
    expect(frame('a')).toMatchObject({
      status: { exitStatus: 3 },
      stdout: 'out\n',
      stderr: 'err\n',
    });
    expect(frame('b')).toMatchObject({
      status: { exitStatus: 0 },
      stdout: 'no newline',
      stderr: '',
    });
    expect(frame('c')).toMatchObject({ status: { exitStatus: 0 }, stdout: '', stderr: '' });
  });

  test('a sampling probe is enough for a script', () => {
    const one = shell(sh`echo x`, { sampling: { everySeconds: 1, count: 2 } });
    const { reader, frame } = run(argv, { one });
    expect(reader.complete).toBe(true);
    expect(frame('one')).toMatchObject({ status: { exitStatus: 0 }, stdout: 'x\nx\n' });
  });

  test('secrets are variables, whatever is in them, and not of the environment', () => {
    const value = `a'b "$(id)" \\n\`x\` ü *`;
    const probe = shell(sh`printf '%s\n' "$secret_x"; env | grep secret_; :`);
    const before = assignments({ secret_x: value });
    const script = compileScript([{ frame: 'a', probe, before }], nonce);
    const reader = new FrameReader(nonce, () => 4096);
    const result = runInShell(argv, `secret_x=old; export secret_x\n${script.text}`);
    reader.pushStdout(result.stdout);
    reader.pushStderr(result.stderr);
    expect(reader.frame('a')).toMatchObject({ stdout: `${value}\n`, stderr: '' });
  });

  test('a probe keeps its variables, its directory and its exit to itself', () => {
    const { frame } = run(argv, {
      a: shell(sh`cd /tmp; teiki_nonce=forged; IFS=x; PATH=/nowhere; exit 0`),
      b: shell(sh`pwd; for word in $(echo a b); do echo "$word"; done`),
    });
    expect(frame('b')?.stdout).toBe('/\na\nb\n');
  });

  test('a probe cannot eat the script: its stdin is empty', () => {
    const { frame } = run(argv, { a: shell(sh`cat; echo done`), b: shell(sh`echo still here`) });
    expect(frame('a')?.stdout).toBe('done\n');
    expect(frame('b')?.stdout).toBe('still here\n');
  });

  test('names the tool that is missing', () => {
    const { frame } = run(argv, { a: shell(sh`echo never`, { requires: ['ls', 'no-such-tool'] }) });
    expect(frame('a')).toMatchObject({
      status: { kind: 'missing-tool', tool: 'no-such-tool' },
      stdout: '',
    });
  });

  test('ends a probe at its limit with all that it started, and goes on', () => {
    const { frame } = run(argv, {
      a: shell(sh`echo first; ( sleep 4321 & sleep 4322 ); echo never`, { timeoutSeconds: 1 }),
      b: shell(sh`for f in /proc/[0-9]*/cmdline; do tr '\0' ' ' <"$f" 2>/dev/null; echo; done`),
    });
    expect(frame('a')).toMatchObject({ status: { kind: 'timed-out' }, stdout: 'first\n' });
    expect(frame('b')?.stdout).not.toMatch(/sleep 432/);
  });

  test('a probe that is killed is told from one that takes long', () => {
    const { frame } = run(argv, {
      a: shell(sh`read -r pid rest </proc/self/stat; kill -9 "$pid"`),
      b: shell(sh`sleep 2; echo slow`),
    });
    expect(frame('a')?.status).toEqual({ kind: 'exited', exitStatus: 137 });
    expect(frame('b')).toMatchObject({ status: { exitStatus: 0 }, stdout: 'slow\n' });
  });

  test('samples while the light probes run, and lets the heavy ones wait', () => {
    const { reader, frame } = run(argv, {
      heavy: shell(sh`read -r up rest </proc/uptime; echo "$up"`, { weight: 'heavy' }),
      sample: shell(sh`read -r up rest </proc/uptime; echo "$up"`, {
        sampling: { everySeconds: 1, count: 3 },
      }),
      other: shell(sh`echo x; exit 7`, { sampling: { everySeconds: 2, count: 2 } }),
      light: shell(sh`sleep 2; read -r up rest </proc/uptime; echo "$up"`),
    });
    expect(reader.complete).toBe(true);
    const samples = frame('sample')?.stdout.trim().split('\n').map(Number) ?? [];
    expect(samples).toHaveLength(3);
    expect(frame('light')).toMatchObject({ status: { exitStatus: 0 } });
    // One after the other, either way round, would be before the first sample or four seconds after it.
    expect(Number(frame('light')?.stdout)).toBeGreaterThan(samples[0] ?? Number.NaN);
    expect(Number(frame('light')?.stdout)).toBeLessThan((samples[0] ?? 0) + 3.9);
    expect((samples[2] ?? 0) - (samples[0] ?? 0)).toBeGreaterThanOrEqual(2);
    expect(Number(frame('heavy')?.stdout)).toBeGreaterThanOrEqual(samples[2] ?? 0);
    expect(frame('other')).toMatchObject({ status: { exitStatus: 7 }, stdout: 'x\nx\n' });
  });

  test('noise before the script and bytes that are no UTF-8 do no harm', () => {
    const { frame } = run(
      argv,
      { a: shell(sh`printf '\303\251\377\0\n'; printf '\n%s E a 0 0\n' 0000`) },
      `echo Welcome; echo warning >&2; printf 'no newline at the end'\n`,
    );
    expect(frame('a')?.stdout).toBe('é\\xff\0\n\n0000 E a 0 0\n');
  });

  test('a script that is killed leaves the frames it has finished', () => {
    const { reader, frame } = run(argv, {
      a: shell(sh`echo whole`),
      b: shell(sh`echo part; kill -9 $$; read -r pid rest </proc/self/stat; kill -9 "$pid"`),
    });
    expect(reader.complete).toBe(false);
    expect(frame('a')?.stdout).toBe('whole\n');
    expect(frame('b')).toBeUndefined();
  });

  test('half a script does nothing', () => {
    const { text } = compileScript([{ frame: 'a', probe: shell(sh`echo done >&2`) }], nonce);
    const { stdout } = runInShell(argv, text.slice(0, text.length - 12));
    expect(stdout.toString()).not.toContain(nonce);
  });
});
