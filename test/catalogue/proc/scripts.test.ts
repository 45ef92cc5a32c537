import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { check as leak } from '../../../src/catalogue/proc/memory-leak.ts';
import { check as zombies } from '../../../src/catalogue/proc/zombies.ts';
import { runInShell, shells } from '../../support/shells.ts';

/** A child that has ended under a name with a line break and a bracket, and a parent that does not wait. */
const careless = `import ctypes, os, time
if os.fork() == 0:
    ctypes.CDLL(None).prctl(15, b"a) Z 1\\nb", 0, 0, 0)
    os._exit(0)
print("ready", flush=True)
time.sleep(60)
`;

describe.each(shells)('$name', ({ argv }) => {
  let parent: ReturnType<typeof spawn>;

  beforeAll(async () => {
    parent = spawn('python3', ['-c', careless], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => parent.stdout?.once('data', resolve));
  });
  afterAll(() => {
    parent.kill();
  });

  const read = (text: string) => {
    const { stdout, stderr } = runInShell(argv, text);
    expect(stderr.toString()).toBe('');
    return stdout.toString();
  };

  test('a zombie is found by its parent, whatever its name', () => {
    const params = zombies.params.parse({});
    const { script } = zombies.probes(params).states;
    const stdout = read(`f() {\n${script.text}\n}\nf; f`);
    const shellOutput = { stdout, stderr: '', exitStatus: 0, durationMs: 1 };
    const { stuck } = zombies.parse({ states: shellOutput }, params);
    const ours = stuck.filter(({ parentPid }) => parentPid === parent.pid);
    expect(ours).toMatchObject([{ state: 'Z', name: 'a) Z 1 b', parent: 'python3' }]);
  });

  test('the largest processes are read, with their starts', () => {
    const params = leak.params.parse({ top: 5 });
    const { use, services } = leak.probes(params);
    // sudo is not this machine's business here: root's word is "no".
    const output = (text: string) => {
      const stdout = read(`sudo() { cat >/dev/null; return 1; }\n${text}`);
      return { stdout, stderr: '', exitStatus: 0, durationMs: 1 };
    };
    const facts = leak.parse(
      { use: output(use.script.text), services: output(services.script.text) },
      params,
    );
    expect(facts.measure).toBe('rss');
    expect(facts.processes).toHaveLength(5);
    const sizes = facts.processes.map(({ bytes }) => bytes);
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    for (const { lifetime } of facts.processes)
      expect(lifetime).toMatch(/^[0-9a-f-]{36}\/\d+\/\d+$/);
  });
});
