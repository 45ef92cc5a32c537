import { IntlMessageFormat } from 'intl-messageformat';
import type { Locale, Message, Messages, Text } from '../core/message.ts';
import { formatBytes, formatInstant, formatNumber } from './format.ts';
import { cleanLine, withoutCommands } from './untrusted.ts';

export interface TextOptions {
  /** Of the instance: times are shown in it. */
  readonly timeZone: string;
  /** From `collectMessages`. */
  readonly messages: Messages;
}

/** `value` parts came in as strings, possibly from a host: whoever shows them makes them safe. */
export interface MessagePart {
  readonly kind: 'text' | 'value';
  readonly text: string;
}

const valueBounds = { maxCharacters: 200 };

/** The texts of a check, a task or a review. */
export interface TextSource {
  readonly id: string;
  readonly title: Text;
  readonly messages: Messages;
  readonly measures: Messages;
}

/**
 * All texts by qualified id: `<check id>` is its title, `<check id>/<local id>` a message,
 * `<check id>#<measure>` the name of a measurement; then the tables of general ids.
 * @throws RangeError when two tables have one id
 */
export function collectMessages(
  checks: Iterable<TextSource>,
  ...tables: readonly Messages[]
): Messages {
  const all = new Map<string, Text>();
  const add = (id: string, text: Text) => {
    if (all.has(id)) throw new RangeError(`Two message tables have the id "${id}"`);
    all.set(id, text);
  };
  for (const { id, title, messages, measures } of checks) {
    add(id, title);
    for (const [local, text] of Object.entries(messages)) add(`${id}/${local}`, text);
    for (const [name, text] of Object.entries(measures)) add(`${id}#${name}`, text);
  }
  for (const table of tables) for (const [id, text] of Object.entries(table)) add(id, text);
  return Object.fromEntries(all);
}

/** A message as one line of plain text, safe on a terminal and in the log of a job. */
export function renderMessage(message: Message, locale: Locale, options: TextOptions): string {
  const shown = messageParts(message, locale, options).map(({ kind, text }) =>
    kind === 'value' ? cleanLine(text, valueBounds) : text,
  );
  return withoutCommands(shown.join(''));
}

/**
 * A message in pieces, for media that must tell our words from a host's. Never throws: a message
 * that is not known, lacks an argument or has a broken pattern shows its id and arguments.
 */
export function messageParts(
  { id, args }: Message,
  locale: Locale,
  { timeZone, messages }: TextOptions,
): readonly MessagePart[] {
  const pattern = Object.hasOwn(messages, id) ? messages[id]?.[locale] : undefined;
  if (pattern === undefined) return bare({ id, args });
  const values = Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, new Argument(name, value, timeZone)]),
  );
  try {
    return compiled(pattern, locale)
      .formatToParts<Argument>(values)
      .map(({ value }) => (value instanceof Argument ? value.part : textPart(value)));
  } catch {
    return bare({ id, args });
  }
}

/** Whether there are words for it: a remedy, say, that a module has not written is left out. */
export function isKnown({ id }: Message, messages: Messages): boolean {
  return Object.hasOwn(messages, id);
}

/**
 * An argument as the formatter needs it: itself for `plural`, `select` and `number`, and shown in
 * the way its name asks for where it stands alone.
 */
class Argument {
  readonly #value: string | number;
  readonly part: MessagePart;

  constructor(name: string, value: string | number, timeZone: string) {
    this.#value = value;
    this.part = shownArgument(name, value, timeZone);
  }

  valueOf(): string | number {
    return this.#value;
  }

  toString(): string {
    return String(this.#value);
  }
}

function shownArgument(name: string, value: string | number, timeZone: string): MessagePart {
  if (typeof value === 'number') {
    return textPart(/bytes$/i.test(name) ? formatBytes(value) : formatNumber(value));
  }
  if (name.endsWith('At')) {
    try {
      return textPart(formatInstant(value, timeZone));
    } catch {
      // Not an instant: shown as it is.
    }
  }
  return { kind: 'value', text: value };
}

function bare({ id, args }: Message): readonly MessagePart[] {
  const list = Object.entries(args).flatMap(([name, value], index): MessagePart[] => [
    textPart(`${index === 0 ? ' (' : ', '}${name}: `),
    { kind: 'value', text: String(value) },
  ]);
  return [{ kind: 'value', text: id }, ...list, ...(list.length > 0 ? [textPart(')')] : [])];
}

function textPart(text: string): MessagePart {
  return { kind: 'text', text };
}

const cache = new Map<string, IntlMessageFormat>();

function compiled(pattern: string, locale: Locale): IntlMessageFormat {
  const key = `${locale} ${pattern}`;
  let format = cache.get(key);
  if (!format) {
    // `<` in a message is a less-than sign: there are no tags.
    format = new IntlMessageFormat(pattern, locale, undefined, { ignoreTag: true });
    cache.set(key, format);
  }
  return format;
}
