import { z } from 'zod';
import { describeExpected, describeSlip } from './describe.ts';
import type { Issue, IssueCode, Path } from './issue.ts';
import { valueAt } from './mapping.ts';
import { list, nearest, suggest } from './nearest.ts';
import { chosen, empty, keyName, mismatch, missing } from './phrases.ts';
import { issueAt, type YamlSource } from './source.ts';

/** What `validate` has noted on an issue. */
const extras = z.object({
  keys_: z.array(z.string()).catch([]),
  example_: z.array(z.unknown()).catch([]),
});

/** One issue of zod, as one or more of ours. `at` is where the schema was applied. */
export function translate(issue: z.core.$ZodIssue, source: YamlSource, at: Path): readonly Issue[] {
  const path = [...at, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))];
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = extras.parse(issue).keys_;
      return issue.keys.map((key) => unknownKey(key, known, source, [...path, key]));
    }
    case 'invalid_key':
      return issue.issues.map((inner) => invalidKey(inner, source, path));
    case 'invalid_union':
      return issue.discriminator === undefined
        ? union(issue, source, at, path)
        : [discriminator(issue, source, path)];
    case 'custom':
      return [custom(issue, source, path)];
    default:
      return [plain(issue, source, path)];
  }
}

function unknownKey(key: string, known: readonly string[], source: YamlSource, path: Path): Issue {
  const hint = suggest(key, known, 'the keys here');
  const expected = nearest(key, known);
  const message = `unknown key \`${key}\``;
  return issueAt(source, path, 'key', {
    code: 'unknown-key',
    message,
    ...(expected !== undefined && { expected }),
    found: key,
    ...(hint !== undefined && { hint }),
  });
}

function invalidKey(inner: z.core.$ZodIssue, source: YamlSource, path: Path): Issue {
  const expected = expectation(inner) ?? 'another name';
  const found = String(path.at(-1));
  const message = `\`${found}\` must be ${expected}`;
  return issueAt(source, path, 'key', { code: 'invalid-name', message, expected, found });
}

function plain(issue: z.core.$ZodIssue, source: YamlSource, path: Path): Issue {
  const expected = expectation(issue) ?? 'another value';
  if (issue.input === undefined) {
    const { example_, keys_ } = extras.parse(issue);
    return path.length === 0 ? empty(source, keys_) : missing(source, path, expected, example_[0]);
  }
  const choices = issue.code === 'invalid_value' ? issue.values : [];
  const hint = chosen(issue.input, choices) ?? describeSlip(issue, issue.input);
  return mismatch(source, path, codeOf(issue), expected, issue.input, hint);
}

const customParams = z.object({
  code: z
    .enum(['invalid-value', 'missing-key', 'conflict', 'host-key', 'wrong-kind'])
    .catch('invalid-value'),
  hint: z.string().optional().catch(undefined),
  target: z.enum(['key', 'value']).catch('value'),
});

function custom(issue: z.core.$ZodIssueCustom, source: YamlSource, path: Path): Issue {
  const { code, hint, target } = customParams.parse(issue.params ?? {});
  const message = issue.message === '' ? `${keyName(path)} is not valid` : issue.message;
  return issueAt(source, path, target, { code, message, ...(hint !== undefined && { hint }) });
}

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
  const isOuter = (inner: z.core.$ZodIssue): boolean => inner.path.length === 0;
  const fitting = issue.errors.filter(
    (branch) => !branch.some((inner) => isOuter(inner) && inner.code === 'invalid_type'),
  );
  const [branch] = fitting;
  if (fitting.length === 1 && branch !== undefined) {
    return branch.flatMap((inner) =>
      translate({ ...inner, path: [...issue.path, ...inner.path] }, source, at),
    );
  }
  const outer = issue.errors.flat().filter(isOuter);
  const expected = list([...new Set(outer.flatMap((inner) => expectation(inner) ?? []))], 'or');
  if (issue.input === undefined) {
    return [missing(source, path, expected, extras.parse(issue).example_[0])];
  }
  return [mismatch(source, path, 'wrong-type', expected, issue.input)];
}

function discriminator(issue: z.core.$ZodIssueInvalidUnion, source: YamlSource, path: Path): Issue {
  const options = 'options' in issue ? (issue.options ?? []).map(String) : [];
  const words = options.map((option) => `\`${option}\``);
  const expected = list(words, 'or');
  const value = valueAt(source.value, path);
  if (value === undefined) return missing(source, path, expected, undefined);
  return mismatch(source, path, 'invalid-value', expected, value, chosen(value, options));
}

/** A schema's own text names what it expects; entries of the catalogue may begin it otherwise. */
function expectation(issue: z.core.$ZodIssue): string | undefined {
  const own = issue.message.replace(/^(must be|expected) /i, '');
  return own === '' ? describeExpected(issue) : own;
}

function codeOf(issue: z.core.$ZodIssue): IssueCode {
  if (issue.code === 'invalid_type') return 'wrong-type';
  return issue.code === 'too_big' || issue.code === 'too_small' ? 'out-of-range' : 'invalid-value';
}
