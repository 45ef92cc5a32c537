import { lines, type ShellText, sh } from '../../core/shell.ts';
import { rangeWords } from './address-range.ts';
import { awkLine } from './awk-line.ts';
import { chooseScript } from './choose-script.ts';
import type { LogParams } from './log-params.ts';
import type { Position } from './position.ts';
import { sampleProgram, sampleScript } from './sample-script.ts';
import { searchScript } from './search-script.ts';

/** What one audit wants of the log. */
export interface Audit {
  /** A line without any of these says nothing to it: `grep -F` leaves it out before awk starts. */
  readonly patterns: readonly string[];
  /** In a JSON log, lines of this class of status must have one of the patterns ("4": 4xx). */
  readonly statusClass?: string;
  /** awk text that counts; it has the functions of `awkLine`, and prints facts at its end. */
  readonly program: string;
  /** Values for it, in its `ENVIRON`. */
  readonly environment: Readonly<Record<`T_${string}`, string>>;
}

/**
 * Reads what is new in a log and its rotated files. Facts are `key=value` lines; nothing of the log
 * leaves the host but what the audit's program prints.
 */
export function readScript(
  params: LogParams,
  position: Position | undefined,
  audit: Audit,
): ShellText {
  const { keys } = params;
  const names = [keys.address, keys.time, keys.request, keys.method, keys.path, keys.status];
  const environment = [
    ...[...names, keys.account, keys.forwardedFor].map((name, index) => [`T_K${index + 1}`, name]),
    ['T_TRUSTED', rangeWords(params.trustedProxies)],
    ['T_IGNORED', rangeWords(params.ignoredAddresses)],
    ['T_PATTERNS', audit.patterns.join('\n')],
    ...Object.entries(audit.environment),
  ].map(([name = '', value = '']) => sh`export ${name}=${value}`);
  const separator = params.format === 'json' ? '\u0001' : '"';
  return lines(
    ...environment,
    sh`
fs=${separator} cap=${params.maxMiB * 1024 * 1024}
common=${awkLine[params.format]}
${chooseScript(params, position)}
${searchScript}
${sampleScript}
# Always the end of a pipeline, and so a process of its own already.
count() { exec awk -F "$fs" -v quick="$1" -v class=${audit.statusClass ?? ''} -v xfield=${params.forwardedForField} -v since="$since" -v now="$now" "$common"${audit.program}; }
told() {
  put state read && put now "$now" && put inode "$inode" && put offset "$1" && put first "$2"
  put window "$window" && put all "$3" && put taken "$4" && put sampled "$5" && put gap "$6"
}
open() { exec 3<"$log"; begin; }
# As few processes as will do: with little to read it is they that take the time. awk knows by the
# length of lines where to stop, so what it reads in place of a NUL has the same length.
read_on() {
  n=$((total - last_offset)) since=$oldest
  told "$total" "$last_hash" $n $n no no
  put file "$log $last_offset $total"
  tail -c +$((last_offset + 1)) -- $live | tr '\000' '\n' | count $n
  put end yes
}
attempt() {
  choose
  spread
  told "$end" "$hash_now" $all $taken $sampled $gap
  put partial 0
  [ -z "$denied" ] || put denied "$denied"
  echo "$newest" | while read -r name from to cut; do [ -z "$name" ] || put file "$name $from $to"; done
  sample | awk -F "$fs" -v class=${audit.statusClass ?? ''} "$common"${sampleProgram}
  search ${audit.patterns.flatMap((pattern) => ['-e', pattern])} | count ''
  # Rotated while we read: then what was measured may not be what was read.
  [ "$(stat -L -c %i -- "$log")" = "$inode" ] || put moved yes
  put end yes
}
lookup
open
if goes_on; then read_on; else
  facts=$(attempt)
  case $facts in *'moved=yes'*) open; facts=$(attempt) ;; esac
  printf '%s\n' "$facts"
fi`,
  );
}
