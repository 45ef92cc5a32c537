import { sh } from '../../core/shell.ts';

export interface BackupSize {
  readonly kind: string;
  readonly count: number;
  /** Size of the newest backup of the kind; null without one. */
  readonly newestBytes: number | null;
}

interface Kind {
  readonly name: string;
  readonly pattern: string;
}

/** The newest file of each kind with the shell's own means; stat is asked once a kind. */
export const backupsScript = (directory: string, kinds: readonly Kind[]) => sh`
cd ${directory} 2>/dev/null || { echo missing; exit 0; }
i=0
IFS=
for pattern in ${kinds.map(({ pattern }) => pattern)}; do
  count=0
  newest=
  for file in $pattern; do
    [ -f "$file" ] && [ ! -L "$file" ] || continue
    count=$((count + 1))
    [ -n "$newest" ] && [ ! "$file" -nt "$newest" ] || newest=$file
  done
  size=
  [ -n "$newest" ] && size=$(stat -c %s -- "$newest")
  printf '%s %s %s\n' "$i" "$count" "$size"
  i=$((i + 1))
done
:`;

/** Null when there is no such folder. */
export function parseBackups(stdout: string, kinds: readonly Kind[]): readonly BackupSize[] | null {
  const lines = stdout.split('\n');
  if (lines[0] === 'missing') return null;
  return kinds.map(({ name }, index) => {
    const line = lines.find((candidate) => candidate.startsWith(`${index} `));
    const [, count, size] = line?.split(' ') ?? [];
    return { kind: name, count: Number(count ?? 0), newestBytes: size ? Number(size) : null };
  });
}
