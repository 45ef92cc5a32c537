/**
 * Domain code says *what* it has to tell, never in which words: a message is an id with arguments,
 * and is put into Japanese or English when a person is about to read it (`src/text/render.ts`).
 *
 * Argument names carry the unit, and the unit decides how a value is shown: `…Bytes` as a binary
 * size ("120 MiB"), `…At` (ISO 8601, UTC) as local time, everything else as it is.
 */
export type MessageArgs = Readonly<Record<string, string | number>>;

export interface Message<Id extends string = string> {
  readonly id: Id;
  readonly args: MessageArgs;
}

/** The languages that people read results in. */
export const locales = ['ja', 'en'] as const;
export type Locale = (typeof locales)[number];

/** One text in every language. Placeholders are ICU MessageFormat: `{days, plural, one {…} other {…}}`. */
export type Text = Readonly<Record<Locale, string>>;

/** The texts of one catalogue entry or of one module, by local id. */
export type Messages = Readonly<Record<string, Text>>;
