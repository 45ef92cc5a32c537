import { type ShellText, sh, sudo } from '../../core/shell.ts';
import { Unparsable } from '../define.ts';
import { type Kind, unfinishedSuffixes, withoutSlash } from './kinds.ts';

export interface ListedFile {
  /** Relative to the folder: `db_1.dump` or, in a dump of format -Fd, `db_1.dump/toc.dat`. */
  readonly path: string;
  readonly folder: boolean;
  readonly modifiedAtSeconds: number;
  readonly sizeBytes: number;
}

export const folderStates = ['listed', 'missing', 'not-a-folder', 'unreadable'] as const;
export type FolderState = (typeof folderStates)[number];

/**
 * Sets `state` for the folder `$d`. `[ -d ]` cannot tell "not there" from "not allowed to look",
 * so when it fails the words of ls do; they are the C library's, the same in busybox.
 */
export const folderStateScript: ShellText = sh`
if [ -d "$d" ] && [ -r "$d" ] && [ -x "$d" ]; then state=listed
else
  case $(ls -d -- "$d/." 2>&1) in
    *'No such file'*) state=missing ;;
    *'Not a directory'*) state=not-a-folder ;;
    *) state=unreadable ;;
  esac
fi`;

/** Whole folder, so that the sudo rule needs no wildcard; `-print0` keeps backslashes out of it. */
const sudoListing = (directory: string): ShellText =>
  sudo(
    ...(['/usr/bin/find', '-H', directory, '-mindepth', '1', '-maxdepth', '2'] as const),
    ...(['-printf', '%y/%T@/%s/', '-print0'] as const),
  );

/**
 * Lists what matches the kinds, and what is directly in folders that do, without descending into
 * anything else. One find for all kinds; busybox find has no -printf and gets stat instead.
 *
 * Output: `state=…`, the entries and `rc=…`, each ended by NUL (by `/` and a newline from stat,
 * which can be no path's end). An entry is `<type>/<mtime>/<size>/<absolute path>`.
 */
export function listingScript(directory: string, kinds: readonly Kind[]): ShellText {
  const root = withoutSlash(directory);
  const names = kinds.flatMap(({ pattern }) =>
    ['', ...unfinishedSuffixes].map((suffix) => pattern + suffix),
  );
  const tests = names.flatMap((name, index) => [...(index ? ['-o'] : []), '-name', name]);
  return sh`
d=${root}
${folderStateScript}
list() {
  find -H "$d" -mindepth 1 -maxdepth 2 \( ! -path "$d/*/*" ! \( ${tests} \) -prune \) -o "$@"
}
printf 'state=%s\0' $state
if [ $state = listed ]; then
  if find / -maxdepth 0 -printf '' 2>/dev/null; then list -printf '%y/%T@/%s/%p\0'
  else list -exec stat -c '%f/%Y/%s/%n/' {} +; fi
elif [ $state = unreadable ]; then ${sudoListing(root)}; fi
printf 'rc=%s\0' $?`;
}

export interface Listing {
  readonly state: FolderState;
  readonly files: readonly ListedFile[];
  /** Folders, relative, that find was not allowed into. */
  readonly closed: readonly string[];
}

const entry = /^([a-z]|[0-9a-f]{3,8})\/(-?\d+)(?:\.\d+)?\/(\d+)\/([\s\S]+)$/;

/** @throws Unparsable when find failed as a whole or an entry has not the form above. */
export function parseListing(stdout: string, stderr: string, directory: string): Listing {
  const prefix = `${withoutSlash(directory)}/`;
  const [head, ...records] = stdout
    .replaceAll(/\/\n(?=[0-9a-f]{3,8}\/|rc=\d+\0$)/g, '\0')
    .split('\0');
  const state = folderStates.find((name) => head === `state=${name}`);
  const exit = /^rc=(\d+)$/.exec(records.at(-2) ?? '')?.[1];
  if (state === undefined || exit === undefined) {
    throw new Unparsable('state=…, entries and rc=…', stdout.slice(0, 200));
  }
  // A folder that is closed to us, or a file that a clean-up took away meanwhile, is no failure.
  const complaints = stderr.split('\n').filter((line) => line.startsWith('find: '));
  const harmless = /(Permission denied|No such file or directory)$/;
  if (state === 'listed' && exit !== '0' && !complaints.some((line) => harmless.test(line))) {
    throw new Unparsable('find to list the folder', stderr.slice(0, 500));
  }
  if (state !== 'listed' && (state !== 'unreadable' || exit !== '0')) {
    return { state, files: [], closed: [] };
  }
  const files = records.slice(0, -2).flatMap((record) => {
    const [, type, mtime, size, path] = entry.exec(record) ?? [];
    if (!type || !path?.startsWith(prefix)) {
      throw new Unparsable('<type>/<mtime>/<size>/<path> from find or stat', record.slice(0, 200));
    }
    // find says "d" or "f"; stat gives st_mode in hexadecimal: S_IFDIR is 4…, S_IFREG is 8….
    const folder = /^(d|4...)$/.test(type);
    if (!folder && !/^(f|8...)$/.test(type)) return [];
    const at = { modifiedAtSeconds: Number(mtime), sizeBytes: Number(size) };
    return [{ path: path.slice(prefix.length), folder, ...at }];
  });
  const denied = complaints.filter((line) => line.endsWith('Permission denied'));
  const closed = files
    .filter(({ path, folder }) => folder && denied.some((line) => line.includes(prefix + path)))
    .map(({ path }) => path);
  return { state: 'listed', files, closed };
}
