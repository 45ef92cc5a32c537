import { z } from 'zod';
import type { Issue, Path } from './issue.ts';
import type { YamlSource } from './source.ts';
import { translate } from './translate.ts';

export interface Checked<T> {
  /** Undefined when there are errors. */
  readonly value: T | undefined;
  readonly issues: readonly Issue[];
}

/**
 * Holds the value at a path of a file against a schema and tells everything that is wrong.
 * `value` may differ from what the file says at that place (variables put in); positions are
 * those of the file.
 *
 * What a schema says as its own text is read as what it expects ("an absolute path"), that of a
 * refinement as a whole sentence; a refinement's `params` may hold `code`, `hint` and `target`
 * (whether it points at the `key` or at the `value`).
 *
 * `jitless`: a file is read once, for which code that zod writes and compiles does not pay.
 */
export function validate<S extends z.ZodType>(
  schema: S,
  source: YamlSource,
  at: Path,
  value: unknown,
): Checked<z.output<S>> {
  const result = schema.safeParse(value, { reportInput: true, error: annotate, jitless: true });
  if (result.success) return { value: result.data, issues: [] };
  const issues = result.error.issues.flatMap((issue) => translate(issue, source, at));
  return { value: undefined, issues: withoutMisspelt(issues) };
}

/**
 * zod calls this where a schema has no text of its own. We keep what only the schema knows (its
 * keys, its examples) on the issue, and leave the text empty: it is made in `translate`.
 */
function annotate(raw: z.core.$ZodRawIssue): string {
  const { inst } = raw;
  if (inst instanceof z.ZodObject) raw['keys_'] = Object.keys(inst.shape);
  if (inst instanceof z.ZodType) raw['example_'] = z.globalRegistry.get(inst)?.['examples'];
  return '';
}

/** A key that was misspelt is not told as missing as well. */
function withoutMisspelt(issues: readonly Issue[]): readonly Issue[] {
  const parent = ({ path }: Issue): string => JSON.stringify(path.slice(0, -1));
  const meant = new Set(
    issues.flatMap((issue) =>
      issue.code === 'unknown-key' && issue.expected !== undefined
        ? parent(issue) + issue.expected
        : [],
    ),
  );
  return issues.filter(
    (issue) =>
      issue.code !== 'missing-key' || !meant.has(parent(issue) + String(issue.path.at(-1))),
  );
}
