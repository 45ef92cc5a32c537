import { sh } from '../../core/shell.ts';
import { Unparsable } from '../define.ts';

export interface DirectorySize {
  readonly path: string;
  /** Null when it is not known: see `trouble`. */
  readonly bytes: number | null;
  readonly trouble: 'missing' | 'incomplete' | 'timeout' | null;
}

/**
 * du of each folder, out of the way of the host's real work (the subshell lowers its own priority,
 * which costs less than a `nice` for each), and each with its own time limit.
 * The answers are numbered and not named: a name could hold a line of its own.
 */
export const directoriesScript = (paths: readonly string[], timeoutSeconds: number) => sh`
read -r self line </proc/self/stat
{ ionice -c 3 -p "$self"; renice -n 19 -p "$self"; } >/dev/null 2>&1
i=0
for path in ${paths}; do
  if [ -d "$path" ]; then
    size=$(timeout ${timeoutSeconds} du -skx "$path/.")
    printf '%s %s %s\n' "$i" "$?" "\${size%%[!0-9]*}"
  else
    printf '%s missing\n' "$i"
  fi
  i=$((i + 1))
done
:`;

/** coreutils' timeout ends with 124, busybox's with 143 (its command's SIGTERM). */
const timedOut = new Set(['124', '143']);

export function parseDirectories(
  stdout: string,
  paths: readonly string[],
): readonly DirectorySize[] {
  const answers = new Map(
    stdout.split('\n').map((line) => {
      const [index = '', status, kibibytes] = line.split(' ');
      return [index, { status, kibibytes }];
    }),
  );
  return paths.map((path, index) => {
    const answer = answers.get(String(index));
    if (!answer?.status) throw new Unparsable(`the size of ${path}`, stdout);
    const { status, kibibytes } = answer;
    if (status === 'missing') return { path, bytes: null, trouble: 'missing' };
    if (timedOut.has(status)) return { path, bytes: null, trouble: 'timeout' };
    // A folder that could not be read whole has no size: a lower bound would bend the trend.
    if (status !== '0' || !kibibytes) return { path, bytes: null, trouble: 'incomplete' };
    return { path, bytes: Number(kibibytes) * 1024, trouble: null };
  });
}
