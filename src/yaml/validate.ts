import { z } from 'zod';
import { describeExpected, describeSlip, describeValue } from './describe.ts';
import type { Issue, IssueCode, Path } from './issue.ts';
import { list, suggest } from './nearest.ts';
import type { YamlSource } from './source.ts';

export interface Checked<T> {
  /** Undefined when there are errors. */
  readonly value: T | undefined;
  readonly issues: readonly Issue[];
}

/**
 * Holds the value at a path of a file against a schema and tells everything that is wrong.
 * `value` may differ from what the file says at that place (variables put in); positions are
 * those of the file.
 */
export function validate<S extends z.ZodType>(
  schema: S,
  source: YamlSource,
  at: Path,
  value: unknown,
): Checked<z.output<S>> {
  const result = schema.safeParse(value, { reportInput: true, error: annotate });
  if (result.success) return { value: result.data, issues: [] };
  return {
    value: undefined,
    issues: result.error.issues.flatMap((issue) => translate(issue, source, at)),
  };
}

/** An issue at a place of a file. */
export function issueAt(
  source: YamlSource,
  path: Path,
  target: 'key' | 'value',
  issue: Pick<Issue, 'code' | 'message' | 'expected' | 'found' | 'hint'> &
    Partial<Pick<Issue, 'level'>>,
): Issue {
  return { level: 'error', file: source.file, ...source.position(path, target), path, ...issue };
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

const extras = z.object({
  keys_: z.array(z.string()).catch([]),
  example_: z.array(z.unknown()).catch([]),
});

function translate(issue: z.core.$ZodIssue, source: YamlSource, at: Path): readonly Issue[] {
  const path = [
    ...at,
    ...issue.path.map((segment) => (typeof segment === 'symbol' ? String(segment) : segment)),
  ];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) =>
        unknownKey(key, extras.parse(issue).keys_, source, [...path, key]),
      );
    case 'invalid_key':
      return issue.issues.map((inner) =>
        issueAt(source, path, 'key', {
          code: 'invalid-name',
          message: `\`${String(path.at(-1))}\` must be ${expectation(inner) ?? 'another name'}`,
          expected: expectation(inner) ?? '',
        }),
      );
    case 'invalid_union':
      return union(issue, source, at, path);
    case 'custom':
      return [custom(issue, source, path)];
    default:
      return [plain(issue, source, path)];
  }
}

function unknownKey(key: string, known: readonly string[], source: YamlSource, path: Path): Issue {
  const hint = suggest(key, known, 'the keys here');
  return issueAt(source, path, 'key', {
    code: 'unknown-key',
    message: `unknown key \`${key}\``,
    ...(hint && { hint }),
  });
}

function plain(issue: z.core.$ZodIssue, source: YamlSource, path: Path): Issue {
  const expected = expectation(issue);
  if (issue.input === undefined)
    return missing(source, path, expected, extras.parse(issue).example_[0]);
  const found = describeValue(issue.input);
  const choices = issue.code === 'invalid_value' ? issue.values.map(String) : [];
  const nearby = suggest(String(issue.input), choices, '');
  const hint = (nearby?.startsWith('did') ? nearby : undefined) ?? describeSlip(issue, issue.input);
  return issueAt(source, path, 'value', {
    code: codeOf(issue),
    message: `${name(path)} must be ${expected ?? 'something else'}, found ${found}`,
    ...(expected && { expected }),
    found,
    ...(hint && { hint }),
  });
}

function missing(
  source: YamlSource,
  path: Path,
  expected: string | undefined,
  example: unknown,
): Issue {
  const key = String(path.at(-1) ?? '');
  if (path.length === 0) {
    return issueAt(source, path, 'key', {
      code: 'missing-key',
      message: 'the file is empty',
      found: 'nothing',
    });
  }
  const value =
    example === undefined
      ? undefined
      : typeof example === 'string'
        ? quoted(example)
        : JSON.stringify(example);
  const hint =
    value === undefined ? expected && `it must be ${expected}` : `add \`${key}: ${value}\``;
  return issueAt(source, path, 'key', {
    code: 'missing-key',
    message: `missing key \`${key}\``,
    ...(expected && { expected }),
    ...(hint && { hint }),
  });
}

/** Quotes only what YAML 1.1 or 1.2 would not read as the same text. */
function quoted(text: string): string {
  return /^[\p{L}][^:#\n]*$/u.test(text) || /^\/?\w+(\/\w+)+$/.test(text)
    ? text
    : JSON.stringify(text);
}

function custom(issue: z.core.$ZodIssueCustom, source: YamlSource, path: Path): Issue {
  const { code, hint, target } = customParams.parse(issue.params ?? {});
  return issueAt(source, path, target, {
    code,
    message:
      issue.message === ''
        ? `${name(path)} is not valid, found ${describeValue(issue.input)}`
        : issue.message,
    ...(hint && { hint }),
  });
}

/** What a refinement may say in its `params` besides its text. */
const customParams = z.object({
  code: z
    .enum(['invalid-value', 'missing-key', 'conflict', 'host-key', 'wrong-kind'])
    .default('invalid-value'),
  hint: z.string().optional(),
  target: z.enum(['key', 'value']).default('value'),
});

/**
 * Says which of several forms was meant: the one whose outer type fits what was found. When none
 * or more than one does, all that is expected is told in one sentence.
 */
function union(
  issue: z.core.$ZodIssueInvalidUnion,
  source: YamlSource,
  at: Path,
  path: Path,
): readonly Issue[] {
  if (issue.discriminator !== undefined) return [discriminator(issue, source, path)];
  const fitting = issue.errors.filter(
    (branch) => !branch.some(({ path, code }) => path.length === 0 && code === 'invalid_type'),
  );
  const [branch] = fitting;
  if (fitting.length === 1 && branch !== undefined) {
    return branch.flatMap((inner) =>
      translate({ ...inner, path: [...issue.path, ...inner.path] }, source, at),
    );
  }
  const wanted = new Set(
    issue.errors
      .flat()
      .flatMap((inner) => (inner.path.length === 0 ? (expectation(inner) ?? []) : [])),
  );
  const expected = list([...wanted], 'or');
  if (issue.input === undefined) return [missing(source, path, expected, undefined)];
  const found = describeValue(issue.input);
  const message = `${name(path)} must be ${expected}, found ${found}`;
  return [issueAt(source, path, 'value', { code: 'wrong-type', message, expected, found })];
}

function discriminator(issue: z.core.$ZodIssueInvalidUnion, source: YamlSource, path: Path): Issue {
  const options = 'options' in issue ? (issue.options ?? []).map(String) : [];
  const expected = list(
    options.map((option) => `\`${option}\``),
    'or',
  );
  const value = path.reduce<unknown>(
    (inner, key) => (isRecord(inner) ? inner[key] : undefined),
    source.value,
  );
  if (value === undefined) return missing(source, path, expected, undefined);
  const found = describeValue(value);
  const hint = suggest(String(value), options, '');
  return issueAt(source, path, 'value', {
    code: 'invalid-value',
    message: `${name(path)} must be ${expected}, found ${found}`,
    expected,
    found,
    ...(hint?.startsWith('did') && { hint }),
  });
}

function isRecord(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null;
}

/** A schema's own text names what it expects: "an absolute path". */
function expectation(issue: z.core.$ZodIssue): string | undefined {
  const own = issue.message.replace(/^(must be|expected) /i, '');
  return own === '' ? describeExpected(issue) : own;
}

function codeOf(issue: z.core.$ZodIssue): IssueCode {
  if (issue.code === 'invalid_type') return 'wrong-type';
  if (issue.code === 'too_big' || issue.code === 'too_small') return 'out-of-range';
  return 'invalid-value';
}

/** The key by which a person knows the value; items of a list go by the list's name. */
function name(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return 'the file';
  if (typeof last === 'string') return `\`${last}\``;
  const parent = path.at(-2);
  return typeof parent === 'string' ? `\`${parent}[${last}]\`` : `item ${last + 1}`;
}
