import { rootHelper, sudoHelper } from '../../core/root-helper.ts';
import { type ShellText, sh } from '../../core/shell.ts';

/**
 * Memory of processes with its share of what they have in common (PSS), which root alone may read
 * of others: process ids come on stdin, and nothing but numbers goes out.
 */
const helper = rootHelper(
  'pss',
  sh`
n=0
while IFS= read -r pid; do
  case $pid in '' | *[!0-9]* | ????????*) echo "no process id" >&2; exit 2 ;; esac
  n=$((n+1))
  [ "$n" -le 100 ] || { echo "too many processes" >&2; exit 2; }
  while read -r key value rest; do
    [ "$key" = Pss: ] && { printf 'pss %s %s\n' "$pid" "$value"; break; }
  done 2>/dev/null <"/proc/$pid/smaps_rollup"
done
exit 0`,
);

/**
 * Prints `pss <pid> <kB>` for the ids in `$pids`, of those that can be read; and why not, if root
 * says no. RSS stands in then, and whoever reads it says so.
 */
export const readPss: ShellText = sh`
if [ -n "$pids" ]; then
  printf '%s\n' $pids | ${sudoHelper(helper, 'read')} 2>&1 || echo 'pss denied'
fi`;

/** Bytes by process id; undefined when there is none, so that nobody mixes the two. */
export function parsePss(stdout: string): ReadonlyMap<number, number> | undefined {
  const lines = [...stdout.matchAll(/^pss (\d+) (\d+)$/gm)];
  if (lines.length === 0) return undefined;
  return new Map(lines.map(([, pid, kB]) => [Number(pid), Number(kB) * 1024]));
}
