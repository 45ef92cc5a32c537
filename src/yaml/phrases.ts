import { describeValue } from './describe.ts';
import type { Issue, IssueCode, Path } from './issue.ts';
import { nearest, suggest } from './nearest.ts';
import { issueAt, type YamlSource } from './source.ts';

/** "`key` must be …, found …", at the value. */
export function mismatch(
  source: YamlSource,
  path: Path,
  code: IssueCode,
  expected: string,
  value: unknown,
  hint?: string,
): Issue {
  const hidden = secretKey.test(String(path.at(-1)));
  const found = hidden ? 'a value that is not shown' : describeValue(value);
  const message = `${keyName(path)} must be ${expected}, found ${found}`;
  const shown = hidden ? undefined : hint;
  return issueAt(source, path, 'value', {
    code,
    message,
    expected,
    found,
    ...(shown !== undefined && { hint: shown }),
  });
}

/** Where people put secrets, also by mistake: messages end up in public logs. */
const secretKey = /pass|secret|token|webhook|heartbeat|identity/i;

/** What was meant of some fixed values. */
export function chosen(value: unknown, choices: readonly unknown[]): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (choices.some((choice) => typeof choice !== 'string' && String(choice) === value)) {
    return 'remove the quotes';
  }
  const meant = nearest(value, choices.map(String));
  return meant === undefined ? undefined : `did you mean \`${meant}\`?`;
}

export function empty(source: YamlSource, keys: readonly string[]): Issue {
  const hint = suggest('', keys, 'its keys');
  const message = 'the file is empty';
  return issueAt(source, [], 'key', { code: 'missing-key', message, ...(hint && { hint }) });
}

export function missing(source: YamlSource, path: Path, expected: string, example: unknown): Issue {
  const key = String(path.at(-1));
  const hint =
    example === undefined ? `it must be ${expected}` : `add \`${key}: ${yamlText(example)}\``;
  const message = `missing key \`${key}\``;
  return issueAt(source, path, 'key', { code: 'missing-key', message, expected, hint });
}

/** An example in YAML's flow style, with quotes only where plain text would be read otherwise. */
function yamlText(value: unknown): string {
  if (typeof value === 'string') {
    return /^(\p{L}[^:#,{}[\]\n]*|(\/[\w.-]+)+)$/u.test(value) ? value : JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(yamlText).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const pairs = Object.entries(value).map(([key, part]) => `${key}: ${yamlText(part)}`);
  return `{ ${pairs.join(', ')} }`;
}

/** The key by which a person knows the value; items of a list go by the list's name. */
export function keyName(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return 'the file';
  if (typeof last === 'string') return `\`${last}\``;
  const parent = path.at(-2);
  return typeof parent === 'string' ? `\`${parent}[${last}]\`` : `item ${last + 1}`;
}
