import { helperFolder } from '../core/root-helper.ts';
import { type ShellText, sh } from '../core/shell.ts';
import type { NeededHelper } from './helpers.ts';

/** What `ls -ldn` says of a file or folder. */
export interface Ownership {
  readonly path: string;
  /** `drwxr-xr-x`; a letter for an ACL or a label may follow. */
  readonly mode: string;
  readonly uid: string;
  readonly gid: string;
}

export interface HelperAnswer extends Ownership {
  /** SHA-256 in hexadecimal; undefined when the login user could not take it. */
  readonly digest: string | undefined;
}

export interface HelperAnswers {
  /** The folder of the helpers and all above it; a symbolic link is followed, and both ways listed. */
  readonly folders: readonly Ownership[];
  /** Of the needed ones those that the login user sees. */
  readonly helpers: readonly HelperAnswer[];
  /** Paths of all that lies in the folder. */
  readonly there: readonly string[];
}

/** Who could change a helper between its installation and its next run as root? */
export function helperQuestions(helpers: readonly NeededHelper[]): ShellText {
  return sh`
own() {
  word=$1 path=$2
  shift 2
  set -- $(ls -ldn "$@" "$path" 2>/dev/null)
  [ $# -lt 4 ] || printf '%s %s %s %s %s\n' "$word" "$1" "$3" "$4" "$path"
}
folder=${helperFolder}
real=$(cd -P "$folder" 2>/dev/null && pwd) || real=
for above in "$folder" "$real"; do
  while [ -n "$above" ]; do
    own folder "$above" -L
    above=\${above%/*}
  done
done
own folder / -L
for file in ${helpers.map(({ helper }) => helper.path)}; do
  own helper "$file"
  [ -f "$file" ] && digest=$(sha256sum 2>/dev/null <"$file") && printf 'digest %s\n' "\${digest%% *}"
done
for file in "$folder"/*; do
  [ -e "$file" ] && printf 'there %s\n' "$file"
done
`;
}

/** @param facts lines of the probe's output, before what sudo lists */
export function parseHelperAnswers(facts: readonly string[]): HelperAnswers {
  const folders = new Map<string, Ownership>();
  const helpers: HelperAnswer[] = [];
  const there: string[] = [];
  for (const line of facts) {
    const [word, rest = ''] = splitOnce(line);
    if (word === 'there') there.push(rest);
    if (word === 'folder') {
      const folder = ownership(rest);
      if (folder) folders.set(folder.path, folder);
    }
    if (word === 'helper') {
      const file = ownership(rest);
      if (file) helpers.push({ ...file, digest: undefined });
    }
    const last = helpers.at(-1);
    if (word === 'digest' && last) helpers[helpers.length - 1] = { ...last, digest: rest };
  }
  return { folders: [...folders.values()], helpers, there };
}

function ownership(text: string): Ownership | undefined {
  const [, mode, uid, gid, path] = /^(\S+) (\S+) (\S+) (.+)$/.exec(text) ?? [];
  return mode && uid && gid && path ? { mode, uid, gid, path } : undefined;
}

function splitOnce(line: string): readonly [string, string?] {
  const at = line.indexOf(' ');
  return at < 0 ? [line] : [line.slice(0, at), line.slice(at + 1)];
}
