import { createHash } from 'node:crypto';
import { type RootHelper, ShellText, sudo } from './shell.ts';

/** Where `teiki sudoers --helpers` installs them: root's own, as are all folders above. */
export const helperFolder = '/usr/local/lib/teiki';

/** In the second line of each, by which its file is known again. */
export const helperMark = '# Installed by "teiki sudoers --helpers".';

const head = `#!/bin/sh
${helperMark} Its name has the hash of this text: do not edit.
set -u
umask 022
cd /
LC_ALL=C
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH
`;

/**
 * What varies comes on standard input, never as an argument, and the helper believes none of it: it
 * checks every line before it does anything.
 *
 * @param script POSIX `sh`, without sudo, for it is root who runs it; stdin is the caller's
 * @throws RangeError for a name that no file should have, or a script that calls sudo
 */
export function rootHelper(name: string, script: ShellText): RootHelper {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) throw new RangeError(`No name for a helper: "${name}"`);
  if (script.sudo.length > 0) throw new RangeError(`The helper ${name} is root already`);
  const text = `${head}${script.text.trim()}\n`;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return { name, path: `${helperFolder}/${name}-${hash}`, text };
}

/**
 * Runs a helper as root, with exactly these fixed arguments (a verb, say), each set of them a rule
 * of its own. Pipe what varies into it: `` sh`printf '%s\n' ${packages} | ${sudoHelper(install)}` ``.
 */
export function sudoHelper(helper: RootHelper, ...args: readonly string[]): ShellText {
  const argv: readonly [string, ...string[]] = [helper.path, ...args];
  return new ShellText(sudo(...argv).text, [{ argv, helper }]);
}
