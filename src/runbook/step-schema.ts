import { z } from 'zod';
import { list } from '../yaml/nearest.ts';
import type { EntryKind } from './catalogue-view.ts';

const parameters = z.record(z.string(), z.unknown()).default({});
const entryId = z.string().min(1);

const remedySchema = z.strictObject({
  task: entryId.meta({ examples: ['logs.rotate-force'] }),
  with: parameters.describe("The task's parameters"),
  apply: z
    .boolean()
    .default(false)
    .describe('Scheduled runs change something only when this is true'),
});

/** One `check`, `task` or `review`; which keys go with which is said here, once, for all messages. */
export const stepSchema = z
  .strictObject({
    check: entryId.optional(),
    task: entryId.optional(),
    review: entryId.optional(),
    id: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]*$/, 'a name of lower-case letters, digits, `.`, `_` and `-`')
      .optional(),
    with: parameters,
    apply: z.boolean().optional(),
    // The word of the format; nobody awaits a schema's shape.
    // oxlint-disable-next-line unicorn/no-thenable
    then: remedySchema.optional(),
  })
  .check((ctx) => {
    const complain = (path: string[], message: string, params: Record<string, string>): void => {
      ctx.issues.push({
        code: 'custom',
        input: ctx.value,
        path,
        message,
        params: { target: 'key', ...params },
      });
    };
    const kinds = kindsOf(ctx.value);
    const [kind, second] = kinds;
    if (kind === undefined) {
      // A misspelt `check` is told as that.
      if (ctx.issues.some(({ code }) => code === 'unrecognized_keys')) return;
      complain([], 'a step needs `check`, `task` or `review`', {
        code: 'missing-key',
        hint: 'add one of them, with the id of a catalogue entry',
      });
      return;
    }
    if (second !== undefined) {
      complain(
        [second],
        `a step has one of ${list(
          kinds.map((name) => `\`${name}\``),
          'and',
        )}`,
        {
          code: 'conflict',
          hint: 'write two steps',
        },
      );
    }
    if (kind !== 'check' && ctx.value.then !== undefined) {
      complain(['then'], '`then` goes with a `check`', {
        code: 'conflict',
        hint: `a ${kind} finds nothing to remedy`,
      });
    }
    if (kind !== 'task' && ctx.value.apply !== undefined) {
      complain(['apply'], '`apply` goes with a `task`', {
        code: 'conflict',
        hint: `a ${kind} changes nothing`,
      });
    }
  });

export type StepEntry = z.output<typeof stepSchema>;

const entryKinds: readonly EntryKind[] = ['check', 'task', 'review'];

export function kindsOf(step: Readonly<Partial<Record<EntryKind, unknown>>>): readonly EntryKind[] {
  return entryKinds.filter((kind) => step[kind] !== undefined);
}
