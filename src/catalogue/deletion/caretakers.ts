import { type ShellText, sh } from '../../core/shell.ts';
import { configBlocks } from '../logs/rotate-config-blocks.ts';
import type { DeletionOrder } from './order.ts';

/** Who else cleans up in the folders. */
export interface Caretakers {
  /** Folders that systemd-tmpfiles cleans, with the age from its configuration: `10d`. */
  readonly tmpfiles: readonly { readonly directory: string; readonly age: string }[];
  /** Configurations of logrotate for logs in the folders. */
  readonly logrotate: readonly {
    readonly config: string;
    /** The patterns of current logs, as paths. */
    readonly patterns: readonly string[];
    readonly maxage: boolean;
  }[];
}

/** Both are for everybody to read. A host may have neither. */
export function caretakersScript({ rules, logs }: DeletionOrder): ShellText {
  const directories = [...new Set(rules.map(({ directory }) => directory))];
  if (!logs) {
    return sh`
systemd-tmpfiles --cat-config 2>/dev/null | while read -r type path rest; do
  for one in ${directories}; do
    [ "$path" != "$one" ] || printf '%s\n' "tmpfiles $type $path $rest"
  done
done
:`;
  }
  return sh`
for config in /etc/logrotate.conf /etc/logrotate.d/*; do
  for one in ${directories}; do
    grep -qF "$one/" "$config" 2>/dev/null && { printf '== %s\n' "$config"; cat "$config"; break; }
  done
done
:`;
}

export function parseCaretakers(stdout: string): Caretakers {
  const tmpfiles = [...stdout.matchAll(/^tmpfiles \S+ (\S+) \S+ \S+ \S+ (\S+)/gm)]
    .map(([, directory = '', age = '-']) => ({ directory, age }))
    .filter(({ age }) => age !== '-');
  const logrotate = stdout
    .split(/^== /m)
    .slice(1)
    .map((part) => {
      const [config = '', ...lines] = part.split('\n');
      return {
        config,
        patterns: configBlocks(lines).flatMap(({ heading }) =>
          heading.split(/\s+/).map((one) => one.replaceAll(/^["']|["']$/g, '')),
        ),
        maxage: lines.some((line) => /^\s*maxage[\s=]/.test(line)),
      };
    });
  return { tmpfiles, logrotate };
}
