/**
 * The one place where text becomes shell.
 *
 * `sh` is a template tag: what is written in the template is shell, what is interpolated is data
 * and comes out quoted. Text of a template is taken raw, so `\n` reaches printf as written; only
 * `\${` and `` \` `` lose the backslash that JavaScript asks for.
 */
/**
 * A script that root runs, for work that no fixed sudo rule can express: versions, file names, run
 * ids. It lies on the host, owned by root, under a name that ends in the hash of its text, so that
 * a rule allows this very text and a changed helper needs a new rule.
 */
export interface RootHelper {
  /** Kebab-case, after what it does: `apt-install`. */
  readonly name: string;
  readonly path: string;
  /** The whole file, with its first line. */
  readonly text: string;
}

export interface SudoCommand {
  /** Absolute path and arguments, exactly as the sudoers rule must have them. */
  readonly argv: readonly [string, ...string[]];
  /** The text asks first whether the program is there, and does without it or uses another. */
  readonly ifPresent?: true;
  /** Set when the program is ours: it has to be installed on the host, with exactly this text. */
  readonly helper?: RootHelper;
}

export class ShellText {
  readonly text: string;
  /** Every command that the text runs through sudo: `teiki sudoers` prints these rules. */
  readonly sudo: readonly SudoCommand[];

  constructor(text: string, sudo: readonly SudoCommand[]) {
    this.text = text;
    this.sudo = sudo;
  }

  toString(): string {
    return this.text;
  }
}

export type ShellValue = string | number | readonly string[] | ShellText;

/**
 * Quotes one word for any POSIX shell (XCU 2.2.2, single quotes).
 * @throws RangeError on a NUL byte, which no shell word can hold.
 */
export function quote(word: string): string {
  if (word.includes('\0')) throw new RangeError('A shell word cannot hold a NUL byte');
  if (/^[A-Za-z0-9_/.:=@%+,-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Shell text with every interpolated value quoted; a list becomes several words. */
export function sh(template: TemplateStringsArray, ...values: readonly ShellValue[]): ShellText {
  const sudo: SudoCommand[] = [];
  const literal = (text: string): string => text.replaceAll(/\\(\$\{|`)/g, '$1');
  let text = literal(template.raw[0] ?? '');
  values.forEach((value, index) => {
    if (value instanceof ShellText) sudo.push(...value.sudo);
    text += word(value) + literal(template.raw[index + 1] ?? '');
  });
  return new ShellText(text, sudo);
}

/**
 * One exact command run as root. The script can run nothing through sudo that is not written this
 * way, so the rules that `teiki sudoers` prints cannot drift from what the probes do.
 */
export function sudo(...argv: readonly [string, ...string[]]): ShellText {
  if (!argv[0].startsWith('/'))
    throw new RangeError(`sudo needs an absolute path, found "${argv[0]}"`);
  return new ShellText(`sudo -n ${argv.map(quote).join(' ')}`, [{ argv }]);
}

/** Like {@link sudo} in a text that looks for the program first: a host without it lacks nothing. */
export function sudoIfPresent(...argv: readonly [string, ...string[]]): ShellText {
  return new ShellText(sudo(...argv).text, [{ argv, ifPresent: true }]);
}

/** Several pieces of shell text, one after the other, a line each. */
export function lines(...pieces: readonly ShellText[]): ShellText {
  return new ShellText(
    pieces.map(({ text }) => text).join('\n'),
    pieces.flatMap(({ sudo }) => sudo),
  );
}

function word(value: ShellValue): string {
  if (value instanceof ShellText) return value.text;
  if (typeof value === 'number') return quote(String(value));
  if (typeof value === 'string') return quote(value);
  return value.map(quote).join(' ');
}
