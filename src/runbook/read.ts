import { basename } from 'node:path';
import type { Issue } from '../yaml/issue.ts';
import { isMapping } from '../yaml/mapping.ts';
import type { YamlSource } from '../yaml/source.ts';
import { issueAt, validate } from '../yaml/validate.ts';
import type { Runbook, Step } from './model.ts';
import { runbookSchema } from './schema.ts';
import { kindsOf, type StepEntry, stepSchema } from './step-schema.ts';

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
  const more = [...issues, ...fileName(source), ...repeatedIds(source), ...notice(source)];
  if (value === undefined) return { issues: more };
  const { impact, alternative, rollback, steps, ...rest } = value;
  const runbook: Runbook = {
    ...rest,
    window: value.window,
    ...(impact && { impact }),
    ...(alternative && { alternative }),
    ...(rollback && { rollback }),
    steps: steps.flatMap((entry, index) => toStep(entry, source, index) ?? []),
    path,
  };
  return { runbook, issues: more };
}

/** The steps that are right in themselves, whatever else is wrong with the file. */
export function readSteps(source: YamlSource): readonly Step[] {
  const steps = isMapping(source.value) ? source.value['steps'] : undefined;
  if (!Array.isArray(steps)) return [];
  return steps.flatMap((written: unknown, index) => {
    const { data } = stepSchema.safeParse(written);
    return data === undefined ? [] : (toStep(data, source, index) ?? []);
  });
}

function toStep(entry: StepEntry, source: YamlSource, index: number): Step | undefined {
  const [kind] = kindsOf(entry);
  const use = kind && entry[kind];
  if (kind === undefined || use === undefined) return undefined;
  return {
    id: entry.id ?? use,
    kind,
    use,
    with: entry.with,
    apply: entry.apply ?? false,
    ...(entry.then && { then: entry.then }),
    written: { source, index },
  };
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
  return readSteps(source).flatMap((step) => {
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

/** The notice of a level 2 or 3 window tells users what to expect, so the runbook must say it. */
function notice(source: YamlSource): readonly Issue[] {
  const file = source.value;
  if (!isMapping(file) || (file['level'] !== 2 && file['level'] !== 3)) return [];
  const changes = readSteps(source).some(({ kind, then }) => kind === 'task' || then !== undefined);
  const needed = changes ? ['impact', 'alternative', 'rollback'] : ['impact'];
  return needed
    .filter((key) => file[key] === undefined)
    .map((key) => {
      const message = `a level ${String(file['level'])} runbook needs \`${key}\` for its notice`;
      const hint = `add \`${key}: { ja: …, en: … }\``;
      return issueAt(source, ['level'], 'key', { code: 'missing-key', message, hint });
    });
}
