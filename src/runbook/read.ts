import { basename } from 'node:path';
import type { Issue } from '../yaml/issue.ts';
import { isMapping } from '../yaml/mapping.ts';
import { issueAt, type YamlSource } from '../yaml/source.ts';
import { validate } from '../yaml/validate.ts';
import type { Runbook } from './model.ts';
import { sketchSteps, toStep } from './read-steps.ts';
import { runbookSchema } from './schema.ts';

/**
 * A runbook from its file, with all that can be told without the fleet and the catalogue.
 * `path` is relative to the instance.
 */
export function readRunbook(
  source: YamlSource,
  path: string,
): { readonly runbook?: Runbook; readonly issues: readonly Issue[] } {
  if (source.issues.length > 0) return { issues: source.issues };
  const { value, issues } = validate(runbookSchema, source, [], source.value ?? undefined);
  const more = [...issues, ...fileName(source), ...repeatedIds(source)];
  if (value === undefined) return { issues: more };
  const { since, rollout, impact, alternative, rollback, steps, ...rest } = value;
  const runbook: Runbook = {
    ...rest,
    window: value.window,
    ...(since !== undefined && { since }),
    ...(rollout && { rollout }),
    ...(impact && { impact }),
    ...(alternative && { alternative }),
    ...(rollback && { rollback }),
    steps: steps.flatMap((entry, index) => toStep(entry, source, index) ?? []),
    path,
  };
  return { runbook, issues: more };
}

function fileName(source: YamlSource): readonly Issue[] {
  const id = isMapping(source.value) ? source.value['id'] : undefined;
  const expected = basename(source.file).replace(/\.ya?ml$/, '');
  if (typeof id !== 'string' || id === expected) return [];
  const message = `the id \`${id}\` differs from the name of the file`;
  const hint = `write \`id: ${expected}\`, or rename the file to ${id}.yml`;
  return [
    issueAt(source, ['id'], 'value', {
      code: 'wrong-file-name',
      message,
      expected,
      found: id,
      hint,
    }),
  ];
}

function repeatedIds(source: YamlSource): readonly Issue[] {
  const seen = new Set<string>();
  return sketchSteps(source).flatMap((step) => {
    if (!seen.has(step.id)) {
      seen.add(step.id);
      return [];
    }
    const path = ['steps', step.written?.index ?? 0];
    const own = step.id !== step.use;
    const message = `two steps have the id \`${step.id}\``;
    const hint = own ? 'give one of them another `id`' : 'give this one an `id` of its own';
    return [
      issueAt(source, [...path, own ? 'id' : step.kind], 'value', {
        code: 'duplicate-id',
        message,
        found: step.id,
        hint,
      }),
    ];
  });
}
