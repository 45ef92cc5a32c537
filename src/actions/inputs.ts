import { suggest } from '../yaml/nearest.ts';
import { ActionError } from './action-error.ts';

/** How the text of an input becomes a value; undefined when it is not what was expected. */
export interface Input<Value> {
  readonly expected: string;
  readonly read: (text: string) => Value | undefined;
  /** Of an input that is not given, which the runner passes on as an empty text. */
  readonly fallback?: Value;
}

export type Inputs<Values> = { readonly [Name in keyof Values]: Input<Values[Name]> };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The inputs of an action, typed. Names are as in action.yml; the runner passes `fail-on` as
 * `INPUT_FAIL-ON`.
 * @throws ActionError naming the input and what was expected
 */
export function readInputs<Values extends object>(
  inputs: Inputs<Values>,
  environment: Environment,
): Values {
  const names = Object.keys(inputs);
  refuseUnknown(names, environment);
  const values = Object.entries<Input<unknown>>(inputs).map(([name, input]) => {
    const text = (environment[variableOf(name)] ?? '').trim();
    return [name, readInput(name, text, input)] as const;
  });
  return Object.fromEntries(values) as Values;
}

function readInput(name: string, text: string, input: Input<unknown>): unknown {
  if (text === '') {
    if ('fallback' in input) return input.fallback;
    throw new ActionError(`Input \`${name}\` is missing: expected ${input.expected}`);
  }
  const value = input.read(text);
  if (value !== undefined) return value;
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  throw new ActionError(
    `Input \`${name}\`: expected ${input.expected}, got ${JSON.stringify(shown)}`,
  );
}

function refuseUnknown(names: readonly string[], environment: Environment): void {
  const known = new Set(names.map(variableOf));
  for (const variable of Object.keys(environment)) {
    if (!variable.startsWith('INPUT_') || known.has(variable)) continue;
    const given = variable.slice('INPUT_'.length).toLowerCase();
    throw new ActionError(
      `Input \`${given}\` is unknown: ${suggest(given, names, 'the inputs') ?? names.join(', ')}`,
    );
  }
}

function variableOf(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}

export function text(expected: string): Input<string> {
  return { expected, read: (value) => value };
}

export function optional<Value>(input: Input<Value>): Input<Value | undefined> {
  return { ...input, fallback: undefined };
}

export function withDefault<Value>(input: Input<Value>, fallback: NoInfer<Value>): Input<Value> {
  return { ...input, fallback };
}

export function oneOf<Choice extends string>(choices: readonly Choice[]): Input<Choice> {
  const list = choices.map((choice) => `\`${choice}\``);
  const expected = `${list.slice(0, -1).join(', ')} or ${list.at(-1) ?? ''}`;
  return { expected, read: (value) => choices.find((choice) => choice === value) };
}

export function count(min: number, max: number): Input<number> {
  return {
    expected: `a whole number from ${min} to ${max}`,
    read: (value) => {
      const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
      return number >= min && number <= max ? number : undefined;
    },
  };
}

/** Names with commas, blanks or line breaks between them. */
export function names(what: string): Input<readonly string[]> {
  return {
    expected: `${what} with commas between them`,
    read: (value) => {
      const list = value.split(/[\s,]+/).filter(Boolean);
      const sound = list.every((name) => /^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(name));
      return sound && list.length > 0 ? list : undefined;
    },
  };
}

export function matching<Value>(
  expected: string,
  pattern: RegExp,
  make: (match: RegExpExecArray) => Value,
): Input<Value> {
  return {
    expected,
    read: (value) => {
      const match = pattern.exec(value);
      return match === null ? undefined : make(match);
    },
  };
}

/** A JSON document that one of our own actions has put out. */
export function json<Value>(
  expected: string,
  schema: { safeParse: (value: unknown) => { data?: Value } },
): Input<Value> {
  return {
    expected,
    read: (value) => {
      try {
        return schema.safeParse(JSON.parse(value)).data;
      } catch {
        return undefined;
      }
    },
  };
}
