import type { SudoCommand } from '../core/shell.ts';

/** One command of what `sudo -l` says a user may run. */
export interface Allowance {
  /** As listed, with the escapes of sudoers(5). */
  readonly command: string;
  readonly passwordless: boolean;
}

/**
 * Reads `sudo -l` (LC_ALL=C). Rules are indented lines `(root) NOPASSWD: /a b, /c`; a tag holds
 * until another takes it back, and `!authenticate` among the Defaults makes all of them so.
 */
export function parseSudoListing(listing: string): readonly Allowance[] {
  const [defaults = '', ...rest] = listing.split(/^User .* may run the following commands.*$/m);
  const free = /(^|[\s,])!authenticate\b/m.test(defaults);
  return rest
    .join('\n')
    .split('\n')
    .flatMap((line) => parseRule(line, free));
}

function parseRule(line: string, free: boolean): Allowance[] {
  const [, commands] = /^\s+\([^)]*\)\s+(.*)$/.exec(line) ?? [];
  if (commands === undefined) return [];
  let passwordless = free;
  return commands.split(/(?<!\\), /).map((item) => {
    const [, tags = '', command = ''] = /^((?:[A-Z_]+: ?)*)(.*)$/.exec(item.trim()) ?? [];
    if (/\bNOPASSWD:/.test(tags)) passwordless = true;
    else if (/\bPASSWD:/.test(tags)) passwordless = false;
    return { command, passwordless };
  });
}

/**
 * Whether an allowed command runs without a password: `sudo -n -l COMMAND` says yes as soon as
 * any other rule is free of one. The last matching rule counts; patterns are not looked into.
 */
export function asksForPassword({ argv }: SudoCommand, allowances: readonly Allowance[]): boolean {
  const last = allowances.findLast(
    ({ command }) => command === 'ALL' || plain(command) === plain(argv.join(' ')),
  );
  return last?.passwordless === false;
}

/**
 * What is allowed without a password and is as good as root: `ALL`, a `*` (it matches blanks and
 * slashes), a whole folder, or a command with whatever arguments that no runbook asks for.
 */
export function tooMuch(allowances: readonly Allowance[]): readonly string[] {
  return allowances
    .filter(({ passwordless, command }) => passwordless && isBroad(command))
    .map(({ command }) => command);
}

/** What is allowed without a password although no runbook needs it. */
export function unneeded(
  allowances: readonly Allowance[],
  needed: readonly SudoCommand[],
): readonly string[] {
  const known = new Set(needed.map(({ argv }) => plain(argv.join(' '))));
  return allowances
    .filter(({ passwordless, command }) => passwordless && !isBroad(command))
    .filter(({ command }) => !command.startsWith('!') && !known.has(plain(command)))
    .map(({ command }) => command);
}

function isBroad(command: string): boolean {
  return command === 'ALL' || /(?<!\\)[*?[]/.test(command) || /^\/\S*\/$/.test(command);
}

/** sudo lists some escapes as they were written and others not: compared without any. */
function plain(command: string): string {
  return command.replaceAll('\\', '').replace(/ ""$/, '');
}
