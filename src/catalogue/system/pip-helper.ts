import { rootHelper } from '../../core/root-helper.ts';
import { sh } from '../../core/shell.ts';
import { buildProgram, probeProgram, waitProgram } from './pip-programs.ts';

/**
 * Root is needed to be the app's user and to restart its service; all of Python, pip and the
 * packages runs as that user. What is fixed comes as arguments, which the sudo rule holds; what the
 * plan has chosen comes on stdin: `from NAME`, `to NAME`, `pin NAME VERSION SHA256|-`.
 *
 * Arguments: verb, directory, venv, requirements, user, service, module, health, index, seconds to
 * wait, environments to keep; `-` stands for none.
 */
export const pipHelper = rootHelper(
  'pip-upgrade',
  sh`
[ "$#" = 11 ] || exit 64
verb=$1 directory=$2 venv=$3 requirements=$4 user=$5 service=$6 module=$7 health=$8 index=$9
shift 9
wait=$1 keep=$2
folder=\${venv%/*} base=\${venv##*/}
results=/run/teiki-pip-upgrade-$service
fail() { printf '%s\n' "$*" >&2; exit 1; }
home=$(getent passwd "$user" | cut -d: -f6)
[ -n "$home" ] || fail "There is no user $user"
[ "$(id -u "$user")" != 0 ] || fail "The app must have a user other than root"

as_user() {
  runuser -u "$user" -- env -i HOME="$home" USER="$user" LC_ALL=C.UTF-8 PATH=/usr/local/bin:/usr/bin:/bin \
    PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PYTHONDONTWRITEBYTECODE=1 "$@"
}
# Who may write beside the environment: the app's user, or root where nobody else can.
if as_user test -w "$folder"; then writer=user
elif [ -n "$(find "$folder" -maxdepth 0 -user 0 ! -perm /022)" ]; then writer=root
else writer=nobody
fi
as_writer() { if [ "$writer" = user ]; then as_user "$@"; else "$@"; fi; }
discard() {
  as_user rm -rf -- "$folder/$1"
  [ ! -d "$folder/$1" ] || as_writer rmdir -- "$folder/$1"
}
ours() { # an environment that this helper has made
  rest=\${1#"$base"-}
  [ "$rest" != "$1" ] && [ "\${#rest}" = 8 ] || return 1
  case $rest in *[!0-9a-f]*) return 1 ;; esac
}
python_of() { as_user "$folder/$1/bin/python" -I -c 'import sys; print(sys._base_executable)'; }

plan() {
  printf '%%%% link\n'
  if [ -h "$venv" ]; then echo link; readlink "$venv"
  elif [ -d "$venv" ]; then echo directory
  else echo missing
  fi
  printf '%%%% place\n%s\n' "$writer"
  du -sk -- "$venv/" 2>/dev/null | cut -f1
  df -Pk -- "$folder" 2>/dev/null | awk 'NR == 2 { print $4 }'
  printf '%%%% unit\n'
  systemctl show -p LoadState,ActiveState,MainPID,InvocationID -- "$service"
  printf '%%%% results\n'
  [ ! -r "$results" ] || sed 's/^/ /' "$results"
  [ ! -x "$venv/bin/python" ] ||
    as_user timeout 500 "$venv/bin/python" -I -c ${probeProgram} "$directory" "$requirements" "$module" "$health" "$index" </dev/null
  printf '%%%% end\n'
}

read_plan() {
  from= to= pins= count=0
  while read -r word name version hash rest; do
    [ -z "$rest" ] || fail "Not understood: $word $name"
    case $word in
      from) from=$name ;;
      to) to=$name ;;
      pin)
        case $name in ''|[!A-Za-z0-9]*|*[!A-Za-z0-9._-]*) fail "Not a name: $name" ;; esac
        case $version in ''|*[!A-Za-z0-9.!+_-]*) fail "Not a version: $version" ;; esac
        case $hash in -) ;; *[!0-9a-f]*|'') fail "Not a hash: $hash" ;; esac
        pins="$pins$name $version $hash
"
        count=$((count+1))
        ;;
      *) fail "Not understood: $word" ;;
    esac
  done
  [ "$count" -le 2000 ] || fail "Too many packages: $count"
  ours "$to" || fail "Not an environment of ours: $to"
  case $from in ''|.*|*[!A-Za-z0-9._-]*) fail "Not an environment: $from" ;; esac
  [ "$from" != "$to" ] && [ -x "$folder/$from/bin/python" ] || fail "No environment $folder/$from"
  [ "$writer" != nobody ] || fail "Others than root and $user may write to $folder"
  current=$(readlink "$venv")
}

now() { read -r now rest </proc/uptime; now=\${now%.*}\${now#*.}; }
switch() {
  as_writer ln -sfn -- "$1" "$venv.teiki" && as_writer mv -fT -- "$venv.teiki" "$venv"
}
# Restarted, whatever it has failed of before, and up when it is active and answers.
serve() {
  now
  begun=$now
  systemctl reset-failed -- "$service" 2>/dev/null
  timeout 150 systemctl restart -- "$service" || return 1
  if [ "$health" = - ]; then sleep 3
  else as_user timeout $((wait+30)) "$python" -I -c ${waitProgram} "$health" "$wait" </dev/null || return 1
  fi
  now
  systemctl is-active --quiet -- "$service"
}
back() {
  switch "$from" && serve || fail "The environment $from is back, but $service does not serve: systemctl status $service"
  discard "$to"
}

apply() {
  [ "$current" = "$from" ] || fail "$venv is $current now and no longer $from"
  python=$(python_of "$from") || fail "The Python of $from does not run"
  rm -f "$results"
  discard "$to"
  if [ "$writer" = root ]; then mkdir -- "$folder/$to" && chown "$user" "$folder/$to"
  else as_user mkdir -- "$folder/$to"
  fi || exit 1
  said=$(printf %s "$pins" | as_user timeout 1200 "$python" -I -c ${buildProgram} "$directory" "$folder/$from" "$folder/$to" "$requirements" "$module" "$index") || {
    discard "$to"
    fail "$said"
  }
  switch "$to" || { discard "$to"; exit 1; }
  serve || {
    systemctl status --no-pager --full -n 20 -- "$service" >&2
    echo "$service did not come up with $to: back to $from" >&2
    back
    exit 1
  }
  { echo "to $to"; echo "interruption $((now-begun))"; printf '%s\n' "$said"; } >"$results"
  # Newest first; the one before is what a rollback needs, and always stays.
  kept=1
  for one in $(cd "$folder" && ls -dt -- "$base"-????????); do
    ours "$one" && [ "$one" != "$to" ] && [ "$one" != "$from" ] || continue
    kept=$((kept+1))
    [ "$kept" -le "$keep" ] || discard "$one"
  done
}

rollback() {
  python=$(python_of "$from") || fail "The Python of $from does not run"
  case $current in
    "$to") back ;;
    "$from")
      discard "$to"
      systemctl is-active --quiet -- "$service" || serve || fail "$service does not serve: systemctl status $service"
      ;;
    *) fail "$venv is $current now, neither $from nor $to" ;;
  esac
}

case $verb in
  plan) plan ;;
  apply) read_plan; apply ;;
  rollback) read_plan; rollback ;;
  *) exit 64 ;;
esac`,
);
