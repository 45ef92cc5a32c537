import { rootHelper } from '../../core/root-helper.ts';
import { lines, type RootHelper, type ShellText, sh } from '../../core/shell.ts';
import { eraseScript } from './helper-erase.ts';
import { quarantineScript } from './helper-quarantine.ts';
import { surveyScript } from './helper-survey.ts';
import { type DeletionOrder, type DeletionRule, within } from './order.ts';

/**
 * The script of root that looks at the folders and deletes in them. What it may delete is written
 * into it (folders, patterns, ages, owners), so that whoever changes that has it installed anew,
 * and the login user can only say when the plan was made and which of the rules to carry out.
 *
 *     survey        counts; changes nothing
 *     delete        standard input: the plan's time, then lines of a rule's number and an owner
 *     quarantine    the same, but moves the files; a line `purge` deletes what has been there long
 *     restore       the same, and moves them back
 */
export function deletionHelper(order: DeletionOrder): RootHelper {
  return rootHelper(
    'safe-delete',
    lines(settings(order), common, surveyScript(order), eraseScript, quarantineScript, main(order)),
  );
}

const daySeconds = 86_400;

function settings({ owners, rules, quarantine }: DeletionOrder): ShellText {
  return lines(
    sh`
owners=${owners.join(' ')}
hold=${quarantine?.folder ?? ''}
hold_seconds=${(quarantine?.days ?? 0) * daySeconds}
least_seconds=${Math.min(...rules.map(({ olderThanDays }) => olderThanDays)) * daySeconds}`,
    ...rules.map((rule, index) => ruleFunction(rule, index, rules)),
  );
}

/** `rule1 command…` calls the command with the conditions of find(1) that the rule amounts to. */
function ruleFunction(rule: DeletionRule, index: number, all: readonly DeletionRule[]): ShellText {
  const others = all.slice(0, index).flatMap((earlier) => exclusion(earlier, rule));
  return sh`rule${index + 1}() { number=${index + 1} root=${rule.directory} age=${rule.olderThanDays * daySeconds}; "$@" ${names(rule)}${joined(others)}; }`;
}

function names({ patterns }: DeletionRule): readonly string[] {
  const any = patterns.flatMap((pattern, index) => [
    ...(index > 0 ? ['-o'] : []),
    '-name',
    pattern,
  ]);
  return ['(', ...any, ')'];
}

/** Where folders lie in each other, a file belongs to the first rule that fits, and counts once. */
function exclusion(earlier: DeletionRule, rule: DeletionRule): ShellText[] {
  const seconds = earlier.olderThanDays * daySeconds;
  if (within([earlier.directory], rule.directory)) {
    return [sh` '!' '(' ${names(earlier)} '!' -newermt "@$((asof-${seconds}))" ')'`];
  }
  if (!within([rule.directory], earlier.directory)) return [];
  const below = `.${earlier.directory.slice(rule.directory.length)}/*`;
  return [sh` '!' '(' -path ${below} ${names(earlier)} '!' -newermt "@$((asof-${seconds}))" ')'`];
}

function joined(pieces: readonly ShellText[]): ShellText {
  return pieces.reduce((all, piece) => sh`${all}${piece}`, sh``);
}

/**
 * A folder is entered first and then asked for its real path: whatever is renamed or linked into its
 * place after that, `.` stays the folder that was looked at, and find(1) opens everything below it
 * relative to that and without following links.
 */
const common = sh`
limit=3600
refuse() { printf 'refused: %s\n' "$*" >&2; exit 3; }
[ "$(id -u)" = 0 ] || refuse 'only root can do this'
find / -maxdepth 0 -newermt @0 -printf '' 2>/dev/null || refuse 'find is not that of GNU findutils'
now=$(date +%s)
mine= people=
for name in $owners; do
  uid=$(id -u "$name" 2>/dev/null) || continue
  people="$people $name:$uid"
  mine="$mine\${mine:+ -o }-uid $uid"
done
mine=\${mine:--false}
command -v setpriv >/dev/null || refuse 'there is no setpriv (util-linux)'
# Sets $state: ok, missing, link, unreachable, or "elsewhere" with the real path.
enter() {
  cd / || exit
  case $1 in */../* | */./* | *//* | */.. | */. | */ | [!/]*) refuse "not a plain path: $1" ;; esac
  if [ -L "$1" ]; then state=link
  elif [ ! -e "$1" ]; then state=missing
  elif ! cd -P "$1" 2>/dev/null; then state=unreachable
  elif here=$(pwd -P) && [ "$here" = "$1" ]; then state=ok; return 0
  else state="elsewhere $here"
  fi
  cd / || exit
  return 1
}
enter_root() {
  case $root in /tmp | /*/*) enter "$root" ;; *) refuse "not deep enough: $root" ;; esac
}
# Files of these users, old enough, that a process has open. By inode: a container knows them under
# other names. All of root's view of /proc in one go, however many files there are.
opened() {
  [ -e /proc/self/fd ] || refuse 'there is no /proc to see open files in'
  busy=$(timeout 120 find -L /proc/[0-9]*/fd -mindepth 1 -maxdepth 1 -type f -links 1 '(' $mine ')' \
    '!' -newermt "@$((asof-least_seconds))" -printf '%i\n' 2>/dev/null; [ "$?" != 124 ] || echo late)
  case $busy in *late*) refuse 'open files could not be listed in time' ;; esac
  busy=$(printf '%s\n' "$busy" | sort -u | awk 'NF { printf "%s-inum %s", s, $1; s = " -o "; n++ } END { if (n > 5000) print "many" }')
  case $busy in *many) refuse 'too many of the files are open' ;; esac
  busy=\${busy:--false}
}
# Runs a command as a user, in the folder that was entered.
as() {
  if [ "$1" = root ]; then shift; timeout "$limit" "$@"; return; fi
  set -- "$(id -u "$1")" "$(id -g "$1")" "$@"
  user=$1 group=$2
  shift 3
  setpriv --reuid="$user" --regid="$group" --init-groups --no-new-privs timeout "$limit" "$@"
}`;

const main = ({ rules, emptyFolders, quarantine }: DeletionOrder) => sh`
empty_folders=${emptyFolders ? 1 : 0}
case $# in 1) ;; *) refuse 'one verb' ;; esac
verb=$1
case $verb in
survey)
  asof=$((now-now%3600))
  opened
  printf '%s\n' "asof $asof" "people$people"
  survey_hold
  for n in ${rules.map((_, index) => String(index + 1))}; do "rule$n" survey; done
  echo end
  exit 0
  ;;
${quarantine ? sh`quarantine | restore` : sh`delete`}) ;;
*) refuse "no such verb: $verb" ;;
esac
IFS= read -r asof || refuse 'no time of the plan'
case $asof in '' | 0* | *[!0-9]* | ????????????*) refuse 'the time is not a number' ;; esac
if [ "$verb" = restore ]; then oldest=$((now-hold_seconds-86400)); else oldest=$((now-86400)); fi
[ "$asof" -le "$now" ] && [ "$asof" -ge "$oldest" ] || refuse 'the plan is not of today'
# All lines are looked at before the first is carried out.
orders=
while IFS= read -r line || [ -n "$line" ]; do
  case $verb:$line in quarantine:purge) orders="$orders purge"; continue ;; esac
  n=\${line%% *} name=\${line#* }
  case $n in [1-9] | [1-9][0-9]) ;; *) refuse 'not a number of a rule' ;; esac
  [ "$n" -le ${rules.length} ] || refuse 'no such rule'
  case $name in '' | *[!a-z0-9_.-]*) refuse 'not the name of a user' ;; esac
  case " $owners " in *" $name "*) ;; *) refuse 'not one of the users whose files may be deleted' ;; esac
  orders="$orders $n:$name"
done
[ -n "$orders" ] || refuse 'nothing is ordered'
[ "$verb" = restore ] || opened
status=0
for order in $orders; do
  case $order in
  purge) purge || status=1 ;;
  *) name=\${order#*:}; "rule\${order%%:*}" "$verb" || status=1 ;;
  esac
done
exit "$status"`;
