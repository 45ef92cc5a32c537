import { expect, test } from 'vitest';
import { type ShellProbe, shell } from '../../src/core/probe.ts';
import { sh } from '../../src/core/shell.ts';
import { joinProbes } from '../../src/engine/joint.ts';

const probe = (want: string, key = 'k', rest: Partial<ShellProbe> = {}): ShellProbe =>
  shell(sh`echo ${want}`, {
    joint: {
      key,
      want,
      script: (wants) => sh`echo ${wants.join('+')}`,
      answer: (stdout, index) => stdout.split('+')[index] ?? '',
    },
    maxOutputBytes: 10,
    ...rest,
  });
const named = (...probes: readonly ShellProbe[]) =>
  probes.map((one, index) => ({ frame: `p${index}`, probe: one }));
const frame = {
  status: { kind: 'exited', exitStatus: 0 },
  stdout: 'one+two+three',
  stderr: '',
  truncated: false,
  durationMs: 5,
} as const;

test('probes with one key are one probe, of which each has its answer', () => {
  const plain = shell(sh`true`);
  const three = probe('c', 'k', { timeoutSeconds: 90 });
  const { probes, frameOf } = joinProbes(named(probe('a'), plain, probe('b'), three));
  expect(probes.map((one) => [one.frame, one.probe.script.text])).toEqual([
    ['p0', 'echo a+b+c'],
    ['p1', 'true'],
  ]);
  expect(probes[0]?.probe).toMatchObject({ timeoutSeconds: 150, maxOutputBytes: 30 });
  const read = (name: string) => (name === 'p0' ? frame : undefined);
  expect(['p0', 'p2', 'p3'].map((name) => frameOf(read, name)?.stdout)).toEqual([
    'one',
    'two',
    'three',
  ]);
  expect(frameOf(read, 'p1')).toBeUndefined();
  expect(frameOf(() => frame, 'p1')).toBe(frame);
});

test('one by itself, another key, other tools and secrets stay as they are', () => {
  const tools = probe('b', 'k', { requires: ['awk'] });
  const all = named(probe('a'), probe('b', 'other'), tools);
  const secret = { frame: 'p9', probe: probe('s'), before: "password='x'\n" };
  const { probes, frameOf } = joinProbes([...all, secret]);
  expect(probes).toEqual([...all, secret]);
  expect(frameOf(() => frame, 'p0')).toBe(frame);
});
