import type { z } from 'zod';
import { list } from './nearest.ts';

/** What was found, as one would point at it; never more of it than a line. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'no value';
  if (typeof value === 'string')
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value);
  if (Array.isArray(value)) return describeList(value);
  if (typeof value === 'object') return 'a mapping';
  return String(value);
}

function describeList(items: readonly unknown[]): string {
  if (items.length === 0) return 'an empty list';
  const numbers = items.every((item) => typeof item === 'number') && items.length < 10;
  return numbers ? `[${items.join(', ')}]` : 'a list';
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: '`true` or `false`',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  null: 'no value',
};

/** What the schema asks for, to stand after "must be"; undefined where an issue has no such half. */
export function describeExpected(issue: z.core.$ZodIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return typeNames[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return list(
        issue.values.map((value) => `\`${String(value)}\``),
        'or',
      );
    case 'too_small':
      return bound(
        issue.origin,
        issue.inclusive === false ? 'more than' : 'at least',
        Number(issue.minimum),
      );
    case 'too_big':
      return bound(
        issue.origin,
        issue.inclusive === false ? 'less than' : 'at most',
        Number(issue.maximum),
      );
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return (
        affix(issue) ??
        formats[issue.format] ??
        (issue.pattern === undefined
          ? `a valid ${issue.format}`
          : `text that matches ${issue.pattern}`)
      );
    default:
      return undefined;
  }
}

const formats: Readonly<Record<string, string>> = {
  url: 'a URL with its scheme, such as `https://example.com/`',
  date: 'a date that exists, as `YYYY-MM-DD`',
  email: 'a mail address',
};

function affix(issue: z.core.$ZodIssueInvalidStringFormat): string | undefined {
  if ('prefix' in issue) return `text that begins with \`${String(issue.prefix)}\``;
  if ('suffix' in issue) return `text that ends with \`${String(issue.suffix)}\``;
  return 'includes' in issue ? `text that has \`${String(issue.includes)}\` in it` : undefined;
}

function bound(origin: string, comparison: string, limit: number): string {
  if (origin === 'string') {
    if (comparison === 'at least' && limit === 1) return 'text that is not empty';
    return `text of ${comparison} ${limit} characters`;
  }
  if (origin === 'array')
    return `a list of ${comparison} ${limit} ${limit === 1 ? 'item' : 'items'}`;
  return `${comparison} ${limit}`;
}

/** How to write what was probably meant, for the slips that YAML invites. */
export function describeSlip(issue: z.core.$ZodIssue, found: unknown): string | undefined {
  if (issue.code !== 'invalid_type' || issue.message !== '') return undefined;
  const { expected } = issue;
  if (expected === 'string' && (typeof found === 'number' || typeof found === 'boolean')) {
    return `put it in quotes: "${found}"`;
  }
  if (expected === 'array' && typeof found === 'string') return `write it as a list: [${found}]`;
  if (expected === 'boolean' && typeof found === 'string') {
    if (/^(yes|on)$/i.test(found)) return 'write `true`';
    if (/^(no|off)$/i.test(found)) return 'write `false`';
  }
  if (/^(number|int)$/.test(expected) && typeof found === 'string') {
    const digits = /^(\d+(?:\.\d+)?)\s*\S{0,5}$/.exec(found)?.[1];
    if (digits !== undefined) return `write \`${digits}\`, without quotes or a unit`;
  }
  return undefined;
}
