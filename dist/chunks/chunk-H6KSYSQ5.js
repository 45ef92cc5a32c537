import{beforeAndAfter}from"./chunk-ABEPA6W4.js";import{configBlocks}from"./chunk-GF7QLZSJ.js";import{globToRegExp}from"./chunk-22MPUYVE.js";import{rootHelper,sudoHelper}from"./chunk-PFFS62UJ.js";import{finding}from"./chunk-2YMXSEGA.js";import{shell}from"./chunk-ZPJSWFJT.js";import{Unparsable}from"./chunk-DZJFZHMR.js";import{lines,quote,sh}from"./chunk-S7DLJ3SP.js";import{array,int,number,strictObject,string}from"./chunk-APVUYG4K.js";var shareCountsFrom=100,directory=string().regex(/^(?:\/tmp|(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._@:+-]+){2,})$/,{error:'Expected an absolute path of letters, digits and . _ @ : + -, at least two folders deep (or /tmp), without "..", "//" or a slash at its end'}),pattern=string().max(200).regex(/^[^/\p{Cc}]+$/u,{error:'Expected a file name pattern (*, ?, [a-z]) without "/"'}).refine(compiles,{error:"Expected ranges from low to high, such as [a-z]"}),olderThanDays=int().min(1).max(36500),share=number().gt(0).max(100),owner=string().regex(/^[a-z_][a-z0-9_.-]{0,31}$/,{error:"Expected a user name"}),ruleFields={directory:directory.describe("Folder to clean: its real path, without symbolic links"),pattern:pattern.describe("Name pattern as of find -name"),olderThanDays:olderThanDays.describe("Files last written more than so many times 24 hours ago: 1 means older than a day"),maxShare:share.optional().describe("In place of the general `maxShare`, for this folder")},guardFields=owners=>({owners:array(owner).min(1).default(owners).describe("Only files of these users are deleted, each by its owner and not by root"),maxFiles:int().min(1).default(1e5).describe("More files than this in one folder are refused"),maxShare:share.default(50).describe(`Percent of the files of a folder; more are refused, from ${shareCountsFrom} files on`)}),quarantine=strictObject({folder:directory.describe("Folder of root on the same file system as every folder to clean; made when it is not there"),days:int().min(1).max(365).default(7).describe("Days after which they are deleted for good")}).optional().describe("Moves the files there instead of deleting them, so that they can be had back");function within(trees,path){return trees.some(tree=>path===tree||path.startsWith(`${tree}/`))}function notWithin(trees,path){if(!(within(trees,path)||!directory.safeParse(path).success))return`Expected a folder in one of the trees of "within" (${trees.join(", ")}); add its tree there if it is meant`}function compiles(glob){try{return globToRegExp(glob),!0}catch{return!1}}function caretakersScript({rules,logs}){let directories=[...new Set(rules.map(({directory:directory2})=>directory2))];return logs?sh`
for config in /etc/logrotate.conf /etc/logrotate.d/*; do
  for one in ${directories}; do
    grep -qF "$one/" "$config" 2>/dev/null && { printf '== %s\n' "$config"; cat "$config"; break; }
  done
done
:`:sh`
systemd-tmpfiles --cat-config 2>/dev/null | while read -r type path rest; do
  for one in ${directories}; do
    [ "$path" != "$one" ] || printf '%s\n' "tmpfiles $type $path $rest"
  done
done
:`}function parseCaretakers(stdout){let tmpfiles=[...stdout.matchAll(/^tmpfiles \S+ (\S+) \S+ \S+ \S+ (\S+)/gm)].map(([,directory2="",age="-"])=>({directory:directory2,age})).filter(({age})=>age!=="-"),logrotate=stdout.split(/^== /m).slice(1).map(part=>{let[config="",...lines2]=part.split(`
`);return{config,patterns:configBlocks(lines2).flatMap(({heading})=>heading.split(/\s+/).map(one=>one.replaceAll(/^["']|["']$/g,""))),maxage:lines2.some(line=>/^\s*maxage[\s=]/.test(line))}});return{tmpfiles,logrotate}}function parseSurvey({stdout,stderr},{rules}){let[head="",...parts]=stdout.split(/^== \d+\n/m);if(!/^end$/m.test(parts.at(-1)??"")||parts.length!==rules.length)throw new Unparsable(`a survey of ${rules.length} folders`,(stdout+stderr).slice(-300));let people=new Map((/^people (.*)$/m.exec(head)?.[1]??"").split(" ").map(pair=>{let[name="",uid=""]=pair.split(":");return[uid,name]})),owner2=uid=>people.get(uid)??uid;return{asOf:numberOf(head,"asof"),people:[...people.values()].filter(name=>name!==""),rules:parts.map(part=>parseRule(part,owner2)),hold:parseHold(head)}}function parseRule(part,owner2){let[,state="",realPath=""]=/^state (ok|missing|link|unreachable|elsewhere)(?: (.+))?$/m.exec(part)??[];if(state==="")throw new Unparsable("state of a folder",part.slice(0,200));let looked=state==="ok";if(looked&&numberOf(part,"find")>=124)throw new Unparsable("an end of find",part.slice(-200));let[,free=0,block=0]=looked?fields(part,/^free (\d+) (\d+)$/m):[],number2=name=>looked?numberOf(part,name):0,all=pattern2=>[...part.matchAll(pattern2)],listed=name=>all(new RegExp(`^${name} (.*)$`,"gm")).map(([,text=""])=>unswapped(text));return{state,realPath,device:looked?fields(part,/^device (\S+)$/m)[1]??"":"",freeBytes:Number(free)*Number(block),allFiles:number2("files"),owners:all(/^own (\d+) (\d+) (\d+) (-?\d+)$/gm).map(([,uid="",files,bytes,oldest])=>({owner:owner2(uid),files:Number(files),bytes:Number(bytes),oldestSeconds:Number(oldest)})),open:number2("open"),links:number2("links"),others:all(/^other (\d+) (\d+)$/gm).map(([,uid,files])=>({uid:Number(uid),files:Number(files)})),emptyFolders:number2("folders"),fresh:listed("fresh"),writes:listed("writes"),names:listed("name"),complete:!looked||numberOf(part,"find")===0}}function parseHold(head){let[,state,device]=/^hold (ok|missing|link|unreachable|elsewhere|foreign)(?: (\S+))?/m.exec(head)??[];return state===void 0?null:{state,device:(state==="missing"?/^above (\S+)$/m.exec(head)?.[1]:device)??"",expired:Number(/^expired (\d+)$/m.exec(head)?.[1]??0)}}function unswapped(text){return text.replaceAll(/[\x00\x01]/g,one=>one===""?`
`:"")}function numberOf(part,name){return Number(fields(part,new RegExp(`^${name} (\\d+)$`,"m"))[1])}function fields(part,pattern2){let found=pattern2.exec(part);if(!found)throw new Unparsable(String(pattern2),part.slice(-200));return found}var eraseScript=sh`
# Sets $worker.
choose_worker() {
  worker=$name
  as "$name" test -w . && return
  [ -n "$(find . -maxdepth 0 -uid 0 '!' -perm /022)" ] && worker=root
}
# Passes on what find complains of, but for folders that are closed to the owner: shut doors are
# not in his way, as long as nothing that he was to delete stays.
complaints() {
  awk '(/: cannot (delete|remove|move|create) / || !/^find: .*: Permission denied$/) && ++n <= 20 { print }
    END { exit n > 0 }' >&2
}
delete() {
  enter_root || { echo "$root: $state" >&2; return 1; }
  uid=$(id -u "$name") || return
  choose_worker
  as "$worker" find . -ignore_readdir_race -xdev -mindepth 1 -type f "$@" '!' -newermt "@$((asof-age))" \
    -uid "$uid" -links 1 '!' '(' $busy ')' '!' -path './systemd-private-*' -delete 2>&1 >/dev/null | complaints
  failed=$?
  delete_folders "$@" || failed=1
  return "$failed"
}
delete_folders() {
  [ "$empty_folders" = 1 ] || return 0
  as "$worker" find . -ignore_readdir_race -xdev -mindepth 1 -type d "$@" '!' -newermt "@$((asof-age))" \
    -uid "$uid" '!' -path './systemd-private-*' -empty -delete 2>&1 >/dev/null | complaints
}`;var quarantineScript=sh`
# Sets $held: none, ok, link, foreign, unreachable, or elsewhere with the real path.
enter_hold() {
  if [ "$1" = make ] && [ ! -e "$hold" ] && [ ! -L "$hold" ]; then
    enter "\${hold%/*}" || { held=$state; return 1; }
    mkdir -m 0711 "\${hold##*/}" || { held=unreachable; return 1; }
  fi
  enter "$hold" || { held=$state; return 1; }
  held=foreign
  [ -n "$(find . -maxdepth 0 -uid 0 '!' -perm /022)" ] || { cd / || exit; return 1; }
  held=ok
}
survey_hold() {
  [ -n "$hold" ] || return 0
  if enter_hold look; then stat -c 'hold ok %d' .; else echo "hold $held"; fi
  # Where it is still to be made it will be on the file system of the folder above.
  [ "$held" = missing ] && enter "\${hold%/*}" && stat -c 'above %d' .
  [ "$held" = ok ] && { enter_hold look; expired | awk 'END { print "expired", NR }'; }
  cd / || exit
}
expired() {
  for one in [1-9]*-[1-9]*-[0-9]*-[1-9]*; do
    case $one in *[!0-9-]*) continue ;; esac
    [ -d "$one" ] && [ $((\${one%%-*}+hold_seconds)) -le "$((now-now%3600))" ] && echo "$one"
  done
}
purge() {
  enter_hold look || { echo "$hold: $held" >&2; return 1; }
  purged=0
  for one in $(expired); do
    who=$(stat -c %U "$one") of=\${one%-*}
    [ "\${of##*-}" = "$(stat -c %u "$one")" ] || { purged=1; continue; }
    ( cd "$one" && as "$who" find . -mindepth 1 -delete ) && rmdir "$one" || purged=1
  done
  return "$purged"
}
# Sets $last to the number of the last move by this plan, and $place to the names without it.
moves() {
  uid=$(id -u "$name") || return
  place=$asof-$number-$uid last=0
  while [ -e "$place-$((last+1))" ]; do last=$((last+1)); done
}
quarantine() {
  enter_hold make || { echo "$hold: $held" >&2; return 1; }
  device=$(stat -c %d .)
  moves || return
  place=$place-$((last+1))
  mkdir -m 0700 "$place" && chown "$uid:$(id -g "$name")" "$place" || return
  enter_root || { echo "$root: $state" >&2; return 1; }
  [ "$(stat -c %d .)" = "$device" ] || refuse "$hold is on another file system than $root"
  worker=$name
  as "$worker" find . -ignore_readdir_race -xdev -mindepth 1 -type f "$@" '!' -newermt "@$((asof-age))" \
    -uid "$uid" -links 1 '!' '(' $busy ')' '!' -path './systemd-private-*' \
    -execdir sh -c "$move" sh "$root" "$hold/$place" {} + 2>&1 >/dev/null | complaints
  failed=$?
  delete_folders "$@" || failed=1
  return "$failed"
}
restore() {
  enter_hold look || { echo "$hold: $held" >&2; return 1; }
  moves || return
  [ "$last" != 0 ] || return 0
  place=$place-$last
  cd -P "$place" || return
  as "$name" find . -xdev -mindepth 1 -type f -execdir sh -c "$move" sh "$hold/$place" "$root" {} + 2>&1 >/dev/null | complaints
  as "$name" find . -mindepth 1 -type d -empty -delete 2>/dev/null
  enter_hold look && rmdir "$place"
}
# Folders are made anew below the other end. The point keeps a newline at the end of a path.
move='from=$1 to=$2; shift 2
here=$(pwd -P; echo .)
here=\${here%??}
to=$to\${here#"$from"}
mkdir -p "$to" && mv -n -t "$to" -- "$@"'`;var samples=20;function surveyScript({emptyFolders,logs}){let folders=emptyFolders?sh`-o -type d -empty '(' $mine ')' '(' "$@" ')' '!' -newermt "@$((asof-age))" -printf 'd\0'`:sh``;return sh`
survey() {
  echo "== $number"
  enter_root || { echo "state $state"; return 0; }
  echo "state $state"
  stat -f -c 'free %a %S' . || exit
  stat -c 'device %d' . || exit
  {
    timeout 500 find . -ignore_readdir_race -xdev -mindepth 1 -type d -path './systemd-private-*' -prune -o \
      -type f '(' "$@" '!' -newermt "@$((asof-age))" '(' -links +1 -printf 'l\0' -o \
        '!' '(' $mine ')' -printf 'f %U\0' -o '(' $busy ')' -printf 'o\0' -o -printf 'm %U %s %T@ %P\0' ')' \
      -o -printf 'n\0' ')' ${folders}
    printf 'e %d\0' "$?"
  } | tr '\n\0\001' '\001\n\0' | awk '
$1 == "n" { n++; next }
$1 == "m" {
  n++
  count[$2]++
  bytes[$2] += $3
  if (!($2 in oldest) || $4 < oldest[$2]) oldest[$2] = $4
  if (++m <= ${samples}) print "name", substr($0, length($1 $2 $3 $4) + 5)
  next
}
$1 == "f" { n++; other[$2]++ }
$1 == "l" { n++; links++ }
$1 == "o" { n++; open++ }
$1 == "d" { folders++ }
$1 == "e" { status = $2 }
END {
  for (uid in count) printf "own %s %d %.0f %d\n", uid, count[uid], bytes[uid], oldest[uid]
  for (uid in other) printf "other %s %d\n", uid, other[uid]
  printf "files %d\nlinks %d\nopen %d\nfolders %d\nfind %s\n", n, links, open, folders, status
}'
  ${logs?liveLogs:sh``}
}`}var liveLogs=sh`
  find . -ignore_readdir_race -xdev -mindepth 1 -type f "$@" -newermt "@$((now-86400))" -printf 'fresh %P\0' 2>/dev/null |
    tr '\n\0\001' '\001\n\0' | awk 'NR <= 200'
  find /proc/[0-9]*/fd -mindepth 1 -maxdepth 1 -type l -perm -200 -lname "$root/*" '!' -lname '* (deleted)' -printf 'writes %l\0' 2>/dev/null |
    tr '\n\0\001' '\001\n\0' | sort -u | awk 'NR <= 200'`;function deletionHelper(order){return rootHelper("safe-delete",lines(settings(order),common,surveyScript(order),eraseScript,quarantineScript,main(order)))}var daySeconds=86400;function settings({owners,rules,quarantine:quarantine2}){return lines(sh`
owners=${owners.join(" ")}
hold=${quarantine2?.folder??""}
hold_seconds=${(quarantine2?.days??0)*daySeconds}
least_seconds=${Math.min(...rules.map(({olderThanDays:olderThanDays2})=>olderThanDays2))*daySeconds}`,...rules.map((rule,index)=>ruleFunction(rule,index,rules)))}function ruleFunction(rule,index,all){let others=all.slice(0,index).flatMap(earlier=>exclusion(earlier,rule));return sh`rule${index+1}() { number=${index+1} root=${rule.directory} age=${rule.olderThanDays*daySeconds}; "$@" ${names(rule)}${joined(others)}; }`}function names({patterns}){return["(",...patterns.flatMap((pattern2,index)=>[...index>0?["-o"]:[],"-name",pattern2]),")"]}function exclusion(earlier,rule){let seconds=earlier.olderThanDays*daySeconds;if(within([earlier.directory],rule.directory))return[sh` '!' '(' ${names(earlier)} '!' -newermt "@$((asof-${seconds}))" ')'`];if(!within([rule.directory],earlier.directory))return[];let below=`.${earlier.directory.slice(rule.directory.length)}/*`;return[sh` '!' '(' -path ${below} ${names(earlier)} '!' -newermt "@$((asof-${seconds}))" ')'`]}function joined(pieces){return pieces.reduce((all,piece)=>sh`${all}${piece}`,sh``)}var common=sh`
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
}`,main=({rules,emptyFolders,quarantine:quarantine2})=>sh`
empty_folders=${emptyFolders?1:0}
case $# in 1) ;; *) refuse 'one verb' ;; esac
verb=$1
case $verb in
survey)
  asof=$((now-now%3600))
  opened
  printf '%s\n' "asof $asof" "people$people"
  survey_hold
  for n in ${rules.map((_,index)=>String(index+1))}; do "rule$n" survey; done
  echo end
  exit 0
  ;;
${quarantine2?sh`quarantine | restore`:sh`delete`}) ;;
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
exit "$status"`;var deletionMessages={delete:{ja:"{directory} の {pattern} で {days} 日より古いファイル {files} 個 ({totalBytes}、最も古いもの {oldestAt}、所有者 {owners}) を削除",en:"Delete {files, plural, one {# file} other {# files}} {pattern} older than {days, plural, one {# day} other {# days}} in {directory} ({totalBytes}, the oldest of {oldestAt}, owned by {owners})"},move:{ja:"{directory} の {pattern} で {days} 日より古いファイル {files} 個 ({totalBytes}、最も古いもの {oldestAt}、所有者 {owners}) を {folder} へ移し、{keptDays} 日後の実行で削除",en:"Move {files, plural, one {# file} other {# files}} {pattern} older than {days, plural, one {# day} other {# days}} from {directory} ({totalBytes}, the oldest of {oldestAt}, owned by {owners}) to {folder}, to be deleted by a run in {keptDays} days"},folders:{ja:"{directory} の {pattern} で {days} 日変わっていない空のフォルダ {folders} 個を削除",en:"Remove {folders, plural, one {# empty folder} other {# empty folders}} {pattern} in {directory}, unchanged for {days, plural, one {# day} other {# days}}"},purge:{ja:"{folder} に {keptDays} 日以上ある分 ({moves} 回分) を削除",en:"Delete what has been in {folder} for {keptDays} days ({moves, plural, one {# move} other {# moves}})"},deleted:{ja:"{directory} の {pattern}: {files} 個 ({freedBytes}) を削除、残り {left} 個",en:"{directory}, {pattern}: {files, plural, one {# file} other {# files}} deleted ({freedBytes}), {left} left"},moved:{ja:"{directory} の {pattern}: {files} 個 ({freedBytes}) を {folder} へ移動、残り {left} 個。戻すには: {back}",en:"{directory}, {pattern}: {files, plural, one {# file} other {# files}} ({freedBytes}) moved to {folder}, {left} left. To have them back: {back}"},"folders-removed":{ja:"{directory} の {pattern}: 空のフォルダ {before} 個 → {after} 個",en:"{directory}, {pattern}: empty folders {before} → {after}"},purged:{ja:"{folder}: 期限の過ぎた分 {before} 回分 → {after} 回分",en:"{folder}: moves past their days {before} → {after}"},space:{ja:"{directory} のファイルシステムの空き: {beforeBytes} → {afterBytes}",en:"Free on the file system of {directory}: {beforeBytes} → {afterBytes}"},nothing:{ja:"削除の対象になる古いファイルはありません ({directories})",en:"No file is old enough to be deleted ({directories})"},nowhere:{ja:"何も整理していません (所見を見てください)",en:"Nothing was cleaned up: see the findings"},samples:{ja:"{directory}: 対象の {files} 個のうち {shown} 個の名前 (証跡)",en:"{directory}: names of {shown} of the {files} files, in the evidence"},kept:{ja:"{directory}: 古くても残すもの: 開かれているファイル {open} 個、ハードリンクのあるファイル {links} 個",en:"{directory}: old files that stay: {open} open, {links} with another hard link"},missing:{ja:"{directory} がないので、この規則では何も整理していません",en:"{directory} is not there, so nothing was cleaned up by this rule"},"missing-remedy":{ja:"場所を確かめる: sudo ls -ld {directory}。別の場所にあるならランブックの directory を直し、使っていないなら規則を消してください",en:"Look for it: sudo ls -ld {directory}. If it is elsewhere, correct `directory` in the runbook; if it is not in use, remove the rule"},link:{ja:"{directory} はシンボリックリンクなので、何も削除しません",en:"{directory} is a symbolic link: nothing is deleted"},"link-remedy":{ja:"誰が作ったかを確かめてください: ls -ld {directory}; readlink -f {directory}。正しいなら directory に実際のパスを書いてください",en:"See who made it: ls -ld {directory}; readlink -f {directory}. If it is meant, write the real path as `directory`"},elsewhere:{ja:"{directory} の実際の場所は {realPath} なので、何も削除しません",en:"{directory} is in fact {realPath}: nothing is deleted"},"elsewhere-remedy":{ja:"正しい場所なら directory に {realPath} と書いてください",en:"If that is the right place, write {realPath} as `directory`"},"too-many":{ja:"{directory} の {pattern} に当てはまる古いファイルが {files} 個あり、上限 {maxFiles} を超えるので、何も削除しません",en:"{files} old files in {directory} are {pattern}, more than {maxFiles}: nothing is deleted"},"too-many-remedy":{ja:"証跡の名前を見て、正しければランブックに maxFiles: {files} (以上) と書いてください",en:"See the names in the evidence; if they are the right ones, write maxFiles: {files} (or more) in the runbook"},"too-large-share":{ja:"{directory} のファイル {allFiles} 個のうち {files} 個 ({percent} %) が対象になり、上限 {maxShare} % を超えるので、何も削除しません",en:"{files} of the {allFiles} files in {directory} ({percent} %) would go, more than {maxShare} %: nothing is deleted"},"too-large-share-remedy":{ja:"証跡の名前を見て、正しければランブックのこの規則に maxShare: 100 と書いてください",en:"See the names in the evidence; if they are the right ones, write maxShare: 100 in the runbook, for this folder"},others:{ja:"{directory} の古いファイル {files} 個は、owners にないユーザー (uid {uids}) のものなので残しています",en:"{files, plural, one {# old file in {directory} stays, for its owner (uid {uids}) is} other {# old files in {directory} stay, for their owners (uid {uids}) are}} not among `owners`"},"others-remedy":{ja:"所有者を確かめる: getent passwd {uids}。消してよいならランブックの owners に名前を加え、teiki sudoers --helpers を入れ直してください",en:"See who that is: getent passwd {uids}. If their files may go, add the names to `owners` in the runbook, and install what teiki sudoers --helpers prints"},"no-such-owner":{ja:"owners のユーザー ({owners}) はどれもこのホストにいないので、何も整理していません",en:"None of `owners` ({owners}) is a user of this host, so nothing was cleaned up"},"no-such-owner-remedy":{ja:"アプリケーションのユーザー名をランブックの owners に書いてください (ファイルの所有者: ls -l {directory})",en:"Write the name of the application’s user as `owners` in the runbook (who owns the files: ls -l {directory})"},"part-unseen":{ja:"{directory} の一部を読めないので、そこは整理していません",en:"Part of {directory} cannot be read and was not cleaned up"},"part-unseen-remedy":{ja:"root で読めない場所を探す: find {directory} -xdev >/dev/null",en:"See what root itself cannot read: find {directory} -xdev >/dev/null"},live:{ja:"{pattern} は使用中のログ {path} にも当てはまるので、何も削除しません",en:"{pattern} fits {path} too, a log in use: nothing is deleted"},"live-remedy":{ja:"ローテーション後の名前だけに当てはまる patterns にしてください (例: *.log.[0-9]* と *.log-[0-9]*)。書き込まれているなら: lsof {path}",en:"Have `patterns` fit only what rotation has renamed (*.log.[0-9]* and *.log-[0-9]*). If something writes to it: lsof {path}"},"hold-unsafe":{ja:"{folder} は隔離に使えません (root だけが書ける実在のフォルダではない) ので、何も移しません",en:"{folder} cannot hold what is moved (not a real folder that root alone can write into): nothing is moved"},"hold-unsafe-remedy":{ja:"作り直す: sudo rmdir {folder}; sudo install -d -m 0711 {folder}",en:"Make it anew: sudo rmdir {folder}; sudo install -d -m 0711 {folder}"},"hold-elsewhere":{ja:"{folder} は {directory} とは別のファイルシステムにあるので、何も移しません",en:"{folder} is on another file system than {directory}: nothing is moved"},"hold-elsewhere-remedy":{ja:"手順を分け、それぞれ同じファイルシステムのフォルダを quarantine.folder に書いてください (df {directory})",en:"Split the step, each with a quarantine.folder on the file system of its folders (df {directory})"},left:{ja:"{directory} の {pattern}: 対象の {files} 個のうち {left} 個が残っています",en:"{directory}, {pattern}: {left} of {files} files are still there"},"left-remedy":{ja:"権限と、新しく置かれたかを確かめる: sudo find {directory} -xdev -type f -mtime +{days} -ls | head",en:"See their rights, and whether they have come since: sudo find {directory} -xdev -type f -mtime +{days} -ls | head"},vanished:{ja:"{directory} が作業中になくなりました",en:"{directory} has vanished in the meantime"},tmpfiles:{ja:"{directory} は systemd-tmpfiles も整理しています (期間 {age})",en:"systemd-tmpfiles cleans {directory} as well (age {age})"},maxage:{ja:"logrotate 自身に任せるほうが簡単です: {config} の {directory} のブロックに maxage {days}",en:"logrotate can do this by itself, which is simpler: maxage {days} in the block of {directory}, in {config}"},"has-maxage":{ja:"{config} に maxage があり、logrotate も古いログを消しています",en:"{config} has a maxage: logrotate deletes old logs as well"}};import{basename}from"node:path/posix";var usual=["app.log","access.log","error.log","mks-backend.log","catalina.out","syslog"],rotated=/[.-]\d/;function liveLogs2({directory:directory2,patterns},{fresh,writes,names:names2},{logrotate}){let rotates=logrotate.flatMap(one=>one.patterns).filter(path=>path.startsWith(`${directory2}/`)).map(path=>basename(path)),meant=rotates.map(one=>one.replaceAll("*","app").replaceAll("?","a")),candidates=[...writes.map(path=>({path,name:basename(path)})),...[...usual,...meant].map(name=>({path:`${directory2}/${name}`,name})),...[...fresh,...names2].map(one=>({path:`${directory2}/${one}`,name:basename(one)})).filter(({name})=>!rotated.test(name)||rotates.some(one=>fits(one,name)))];return patterns.flatMap(pattern2=>{let endsLive=pattern2.replaceAll("*","").endsWith(".log")?[{path:`${directory2}/${pattern2.replaceAll("*","")}`,name:""}]:[],found=[...candidates.filter(({name})=>fits(pattern2,name)),...endsLive][0];return found?[{pattern:pattern2,path:found.path}]:[]})}function fits(pattern2,name){return globToRegExp(pattern2).test(/^[*?[]/.test(pattern2)?name.replace(/^\./,"_"):name)}function patternsOf({patterns}){return patterns.join(" ")}function nameOf(rule){return`${rule.directory}/${patternsOf(rule)}`}function shownName(name){return name.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|^ | $/gu,one=>one===`
`?"\\n":one==="	"?"\\t":one===" "?"\\ ":`\\u{${(one.codePointAt(0)??0).toString(16)}}`)}function guards(order,facts){return[...order.rules.flatMap((rule,index)=>{let seen=facts.rules[index];if(!seen)return[];let directory2=quote(rule.directory),key=`directory:${rule.directory}`;if(seen.state==="link")return[finding(key,"critical","link",{directory:directory2},"link-remedy")];if(seen.state==="elsewhere"){let args={directory:directory2,realPath:seen.realPath};return[finding(key,"critical","elsewhere",args,"elsewhere-remedy")]}return[...(order.logs?liveLogs2(rule,seen,facts.caretakers):[]).map(log=>finding(`live:${log.pattern}`,"critical","live",{...log},"live-remedy")),...caps(order,rule,seen)]}),...holdGuards(order,facts)]}function caps({maxFiles},rule,seen){let files=seen.owners.reduce((sum,one)=>sum+one.files,0),about={directory:quote(rule.directory),pattern:patternsOf(rule),files},key=`cap:${nameOf(rule)}`;if(files>maxFiles)return[finding(key,"warning","too-many",{...about,maxFiles},"too-many-remedy")];let{allFiles}=seen;if(files<shareCountsFrom||files*100<=allFiles*rule.maxShare)return[];let percent=Math.floor(files*100/allFiles),args={...about,allFiles,percent,maxShare:rule.maxShare};return[finding(key,"warning","too-large-share",args,"too-large-share-remedy")]}function holdGuards({quarantine:quarantine2,rules},{hold,rules:seen}){if(!quarantine2||!hold)return[];let folder=quote(quarantine2.folder),key=`quarantine:${quarantine2.folder}`;if(hold.state!=="ok"&&hold.state!=="missing"||hold.device==="")return[finding(key,"critical","hold-unsafe",{folder},"hold-unsafe-remedy")];let away=rules.find((_,index)=>{let device=seen[index]?.device??"";return device!==""&&device!==hold.device});if(!away)return[];let args={folder,directory:quote(away.directory)};return[finding(key,"warning","hold-elsewhere",args,"hold-elsewhere-remedy")]}function standing(order,facts){let found=[],[first]=order.rules;if(facts.people.length===0&&first){let args={owners:order.owners.join(", "),directory:first.directory};found.push(finding("owners","warning","no-such-owner",args,"no-such-owner-remedy"))}return order.rules.forEach((rule,index)=>{let seen=facts.rules[index];if(!seen)return;let{state,others,complete}=seen,directory2=quote(rule.directory);if(state==="missing"||state==="unreachable"){let key=`directory:${rule.directory}`;if(found.some(one=>one.key===key))return;found.push(finding(key,"warning","missing",{directory:directory2},"missing-remedy"))}if(others.length>0&&facts.people.length>0){let files=others.reduce((sum,one)=>sum+one.files,0),uids=others.map(({uid})=>uid).sort((a,b)=>a-b).slice(0,10).join(" "),args={directory:directory2,files,uids};found.push(finding(`others:${nameOf(rule)}`,"warning","others",args,"others-remedy"))}if(!complete){let key=`unseen:${rule.directory}`;found.push(finding(key,"warning","part-unseen",{directory:directory2},"part-unseen-remedy"))}}),found}function planDeletion(order,facts){let refusals=guards(order,facts);if(refusals.length>0)return{kind:"refused",findings:[...refusals,...samples2(order,facts)]};let work=facts.rules.flatMap(({owners,emptyFolders},index)=>[...emptyFolders>0?facts.people:owners.map(({owner:owner2})=>owner2)].sort().map(owner2=>({rule:index+1,owner:owner2}))),purge=(facts.hold?.expired??0)>0,findings=standing(order,facts);return work.length===0&&!purge?{kind:"no-op",reason:nothingToDo(order,facts),findings}:{kind:"change",change:{asOf:facts.asOf,work,purge},changes:changesOf(order,facts),findings:[...findings,...samples2(order,facts),...notes(order,facts)]}}function nothingToDo(order,facts){let looked=pairs(order,facts).filter(([,{state}])=>state==="ok");return looked.length===0||facts.people.length===0?{id:"nowhere",args:{}}:{id:"nothing",args:{directories:[...new Set(looked.map(([{directory:directory2}])=>directory2))].join(", ")}}}function changesOf(order,facts){let{quarantine:quarantine2}=order,kept=quarantine2&&{folder:quarantine2.folder,keptDays:quarantine2.days},changes=pairs(order,facts).flatMap(([rule,seen])=>{let about={directory:rule.directory,pattern:patternsOf(rule),days:rule.olderThanDays},found=[];if(seen.owners.length>0){let args={...about,...amounts(seen),...kept};found.push({id:kept?"move":"delete",args})}return seen.emptyFolders>0&&found.push({id:"folders",args:{...about,folders:seen.emptyFolders}}),found});return kept&&facts.hold&&facts.hold.expired>0&&changes.push({id:"purge",args:{...kept,moves:facts.hold.expired}}),changes}function amounts({owners}){return{files:owners.reduce((sum,{files})=>sum+files,0),totalBytes:owners.reduce((sum,{bytes})=>sum+bytes,0),oldestAt:timeOf(Math.min(...owners.map(({oldestSeconds})=>oldestSeconds))),owners:owners.map(({owner:owner2})=>owner2).join(", ")}}function timeOf(epochSeconds){let time=new Date(epochSeconds*1e3);return Number.isNaN(time.getTime())?`@${epochSeconds}`:time.toISOString()}function samples2(order,facts){return pairs(order,facts).flatMap(([rule,{names:names2,owners}])=>{if(names2.length===0)return[];let files=owners.reduce((sum,one)=>sum+one.files,0),args={directory:rule.directory,files,shown:names2.length};return[{...finding(`names:${nameOf(rule)}`,"note","samples",args),evidence:names2.map(shownName).join(`
`)}]})}function notes(order,facts){let found=pairs(order,facts).flatMap(([rule,{open,links}])=>{let args={directory:rule.directory,open,links};return open+links>0?[finding(`kept:${nameOf(rule)}`,"note","kept",args)]:[]}),{tmpfiles,logrotate}=facts.caretakers;for(let args of tmpfiles)found.push(finding(`tmpfiles:${args.directory}`,"note","tmpfiles",{...args}));for(let{config,maxage}of logrotate){let[rule]=order.rules,args={config,directory:rule?.directory??"",days:rule?.olderThanDays??0};found.push(finding(`maxage:${config}`,"note",maxage?"has-maxage":"maxage",args))}return found}function pairs({rules},facts){return rules.flatMap((rule,index)=>{let seen=facts.rules[index];return seen?[[rule,seen]]:[]})}function verifyDeletion(order,{before,after,change},back){let findings=standing(order,after),changes=[],measurements=[];if(order.rules.forEach((rule,index)=>{let was=before.rules[index],is=after.rules[index];if(!was||!is||!change.work.some(one=>one.rule===index+1))return;if(is.state!=="ok"){let args={directory:quote(rule.directory)};findings.push(finding(`directory:${rule.directory}`,"critical","vanished",args));return}let judged=judgeRule(order,rule,{was,is,before,after},back);findings.push(...judged.findings),changes.push(...judged.changes),measurements.push(...judged.measurements)}),change.purge&&order.quarantine){let args={before:before.hold?.expired??0,after:after.hold?.expired??0};changes.push({id:"purged",args:{...args,folder:order.quarantine.folder}})}let free=freeSpace(order,before,after);return{findings,changes:[...changes,...free.changes],measurements:[...measurements,...free.measurements]}}function judgeRule(order,rule,pair,back){let{was,is}=pair,about={directory:rule.directory,pattern:patternsOf(rule)},planned=total(was,"files"),closed=Math.max(0,was.open-is.open),stale=isStale(rule,pair),left=stale?0:Math.max(0,total(is,"files")-closed),files=Math.max(0,planned-left),freedBytes=Math.max(0,total(was,"bytes")-(stale?0:total(is,"bytes"))),findings=[];if(left>0){let said={...{...about,directory:quote(rule.directory),files:planned,left},days:rule.olderThanDays};findings.push(finding(`left:${nameOf(rule)}`,"warning","left",said,"left-remedy"))}let changes=[];if(planned>0){let args={...about,files,freedBytes,left},{quarantine:quarantine2}=order;changes.push(quarantine2?{id:"moved",args:{...args,folder:quarantine2.folder,back}}:{id:"deleted",args})}if(was.emptyFolders>0){let args={...about,before:was.emptyFolders,after:is.emptyFolders};changes.push({id:"folders-removed",args})}let object=nameOf(rule);return{findings,changes,measurements:[...beforeAndAfter("files",planned,left,{unit:"count",object}),{name:"freed",value:freedBytes,unit:"bytes",object}]}}function isStale({olderThanDays:olderThanDays2},{is,before,after}){if(after.asOf===before.asOf)return!1;let cutOff=before.asOf-olderThanDays2*86400;return is.owners.every(({oldestSeconds})=>oldestSeconds>cutOff)}function total({owners},what){return owners.reduce((sum,one)=>sum+one[what],0)}function freeSpace({rules},before,after){let changes=[],measurements=[],known=new Set;return rules.forEach(({directory:directory2},index)=>{let was=before.rules[index],is=after.rules[index];if(was?.state!=="ok"||is?.state!=="ok"||known.has(was.device))return;known.add(was.device);let args={directory:directory2,beforeBytes:was.freeBytes,afterBytes:is.freeBytes};changes.push({id:"space",args});let rest={unit:"bytes",object:directory2};measurements.push(...beforeAndAfter("free",was.freeBytes,is.freeBytes,rest))}),{changes,measurements}}var limitSeconds=3*3600;function deletionTask(orderOf){let verbOf=({quarantine:quarantine2})=>quarantine2?"quarantine":"delete",call=(order,verb)=>sudoHelper(deletionHelper(order),verb);return{level:1,messages:deletionMessages,measures:{filesBefore:{ja:"古いファイル (前)",en:"Old files, before"},files:{ja:"古いファイル",en:"Old files"},freed:{ja:"削除した大きさ",en:"Size of what was deleted"},freeBefore:{ja:"空き容量 (前)",en:"Free space, before"},free:{ja:"空き容量",en:"Free space"}},privileged:given=>{let order=orderOf(given);return["survey",verbOf(order),...order.quarantine?["restore"]:[]].map(verb=>call(order,verb))},probes:given=>{let order=orderOf(given);return{survey:shell(call(order,"survey"),{weight:"heavy",timeoutSeconds:600}),caretakers:shell(caretakersScript(order))}},parse:(outputs,given)=>({...parseSurvey(outputs.survey,orderOf(given)),caretakers:parseCaretakers(outputs.caretakers.stdout)}),plan:(facts,given)=>planDeletion(orderOf(given),facts),apply:(change,given)=>{let order=orderOf(given);return{script:send(change,call(order,verbOf(order))),timeoutSeconds:limitSeconds}},verify:(seen,given)=>{let order=orderOf(given),back=send(withoutPurge(seen.change),call(order,"restore")).text;return verifyDeletion(order,seen,back.replace("| sudo -n","| sudo"))},rollback:(change,given)=>{let order=orderOf(given);return!order.quarantine||change.work.length===0?"irreversible":{script:send(withoutPurge(change),call(order,"restore")),timeoutSeconds:limitSeconds}}}}function withoutPurge(change){return{...change,purge:!1}}function send({asOf,work,purge},helper){let orders=work.map(({rule,owner:owner2})=>`${rule} ${owner2}`),all=[String(asOf),...orders,...purge?["purge"]:[]];return lines(sh`printf '%s\n' ${all} | ${helper}`)}export{directory,pattern,olderThanDays,ruleFields,guardFields,quarantine,within,notWithin,deletionTask};
