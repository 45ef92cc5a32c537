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
  /** Whether they leave much of a usual log, or next to nothing. */
  readonly wants: 'much' | 'little';
  /** In a JSON log, lines of this class of status must have one of the patterns ("4": 4xx). */
  readonly statusClass?: string;
  /** awk text that counts; it has the functions of `awkLine`, and prints facts at its end. */
  readonly program: string;
  /** Values for it, in its `ENVIRON`, under names that no other audit has. */
  readonly environment: Readonly<Record<`T_${string}`, string>>;
}

/** An audit, and where its last reading has ended. */
export interface Part {
  readonly audit: Audit;
  readonly position: Position | undefined;
}

/**
 * Reads what is new in a log and its rotated files. Facts are `key=value` lines; nothing of the log
 * leaves the host but what the audit's program prints.
 *
 * Several audits look at the file at one and the same moment, so that their next readings begin at
 * the same place; those that begin at the same place are one reading. `part=` tells whose facts
 * follow (see `factsOfPart`).
 */
export function readScript(params: LogParams, parts: readonly Part[]): ShellText {
  const { keys } = params;
  const names = [keys.address, keys.time, keys.request, keys.method, keys.path, keys.status];
  const environment = [
    ...[...names, keys.account, keys.forwardedFor].map((name, index) => [`T_K${index + 1}`, name]),
    ['T_TRUSTED', rangeWords(params.trustedProxies)],
    ['T_IGNORED', rangeWords(params.ignoredAddresses)],
  ].map(([name = '', value = '']) => sh`export ${name}=${value}`);
  const separator = params.format === 'json' ? '\u0001' : '"';
  const readings = readingsOf(parts);
  return lines(
    ...environment,
    sh`
fs=${separator} cap=${params.maxMiB * 1024 * 1024} field=${params.forwardedForField}
common=${awkLine[params.format]}
${chooseScript(params)}
${searchScript}
${sampleScript}
${readFunctions}
lookup
look`,
    ...readings.map((one) =>
      readings.length === 1
        ? reading(one)
        : sh`(
${reading(one)}
)`,
    ),
  );
}

interface Numbered extends Part {
  readonly index: number;
  readonly alone: boolean;
}

/** At most two audits make one reading: one that wants much, and one that wants little of it. */
function readingsOf(parts: readonly Part[]): readonly (readonly Numbered[])[] {
  const alone = parts.length === 1;
  const numbered = parts.map((part, index): Numbered => ({ ...part, index, alone }));
  const byPlace = Map.groupBy(numbered, ({ position }) => JSON.stringify(position ?? null));
  return [...byPlace.values()].flatMap((list) => {
    const [much, little] = (['much', 'little'] as const).map((wanted) =>
      list.filter(({ audit }) => audit.wants === wanted),
    );
    const count = Math.max(much?.length ?? 0, little?.length ?? 0);
    return Array.from({ length: count }, (_, index) =>
      [much?.[index], little?.[index]].filter((one) => one !== undefined),
    );
  });
}

function reading(list: readonly Numbered[]): ShellText {
  const [first, second] = list;
  if (!first) return sh`:`;
  const { position, audit, alone } = first;
  const patterns = [...new Set(list.flatMap((one) => one.audit.patterns))];
  const place = [
    position?.inode ?? '-',
    String(position?.offset ?? 0),
    position?.firstLine ?? '-',
    String(position?.at ?? 0),
  ];
  const environment = [
    ['T_PATTERNS', patterns.join('\n')],
    ...(second ? [['T_FORWARD', second.audit.patterns.join('\n')]] : []),
    // Logs in the combined format, the only ones that are read together, are searched for one text.
    ...(second ? [['T_OWN', audit.patterns.length === 1 ? audit.patterns[0] : '']] : []),
    ...list.flatMap((one) => Object.entries(one.audit.environment)),
  ].map(([name = '', value = '']) => sh`export ${name}=${value}`);
  const own = (one: Numbered) => (alone ? '' : String(one.index));
  return lines(
    ...environment,
    sh`
class=${audit.statusClass ?? ''} all_parts=${alone ? '' : list.map(({ index }) => index).join(' ')}
set -- ${patterns.flatMap((pattern) => ['-e', pattern])}
${second ? countBoth(first, second, own) : countOne(first, own)}
where() { begin ${place}; }
where
whose
if goes_on; then read_on; else
  facts=$(attempt "$@")
  case $facts in *'moved=yes'*) look; where; facts=$(attempt "$@") ;; esac
  printf '%s\n' "$facts"
fi`,
  );
}

// Always the end of a pipeline, and so a process of its own already.
function countOne({ audit, ...one }: Numbered, own: (one: Numbered) => string): ShellText {
  return sh`count() { exec awk -F "$fs" -v quick="$1" -v class="$class" -v xfield="$field" -v since="$since" -v now="$now" -v part=${own({ audit, ...one })} "$common"${audit.program}; }`;
}

/**
 * The first awk hands the lines of the second on by its stderr, for their facts go to one stdout.
 * (As a file, for awk does not buffer what goes to "/dev/stderr".)
 */
function countBoth(first: Numbered, second: Numbered, own: (one: Numbered) => string): ShellText {
  return sh`count() {
  {
    awk -F "$fs" -v quick="$1" -v class="$class" -v xfield="$field" -v since="$since" -v now="$now" -v part=${own(first)} "$common"${forward + first.audit.program + flush} 2>&1 >&5 |
      awk -F "$fs" -v xfield="$field" -v since="$since" -v now="$now" -v part=${own(second)} "$common"${second.audit.program}
  } 5>&1
}`;
}

const forward = String.raw`
BEGIN { nfwd = split(ENVIRON["T_FORWARD"], fwd, "\n"); fwd1 = fwd[1]; own = ENVIRON["T_OWN"] }
index($0, "\001") == 1 || index($0, fwd1) || (nfwd > 1 && theirs()) { print > "/proc/self/fd/2"; if (!index($0, own) && !index($0, "\001")) next }
function theirs(  i) {
  for (i = 2; i <= nfwd; i++) if (index($0, fwd[i])) return 1
  return 0
}
`;

/** Its facts must be out before the second sees the end: at exit mawk closes its stderr first. */
const flush = '\nEND { fflush() }';

const readFunctions: ShellText = sh`
whose() { [ -z "$all_parts" ] || put part "$all_parts"; }
told() {
  put state read && put now "$now" && put inode "$inode" && put offset "$1" && put first "$2"
  put window "$window" && put all "$3" && put taken "$4" && put sampled "$5" && put gap "$6"
}
# As few processes as will do: with little to read it is they that take the time. awk knows by the
# length of lines where to stop, so what it reads in place of a NUL has the same length.
read_on() {
  n=$((total - last_offset)) since=$oldest
  told "$total" "$last_hash" $n $n no no
  put file "$log $last_offset $total"
  tail -c +$((last_offset + 1)) -- $live | tr '\000' '\n' | count $n
  whose
  put end yes
}
attempt() {
  choose
  spread
  told "$end" "$hash_now" $all $taken $sampled $gap
  put partial 0
  [ -z "$denied" ] || put denied "$denied"
  echo "$newest" | while read -r name from to cut; do [ -z "$name" ] || put file "$name $from $to"; done
  sample | awk -F "$fs" -v class="$class" "$common"${sampleProgram}
  search "$@" | count ''
  whose
  # Rotated while we read: then what was measured may not be what was read.
  [ "$(stat -L -c %i -- "$log")" = "$inode" ] || put moved yes
  put end yes
}`;

/** Of what several audits have printed together the lines of one. */
export function factsOfPart(stdout: string, index: number): string {
  let mine = true;
  return stdout
    .split('\n')
    .filter((line) => {
      const [, parts] = /^part=([\d ]+)$/.exec(line) ?? [];
      if (parts === undefined) return mine;
      mine = parts.split(' ').includes(String(index));
      return false;
    })
    .join('\n');
}
