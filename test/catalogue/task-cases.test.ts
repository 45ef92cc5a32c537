import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Unparsable } from '../../src/catalogue/define.ts';
import type { Plan } from '../../src/catalogue/define-task.ts';
import { placeholders } from '../../src/cli/catalogue/pattern.ts';
import { tasks } from './entries.ts';
import { contextOf, loadTaskCases } from './task-case-file.ts';

function said(plan: Plan) {
  if (plan.kind === 'no-op') return [plan.reason];
  return plan.kind === 'refused' ? plan.findings.map(({ message }) => message) : plan.changes;
}

describe.each(tasks.map((task) => [task.id, task] as const))('%s', (id, task) => {
  const cases = loadTaskCases(id);

  test('has a change, a no-op and a refusal among its cases', () => {
    const kinds = cases.map(({ content: { expect: wanted } }) => 'plan' in wanted && wanted.plan);
    // Nothing may keep a task that cleans up from doing so.
    const wanted = ['change', 'no-op', ...(task.cleansUp ? [] : ['refused'])];
    expect(new Set(kinds)).toEqual(new Set([...kinds, ...wanted]));
  });

  test('lies where its id says, and says everything in both languages', () => {
    const file = join(import.meta.dirname, `../../src/catalogue/${id.replace('.', '/')}.ts`);
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, 'utf8')).toContain(`  id: '${id}',`);
    for (const [name, { ja, en }] of Object.entries({ ...task.messages, ...task.measures })) {
      expect([...placeholders(ja, 'ja')].sort(), name).toEqual([...placeholders(en, 'en')].sort());
    }
  });

  test.each(cases.map(({ name, content }) => [name, content] as const))('%s', (_name, content) => {
    const params = task.params.parse(content.with);
    const wanted = content.expect;
    if ('unparsable' in wanted) {
      expect(() => task.parse(content.outputs as never, params)).toThrow(Unparsable);
      expect(() => task.parse(content.outputs as never, params)).toThrow(wanted.unparsable);
      return;
    }
    const before = task.parse(content.outputs as never, params);
    const context = contextOf(content);
    const plan = task.plan(before, params, context);
    expect(plan.kind).toBe(wanted.plan);
    const says = wanted.says.map((one) => (typeof one === 'string' ? { id: one } : one));
    expect(said(plan)).toHaveLength(says.length);
    expect(said(plan)).toMatchObject(says);
    if (plan.kind !== 'change') return;
    const { script, sql } = task.apply(plan.change, params);
    if (wanted.statements) expect(sql?.orders.map(({ text }) => text)).toEqual(wanted.statements);
    const commands = script.sudo.map(({ argv }) => argv.join(' '));
    if (wanted.commands) expect(commands).toEqual(wanted.commands);
    const declared = task
      .privileged(params)
      .flatMap(({ sudo }) => sudo.map(({ argv }) => argv.join(' ')));
    expect(declared).toEqual(expect.arrayContaining(commands));
    if (!content.after) return;
    const after = task.parse(content.after as never, params);
    const { findings } = task.verify({ before, after, change: plan.change }, params, context);
    expect(findings.map(({ message }) => message.id)).toEqual(wanted.verify ?? []);
  });
});
