/**
 * Text that came from a host, made fit to be shown.
 *
 * Whatever a host prints may have been chosen by somebody else: a log line, a user agent, a file
 * name. Terminals obey escape sequences, people are fooled by reversed or invisible characters,
 * GitHub links mentions and runs `::commands::` of a job's output. All of it comes out as plain
 * visible text of bounded length here; in Markdown it goes into code nodes besides
 * (`src/text/markdown.ts`), where GitHub reads no mention, reference, link or HTML.
 */
export interface Bounds {
  readonly maxCharacters: number;
}

/** Escape sequences of ECMA-48: CSI, strings up to ST or BEL (OSC, DCS, SOS, PM, APC), and short ones. */
const escapeSequence =
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)|\x1b[ -/]*[0-~]/g;
/** Control, format and invisible characters (Unicode properties Cc, Cf, DI) but for tab and newline. */
const invisible = /(?![\t\n])[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
const lineBreak = /\r\n?|[\u2028\u2029\u0085\v\f]/g;
const loneSurrogate = /\p{Cs}/gu;

/** Several lines for a code block or a terminal. */
export function cleanBlock(text: string, { maxCharacters }: Bounds): string {
  return bounded(text, maxCharacters, (head) => visible(head).replace(/^\n+/, '').trimEnd());
}

/** One line; line breaks show as ⏎. */
export function cleanLine(text: string, { maxCharacters }: Bounds): string {
  return bounded(text, maxCharacters, (head) =>
    visible(head)
      .trim()
      .replaceAll(/[^\S\n]+/g, ' ')
      .replaceAll(/ ?\n[ \n]*/g, ' ⏎ '),
  );
}

/**
 * Breaks what the runner of GitHub Actions would take for a workflow command: `::name …::` at the
 * beginning of a line, and the older `##[name]` anywhere.
 */
export function withoutCommands(text: string): string {
  return text.replaceAll(/^([^\S\n]*):(?=:.*::)/gm, '$1: ').replaceAll('##[', '## [');
}

function visible(text: string): string {
  return text
    .replaceAll(escapeSequence, '')
    .replaceAll(lineBreak, '\n')
    .replaceAll(loneSurrogate, '\ufffd')
    .replaceAll(invisible, '');
}

/** Looks at the beginning only, so that 10 MB on one line cost no more than 10 KB. */
function bounded(text: string, limit: number, clean: (head: string) => string): string {
  const head = text.slice(0, limit * 4 + 256);
  const all = clean(head);
  const shown = cut(all, limit);
  if (head.length === text.length && shown.length === all.length) return shown;
  const more = Buffer.byteLength(text) - Buffer.byteLength(shown);
  return `${shown.trimEnd()}… (${more} more bytes)`;
}

/** At most `limit` UTF-16 units, never half a character. */
function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}
