import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dispatchInputs, passTo, permissionsOf } from './calls.ts';
import { commandReader, parseCommand } from './commands.ts';
import { ConcurrencyGroups } from './concurrency.ts';
import { readPairs } from './env-files.ts';
import { dispatched } from './events.ts';
import { evaluate, holds, interpolate } from './expressions.ts';
import { masked } from './job-state.ts';
import { expandMatrix } from './matrix.ts';
import { readWorkflow } from './parse.ts';

describe('commands, as the runner reads them', () => {
  test.each([
    [
      '::error title=a%3Ab,line=1::x%0Ay',
      { name: 'error', properties: { title: 'a:b', line: '1' }, value: 'x\ny' },
    ],
    ['  ::add-mask::a::b', { name: 'add-mask', properties: {}, value: 'a::b' }],
    ['text ##[set-output name=a]b', { name: 'set-output', properties: { name: 'a' }, value: 'b' }],
    ['text ::error::x', undefined],
    ['::not a command', undefined],
  ])('%s', (line, expected) => {
    expect(parseCommand(line)).toEqual(expected);
  });

  test('outputs can be forged by them, until they are stopped', () => {
    const reader = commandReader();
    for (const line of [
      '::stop-commands::T',
      '::set-output name=a::forged',
      '::T::',
      '::set-output name=b::x',
    ])
      reader.read(line);
    expect(reader.outputs).toEqual({ b: 'x' });
  });

  test('what sets variables is refused', () => {
    const reader = commandReader();
    reader.read('::set-env name=PATH::/evil');
    expect(reader.refused).toEqual(['set-env']);
  });

  test('masks hide whole values and each of their lines', () => {
    expect(masked('one two three', ['two\nthree'])).toBe('one *** ***');
  });
});

test('env files: values, delimiters, and what the runner refuses', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'teiki-env-'));
  const read = async (text: string) => {
    await writeFile(join(folder, 'file'), text);
    return await readPairs(join(folder, 'file'));
  };
  expect(await read('a=1=2\nb<<END\nx\ny=z\nEND\nc=\n')).toEqual({ a: '1=2', b: 'x\ny=z', c: '' });
  await expect(read('b<<END\nx\n')).rejects.toThrow('Matching delimiter not found');
  await expect(read('nonsense\n')).rejects.toThrow('Invalid format');
  await rm(folder, { recursive: true });
});

describe('expressions', () => {
  const contexts = { inputs: { mode: '', n: 3 }, needs: { plan: { outputs: { due: 'true' } } } };
  test.each([
    ["inputs.mode || 'x'", 'x'],
    ["needs.plan.outputs.due == 'true' && inputs.n", 3],
    ['inputs.absent', null],
    ["fromJSON('[1,2]')", [1, 2]],
  ])('%s', (expression, expected) => {
    expect(evaluate(expression, contexts)).toEqual(expected);
  });

  test('one expression keeps its type, several make a text', () => {
    expect(interpolate('${{ inputs.n }}', contexts)).toBe(3);
    expect(interpolate("a${{ inputs.n }}${{ '}}' }}", contexts)).toBe('a3}}');
  });

  const bad = { success: false, failure: true, cancelled: false };
  test.each([
    [undefined, false],
    ['true', false],
    ['always()', true],
    ['${{ failure() }}', true],
    ["'always()' == 'always()'", false],
    ['!cancelled()', true],
  ])('after a failure, if: %s', (condition, expected) => {
    expect(holds(condition, contexts, bad)).toBe(expected);
  });
});

test('a matrix: products, include, exclude, and the refusal of an empty one', () => {
  expect(
    expandMatrix({ a: [1, 2], b: ['x'], exclude: [{ a: 2 }], include: [{ a: 1, c: 3 }, { a: 9 }] }),
  ).toEqual([{ a: 1, b: 'x', c: 3 }, { a: 9 }]);
  expect(() => expandMatrix({ include: [] })).toThrow('at least one vector');
});

describe('calls', () => {
  const called = `
on:
  workflow_call:
    inputs: { n: { type: number, default: 1 }, name: { type: string, required: true } }
    secrets: { KEY: { required: false } }
jobs:
  a: { runs-on: x, permissions: { contents: write }, steps: [{ run: "true" }] }
`;
  const job = (more: object) => ({
    needs: [],
    with: { name: 'x' },
    secrets: {},
    env: {},
    outputs: {},
    steps: [],
    ...more,
  });

  test('inputs have types and defaults; strangers and missing ones are refused', async () => {
    const workflow = await readWorkflow('called.yml', called);
    expect(passTo(workflow, job({ with: { name: 5, n: '7' } }), {}).inputs).toEqual({
      n: 7,
      name: '5',
    });
    expect(() => passTo(workflow, job({ with: { name: 'x', other: 1 } }), {})).toThrow(
      'Input other is not defined',
    );
    expect(() => passTo(workflow, job({ with: {} }), {})).toThrow('Input name is required');
    expect(() => passTo(workflow, job({ secrets: { OTHER: 'x' } }), {})).toThrow(
      'Secret OTHER is not defined',
    );
  });

  test('a called workflow gets no more rights than its caller has', async () => {
    const workflow = await readWorkflow('called.yml', called);
    const [inner] = Object.values(workflow.jobs);
    if (!inner) throw new Error('no job');
    expect(permissionsOf(inner, workflow, { contents: 'write' })).toEqual({ contents: 'write' });
    expect(() => permissionsOf(inner, workflow, { contents: 'read' })).toThrow(
      "requesting 'contents: write'",
    );
  });

  test('a choice is one of its options', async () => {
    const text =
      'on:\n  workflow_dispatch:\n    inputs: { mode: { type: choice, options: [plan, apply], default: plan } }\njobs: { a: { runs-on: x, steps: [{ run: "true" }] } }\n';
    const workflow = await readWorkflow('dispatch.yml', text);
    expect(dispatchInputs(workflow, dispatched())).toEqual({ mode: 'plan' });
    expect(() => dispatchInputs(workflow, dispatched({ mode: 'x' }))).toThrow('not in the list');
  });
});

test('groups: the default drops who waits longer, `queue: max` drops nobody', async () => {
  const groups = new ConcurrencyGroups();
  for (const queue of ['single', 'max'] as const) {
    expect(await groups.enter(queue, queue)).toBe(true);
    const first = groups.enter(queue, queue);
    const second = groups.enter(queue, queue);
    groups.leave(queue);
    if (queue === 'max') expect(await first).toBe(true);
    else expect(await first).toBe(false);
    groups.leave(queue);
    expect(await second).toBe(true);
  }
  expect(groups.dropped).toEqual(['single']);
});
