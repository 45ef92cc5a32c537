import type { SudoCommand } from '../core/shell.ts';

/**
 * A command as sudoers(5) wants it, so that it allows this command and no other.
 *
 * Two readers take backslashes: the file's own syntax (`,` `:` `=` `\` `#` and blanks), then
 * fnmatch(3), against which the arguments are matched (`*` `?` `[` `]`, and `^` that would begin a
 * regular expression). A literal backslash must therefore survive both, as four of them. A command
 * without arguments is followed by `""`, for otherwise any arguments would be allowed.
 * @throws RangeError for what no rule can express: an empty argument, a line break
 */
export function sudoersCommand({ argv: [program, ...args] }: SudoCommand): string {
  const words = [program, ...args].map((word) => {
    if (word === '' || /[\n\r\0]/.test(word)) {
      throw new RangeError(`No sudo rule can hold the argument ${JSON.stringify(word)}`);
    }
    return word
      .replaceAll('\\', '\\\\\\\\')
      .replaceAll(/[,:=# \t*?[\]!^]/g, (character) => `\\${character}`);
  });
  return [...words, ...(args.length === 0 ? ['""'] : [])].join(' ');
}

/** One whole rule: on whatever host the file lies, as root, without a password. */
export function sudoersRule(user: string, command: SudoCommand): string {
  return `${sudoersUser(user)} ALL=(root) NOPASSWD: ${sudoersCommand(command)}`;
}

/** A login name that would mean something else (`%group`, `#uid`, `ALL`, an alias) is quoted. */
export function sudoersUser(user: string): string {
  return /^[a-z_][a-z0-9_.-]*\$?$/.test(user) ? user : `"${user.replaceAll('"', '\\"')}"`;
}
