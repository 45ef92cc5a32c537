import { type ShellText, sh } from '../core/shell.ts';
import { scriptWords } from './cron-duties.ts';

/** A line of a crontab that starts something. */
export interface CronLine {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

export interface CronAnswers {
  readonly lines: readonly CronLine[];
  /** What the scripts that they call run, of the words that we know: `pg_dump`. */
  readonly scripts: readonly { readonly path: string; readonly word: string }[];
  readonly unread: readonly string[];
}

/**
 * The crontabs that the login user can read, and of the scripts that they call the words that we
 * look for, and no more: passwords stand in such scripts.
 */
export function cronQuestions(): ShellText {
  return sh`
cron_lines() {
  number=0
  while IFS= read -r line || [ -n "$line" ]; do
    number=$((number+1))
    case $line in '' | '#'*) continue ;; esac
    printf 'cron %s %s %s\n' "$number" "$1" "$line"
    set -f
    for word in $line; do
      word=\${word#[\"\'(]}
      while :; do
        case $word in *[\;\)\"\'\&\|]) word=\${word%?} ;; *) break ;; esac
      done
      case $word in
      /bin/* | /sbin/* | /usr/bin/* | /usr/sbin/* | /dev/* | /proc/*) ;;
      /*) cron_script "$word" ;;
      esac
    done
    set +f
  done
}
cron_script() {
  case " $scripts " in *" $1 "*) return ;; esac
  scripts="$scripts $1"
  # What lies in a closed folder looks absent.
  case $1 in *.sh | *.py | *.pl)
    [ -x "\${1%/*}" ] || { printf 'cron-unread %s\n' "$1"; return; } ;;
  esac
  [ -f "$1" ] && [ -x "$1" ] || case $1 in *.sh | *.py | *.pl) [ -e "$1" ] ;; *) false ;; esac || return
  [ -r "$1" ] || { printf 'cron-unread %s\n' "$1"; return; }
  grep -aoE -e ${scriptWords} -- "$1" 2>/dev/null | sort -u | while IFS= read -r word; do
    printf 'cron-runs %s %s\n' "$1" "$word"
  done
}
scripts=
for file in /etc/crontab /etc/cron.d/*; do
  [ -f "$file" ] || continue
  # Names that cron passes over.
  case \${file##*/} in *~ | *.*) continue ;; esac
  if [ -r "$file" ]; then cron_lines "$file" <"$file"; else printf 'cron-unread %s\n' "$file"; fi
done
spool=
for folder in /var/spool/cron/crontabs /var/spool/cron; do
  [ -d "$folder" ] || continue
  [ -r "$folder" ] && [ -x "$folder" ] || { printf 'cron-unread %s\n' "$folder"; break; }
  spool=$folder
  for file in "$folder"/*; do
    [ -f "$file" ] || continue
    if [ -r "$file" ]; then cron_lines "$file" <"$file"; else printf 'cron-unread %s\n' "$file"; fi
  done
  break
done
# The login user's own, which nobody else's folder has to be opened for.
if [ -z "$spool" ] && command -v crontab >/dev/null; then
  own=$(crontab -l 2>/dev/null) && cron_lines crontab <<CRON
$own
CRON
fi`;
}

export function parseCronAnswers(facts: readonly string[]): CronAnswers {
  const lines = facts.flatMap((fact): CronLine[] => {
    const [, number, file, text] = /^cron (\d+) (\S+) (.*)$/.exec(fact) ?? [];
    if (number === undefined || file === undefined || text === undefined) return [];
    return [{ file, line: Number(number), text }];
  });
  const scripts = facts.flatMap((fact) => {
    const [, path, word] = /^cron-runs (\S+) (.*)$/.exec(fact) ?? [];
    return path === undefined || word === undefined ? [] : [{ path, word }];
  });
  const unread = facts.flatMap((fact) => /^cron-unread (.*)$/.exec(fact)?.[1] ?? []);
  return { lines, scripts, unread: [...new Set(unread)] };
}
