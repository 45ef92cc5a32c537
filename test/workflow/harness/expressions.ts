import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import type { FunctionDefinition } from '@actions/expressions/funcs/info';

export type Contexts = Readonly<Record<string, unknown>>;

/** What the status functions answer at some place of a workflow. */
export interface Status {
  readonly success: boolean;
  readonly failure: boolean;
  readonly cancelled: boolean;
}

const every = [
  'github',
  'inputs',
  'vars',
  'needs',
  'strategy',
  'matrix',
  'secrets',
  'steps',
  'job',
  'jobs',
  'runner',
  'env',
];
const interpolated = /\$\{\{((?:'(?:[^']|'')*'|[^'])*?)\}\}/g;
const fine: Status = { success: true, failure: false, cancelled: false };

/** Evaluates one expression, without its braces. */
export function evaluate(expression: string, contexts: Contexts, status: Status = fine): unknown {
  const answers = { ...status, always: true };
  const functions = Object.entries(answers).map(([name, answer]): [string, FunctionDefinition] => [
    name,
    { name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(answer) },
  ]);
  const table = new Map(functions);
  const tree = new Parser(new Lexer(expression).lex().tokens, every, [...table.values()]).parse();
  const context = toData(Object.fromEntries(every.map((name) => [name, contexts[name] ?? {}])));
  const result = new Evaluator(tree, context as data.Dictionary, table).evaluate();
  return JSON.parse(JSON.stringify(result, data.replacer) ?? 'null');
}

/** A text with expressions in it: what the one expression gives, or all of it as text. */
export function interpolate(text: string, contexts: Contexts): unknown {
  const found = [...text.matchAll(interpolated)];
  if (found.length === 1 && found[0]?.[0] === text) return evaluate(found[0][1] ?? '', contexts);
  return text.replaceAll(interpolated, (_, expression: string) =>
    asText(evaluate(expression, contexts)),
  );
}

/** All texts of a tree. */
export function evaluateTree(value: unknown, contexts: Contexts): unknown {
  if (typeof value === 'string') return interpolate(value, contexts);
  if (Array.isArray(value)) return value.map((item) => evaluateTree(item, contexts));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, evaluateTree(item, contexts)]),
  );
}

/** A mapping of texts, such as `env` and `with`. */
export function texts(
  value: Readonly<Record<string, unknown>> | undefined,
  contexts: Contexts,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value ?? {}).map(([key, item]) => [key, asText(evaluateTree(item, contexts))]),
  );
}

/** An `if`, which means `success() && …` unless it asks for the status itself. */
export function holds(
  condition: string | boolean | undefined,
  contexts: Contexts,
  status: Status,
): boolean {
  const text = String(condition ?? '').trim();
  const [, inner] = /^\$\{\{([\s\S]*)\}\}$/.exec(text) ?? [];
  const expression = (inner ?? text).trim();
  if (expression === '') return status.success;
  const asked = /\b(success|failure|cancelled|always)\s*\(/.test(
    expression.replaceAll(/'(?:[^']|'')*'/g, "''"),
  );
  const whole = asked ? expression : `success() && (${expression})`;
  return isTrue(evaluate(whole, contexts, status));
}

export function isTrue(value: unknown): boolean {
  return value !== null && value !== undefined && value !== false && value !== 0 && value !== '';
}

export function asText(value: unknown): string {
  return toData(value).coerceString();
}

function toData(value: unknown): data.ExpressionData {
  return JSON.parse(JSON.stringify(value ?? null), data.reviver) as data.ExpressionData;
}
