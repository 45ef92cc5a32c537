import { expect, test } from 'vitest';
import type { Step } from '../../src/runbook/model.ts';
import { resolveStep } from '../../src/runbook/resolve.ts';
import { stubCatalogue } from './stub-catalogue.ts';

const host = { name: 'app1', vars: { uploads: '/opt/mks/uploads', limit: 70, strict: true } };

function step(use: string, parameters: Step['with'], more: Partial<Step> = {}): Step {
  return { id: use, kind: 'check', use, with: parameters, apply: false, ...more };
}

test('parameters come with the defaults of the entry', () => {
  const resolved = resolveStep(step('logs.disk-usage', { warning: 70 }), host, stubCatalogue);
  expect(resolved).toMatchObject({
    ok: true,
    entry: { id: 'logs.disk-usage' },
    params: { path: '/var/log', warning: 70, critical: 90 },
  });
});

test('a variable keeps its type when it stands alone', () => {
  const parameters = { path: '${uploads}/temp', warning: '${limit}' };
  expect(resolveStep(step('logs.disk-usage', parameters), host, stubCatalogue)).toMatchObject({
    ok: true,
    params: { path: '/opt/mks/uploads/temp', warning: 70, critical: 90 },
  });
});

test('a remedy is resolved with its check', () => {
  const then = { task: 'logs.rotate-force', with: { config: '${uploads}/x' }, apply: true };
  expect(resolveStep(step('perf.cpu', {}, { then }), host, stubCatalogue)).toMatchObject({
    ok: true,
    remedy: { entry: { kind: 'task' }, params: { config: '/opt/mks/uploads/x' }, apply: true },
  });
});

test.each<[string, Step, readonly string[]]>([
  ['an unknown entry', step('logs.disk-usge', {}), ['the catalogue has no `logs.disk-usge`']],
  ['another kind', step('logs.rotate-force', {}), ['`logs.rotate-force` is a task, not a check']],
  [
    'an unknown variable beside another mistake',
    step('logs.disk-usage', { path: '${uplods}', warning: -1 }),
    ['host app1 has no variable `uplods`', '`warning` must be at least 0, found -1'],
  ],
  [
    'a variable of the wrong type',
    step('logs.disk-usage', { warning: '${strict}' }),
    ['`warning` must be a number, found true'],
  ],
  [
    'a mistake in the remedy',
    step('perf.cpu', {}, { then: { task: 'logs.rotate-force', with: {}, apply: false } }),
    ['missing key `config`'],
  ],
  [
    'inherited names are no variables',
    step('logs.disk-usage', { path: '${constructor}' }),
    ['host app1 has no variable `constructor`'],
  ],
])('%s', (_, broken, messages) => {
  const resolved = resolveStep(broken, host, stubCatalogue);
  expect(resolved.ok ? [] : resolved.issues.map(({ message }) => message)).toEqual(messages);
});
