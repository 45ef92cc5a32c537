import { expect, test } from 'vitest';
import { hasReferences, substitute } from '../../src/runbook/variables.ts';

const vars = { name: 'mks', port: 5100, on: true };

test.each<[unknown, unknown]>([
  ['plain', 'plain'],
  ['${port}', 5100],
  ['${on}', true],
  [':${port}/${name}', ':5100/mks'],
  ['$${HOME}/${name}', '${HOME}/mks'],
  ['$${port}', '${port}'],
  ['$port {name} $(x)', '$port {name} $(x)'],
  [
    ['${port}', { a: '${name}' }],
    [5100, { a: 'mks' }],
  ],
  [{ '${name}': 1 }, { '${name}': 1 }],
  [5, 5],
  [null, null],
])('%j becomes %j', (written, expected) => {
  expect(substitute(written, vars)).toEqual({ value: expected, unknown: [] });
});

test('every unknown variable is told with its place', () => {
  expect(substitute({ a: ['${x}', '-${y}${port}${}'] }, vars).unknown).toEqual([
    { name: 'x', path: ['a', 0] },
    { name: 'y', path: ['a', 1] },
    { name: '', path: ['a', 1] },
  ]);
});

test('references are found at any depth', () => {
  expect(hasReferences({ a: [{ b: 'x${y}' }] })).toBe(true);
  expect(hasReferences({ a: [{ b: '$y' }], '${key}': 1 })).toBe(false);
});
