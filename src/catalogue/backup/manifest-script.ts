import { type ShellText, sh } from '../../core/shell.ts';

/**
 * `manifest_*.json` of backup.run, or else `<file>.sha256` beside a backup, or its lines in
 * SHA256SUMS; a folder may have one inside.
 *
 * `manifest` finds it and sets what is to be summed; `summing` reads the backup for that, so that it
 * can run while something else reads it too; `summed` tells what came of it.
 */
export const manifest: ShellText = sh`
line() { read -r sum name || [ -n "$sum" ]; }
sums() {
  if [ -f "$best.sha256" ]; then while line; do
    name=\${name#\*}
    if [ -e "$best/$name" ]; then name=$base/$name; fi
    printf '%s  %s\n' "\${sum#\\}" "$name"
  done <"$best.sha256"
  elif [ -f "$best/SHA256SUMS" ]; then while line; do
    printf '%s  %s/%s\n' "$sum" "$base" "\${name#\*}"
  done <"$best/SHA256SUMS"
  else while line; do
    name=\${name#\*}
    case \${name#./} in "$base" | "$base"/* | "$d/$base" | "$d/$base"/*)
      printf '%s  %s\n' "$sum" "$name" ;;
    esac
  done <"$d/SHA256SUMS"
  fi
}
# All of it is told, and the sums of what it lists: who reads them compares.
json() {
  for f in "$d"/manifest_*.json; do
    [ -f "$f" ] && [ -r "$f" ] || continue
    grep -q -F -e "\"$base\"" -e "\"$base/" "$f" || continue
    command -v sha256sum >/dev/null || { put manifest no-tool; return; }
    manifested=yes
    put json "$(cat "$f")"
    if [ -d "$best" ]; then to_sum=members; else to_sum=file; fi
    return
  done
  false
}
manifested=no
to_sum=
manifest() {
  ! json || return 0
  for f in "$best.sha256" "$best/SHA256SUMS" "$d/SHA256SUMS"; do [ ! -f "$f" ] || break; done
  if [ ! -f "$f" ]; then put manifest none; return; fi
  if [ ! -r "$f" ]; then put manifest denied; return; fi
  command -v sha256sum >/dev/null || { put manifest no-tool; return; }
  listed=$(sums)
  if [ -z "$listed" ]; then put manifest none; return; fi
  to_sum=listed
  if [ ! -d "$best" ]; then
    to_sum=file
    case $listed in 'SHA256 '*) listed=\${listed##* } ;; esac
    put wanted "\${listed%%[!0-9a-fA-F]*}"
  fi
}
summing() {
  case $to_sum in
    file) gently sha256sum <"$best" ;;
    listed) cd "$d" && printf '%s\n' "$listed" | gently sha256sum -c ;;
    members) cd "$d" && find "$base" -type f -print0 | gently xargs -0 sha256sum ;;
  esac 2>&1
  echo "rc=$?"
}
summed() {
  status=\${1##*rc=}
  set -- "\${1%rc=*}"
  if [ $manifested = yes ]; then put sums "$1" && put manifest "json $status"
  else case $to_sum in
    listed)
      put manifest "checked $status"
      put sums "$(printf '%s' "$1" | grep -v ': OK$' | head -n 5)"
      ;;
    file) put manifest "summed $status" && put sum "\${1%% *}" ;;
  esac; fi
}`;
