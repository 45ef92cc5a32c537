import { sh } from '../../core/shell.ts';

/** What fills a file system, as far as the login user may see it. */
export interface FullEvidence {
  /** The line of `journalctl --disk-usage`; null without journalctl. */
  readonly journal: string | null;
  /** Files of this file system that are deleted but held open: df counts them, du cannot. */
  readonly deleted: {
    readonly files: number;
    readonly bytes: number;
    readonly pids: readonly number[];
  };
  /** The largest files below the path, largest first; bytes on disk, so sparse files count right. */
  readonly largest: readonly { readonly path: string; readonly bytes: number }[];
}

/**
 * Runs only on a file system that is too full, after the facts themselves. Each command has its
 * own limit, so that a slow search can never cost us the finding. `$p` is the path.
 */
export const fullEvidence = sh`
printf '%s\n' '-- full'
if command -v journalctl >/dev/null; then
  printf 'journal %s\n' "$(timeout 5 journalctl --disk-usage 2>/dev/null)"
fi
stat -c 'device %d' -- "$p"
timeout 5 find -L /proc/[0-9]*/fd -maxdepth 1 -type f -links 0 \
  -exec stat -L -c 'open %d %i %s %n' {} + 2>/dev/null
printf '%s\n' '-- largest'
calm=
command -v nice >/dev/null && calm='nice -n 19'
timeout 8 $calm find -H "$p" -xdev -type f -size +2048 -exec du -k {} + 2>/dev/null |
  sort -rn | head -n 20
exit 0`;

/** Null when the probe saw no need to look. */
export function parseFullEvidence(lines: readonly string[]): FullEvidence | null {
  const from = lines.indexOf('-- full');
  if (from < 0) return null;
  const files = lines.indexOf('-- largest', from);
  const facts = lines.slice(from + 1, files < 0 ? undefined : files);
  const value = (word: string) =>
    facts.find((line) => line.startsWith(`${word} `))?.slice(word.length + 1);
  return {
    journal: value('journal')?.trim() || null,
    deleted: deletedFiles(facts, value('device')),
    largest: (files < 0 ? [] : lines.slice(files + 1))
      .map((line) => /^(\d+)\t(\/.*)$/.exec(line))
      .filter((match) => match !== null)
      .map(([, kibibytes, path = '']) => ({ path, bytes: Number(kibibytes) * 1024 })),
  };
}

/** A file counts once, however many processes and descriptors hold it. */
function deletedFiles(lines: readonly string[], device: string | undefined) {
  const sizes = new Map<string, number>();
  const pids = new Set<number>();
  for (const line of lines) {
    const [, on, inode, size, pid] = /^open (\d+) (\d+) (\d+) \/proc\/(\d+)\/fd\//.exec(line) ?? [];
    if (inode === undefined || on !== device) continue;
    sizes.set(inode, Number(size));
    pids.add(Number(pid));
  }
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  return { files: sizes.size, bytes, pids: [...pids].sort((a, b) => a - b).slice(0, 10) };
}

/** The evidence as lines for a person: sizes in MiB, largest first. */
export function renderFullEvidence({ journal, deleted, largest }: FullEvidence): string {
  const mebibytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(0)} MiB`;
  return [
    ...(journal === null ? [] : [`journalctl --disk-usage: ${journal}`]),
    ...(deleted.files === 0
      ? []
      : [
          `deleted but open: ${deleted.files} files, ${mebibytes(deleted.bytes)}, ` +
            `pid ${deleted.pids.join(' ')}`,
        ]),
    ...largest.map(({ path, bytes }) => `${mebibytes(bytes)}\t${path}`),
  ].join('\n');
}
