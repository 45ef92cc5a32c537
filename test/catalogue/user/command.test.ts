import { describe, expect, test } from 'vitest';
import { check } from '../../../src/catalogue/user/command.ts';
import { captureGroups, match } from '../../../src/catalogue/user/pattern.ts';
import { environments, runProbe } from '../perf/run-probe.ts';

describe.each(environments)('in $name', (environment) => {
  const run = (command: string) => {
    const params = check.params.parse({ command });
    const { script, ...probe } = check.probes(params).command;
    const output = runProbe(environment, { ...probe, script });
    return [output.exitStatus, output.stdout];
  };

  test.each([
    ['exit 3', 3, ''],
    ["echo 'it'\\''s \"so\"'", 0, 'it\'s "so"\n'],
    ['echo a\necho b', 0, 'a\nb\n'],
    ["cat <<'X'\n$HOME `id`\nX", 0, '$HOME `id`\n'],
    ['read -r line; echo "[$line]"', 0, '[]\n'],
    ['printf "%s\\n" "a  b" | cat', 0, 'a  b\n'],
    ['echo 日本', 0, '日本\n'],
  ])('%j', (command, exitStatus, stdout) => {
    expect(run(command)).toEqual([exitStatus, stdout]);
  });

  test.each(["echo '", 'echo "', '( echo', 'if true', ') ; echo out', '}', 'echo $((', 'cat <<X'])(
    'what is broken in itself breaks nothing else: %j',
    (command) => {
      const probe = check.probes(check.params.parse({ command })).command;
      const after = new (
        probe.script.constructor as new (
          text: string,
          sudo: [],
        ) => typeof probe.script
      )(`(${probe.script.text}) >/dev/null 2>&1\necho whole`, []);
      expect(runProbe(environment, { ...probe, script: after }).stdout).toBe('whole\n');
    },
  );
});

test('what the command runs as root is declared for sudoers', () => {
  const params = check.params.parse({
    command: 'sudo -n /usr/sbin/nginx -t',
    sudo: [['/usr/sbin/nginx', '-t']],
  });
  expect(check.probes(params).command.script.sudo).toEqual([{ argv: ['/usr/sbin/nginx', '-t'] }]);
});

test.each<[string, Record<string, unknown>]>([
  ['no command', { command: ' ' }],
  ['a NUL byte', { command: 'a\0b' }],
  ['an expression that is none', { command: 'x', match: '(' }],
  ['a limit without an expression', { command: 'x', warning: 1 }],
  ['a limit without a group', { command: 'x', match: 'load: [0-9]+', warning: 1 }],
  ['a group that captures nothing', { command: 'x', match: 'load: (?:[0-9]+)', critical: 1 }],
  ['limits the wrong way round', { command: 'x', match: '(.)', warning: 2, critical: 1 }],
  [
    'the same downwards',
    { command: 'x', match: '(.)', warning: 1, critical: 2, direction: 'below' },
  ],
  ['an exit status that no process has', { command: 'x', exitStatus: 256 }],
  ['sudo without a path', { command: 'x', sudo: [['nginx']] }],
  ['an unknown word', { command: 'x', treshold: 3 }],
])('%s is refused', (_name, params) => {
  expect(check.params.safeParse(params).success).toBe(false);
});

describe('match', () => {
  test.each([
    ['^b$', 'a\nb\nc', { matched: true, group: null }],
    ['n=(\\d+)', 'n=12', { matched: true, group: '12' }],
    ['n=(\\d+)?', 'n=', { matched: true, group: null }],
    ['x', 'y', { matched: false }],
    ['end', `${'a'.repeat(70_000)}end`, { matched: false }],
  ])('%s', (source, text, expected) => expect(match(source, text)).toEqual(expected));

  test('gives up on catastrophic backtracking', () => {
    const began = performance.now();
    expect(match('^(a+)+$', `${'a'.repeat(60)}b`)).toEqual({ matched: null });
    expect(performance.now() - began).toBeLessThan(5000);
  });

  test.each([
    ['a(b)(c)', 2],
    ['(?:a)', 0],
    ['(?<n>a)', 1],
    ['\\(a\\)', 0],
    ['(', 0],
  ])('%s has groups', (source, groups) => expect(captureGroups(source)).toBe(groups));
});
