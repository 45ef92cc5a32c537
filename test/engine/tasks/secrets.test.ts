import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Task } from '../../../src/catalogue/define-task.ts';
import { shell } from '../../../src/core/probe.ts';
import { sh } from '../../../src/core/shell.ts';
import { Bench } from './bench.ts';
import { fileTask } from './file-task.ts';

const token = `tk'5 "$(id)" \\n\`x\` ü`;

/** Shows what a script knows, and every place on the host where others could see it. */
const traces = (state: string) => sh`
printf 'known=%s\n' "$(printf %s "$secret_token" | md5sum)"
printf 'environment=%s\n' "$(env | grep -c secret_ || :)"
printf 'own=%s\n' "$(tr '\0' '\n' </proc/$$/environ | grep -c secret_ || :)"
read -r line || printf 'input=empty\n'
printf 'files=%s\n' "$(grep -rlF "$secret_token" ${state} 2>/dev/null | wc -l)"`;

function secretTask(state: string, apply = sh`:`): Task {
  const plain = fileTask({ apply: (file) => sh`{ ${traces(state)}; ${apply}; } >${file}` });
  return {
    ...plain,
    secrets: () => ({ token: { kind: 'env', name: 'A_TOKEN' } }),
    probes: (params, earlier) => ({
      ...plain.probes(params, earlier),
      more: shell(sh`printf '%s\n' "$secret_token"; env | grep secret_ && exit 1; :`),
    }),
    // Only what is there is asked for.
    verify: () => ({ findings: [] }),
  };
}

describe('secrets of a task', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.remove());
  const digest = async () => {
    const { createHash } = await import('node:crypto');
    return createHash('md5').update(token).digest('hex');
  };

  test('reach the scripts, and neither environment nor files', async () => {
    const secret = (name: string) => (name === 'A_TOKEN' ? `${token}\n` : undefined);
    const outcome = await bench.run({ task: secretTask(bench.folder), secret });
    expect(outcome).toMatchObject({ verdict: 'ok', task: { outcome: 'done' } });
    expect(bench.content.split('\n')).toEqual([
      `known=${await digest()}  -`,
      'environment=0',
      'own=0',
      'input=empty',
      'files=0',
      '',
    ]);
    expect(bench.left).toEqual([]);
  });

  test.each([undefined, '', ' \n'])('%j counts as not set: nothing is run', async (value) => {
    const outcome = await bench.run({ task: secretTask(bench.folder), secret: () => value });
    expect(outcome).toMatchObject({
      verdict: 'unknown',
      reason: { id: 'unknown/no-secret', args: { name: 'A_TOKEN' } },
      task: { outcome: 'failed' },
    });
    expect(bench.content).toBe('old');
  });

  test('of two lines is refused, without showing it', async () => {
    const outcome = await bench.run({
      task: secretTask(bench.folder),
      secret: () => 'first-line\nsecond-line',
    });
    expect(outcome.reason).toEqual({ id: 'unknown/odd-secret', args: { name: 'A_TOKEN' } });
    expect(JSON.stringify(outcome)).not.toContain('-line');
  });

  test('are blanked out of whatever the host has made of them', async () => {
    const leak = sh`printf 'it is %s\n' "$secret_token" >&2; exit 3`;
    const outcome = await bench.run({ task: secretTask(bench.folder, leak), secret: () => token });
    expect(outcome.task?.outcome).not.toBe('done');
    const text = JSON.stringify(outcome);
    expect(text).toContain('it is ***');
    expect(text).not.toContain(JSON.stringify(token).slice(1, -1));
  });
});
