import { type ShellText, sh } from '../../core/shell.ts';

/** `<file>.sha256` beside a backup, or its lines in SHA256SUMS; a folder may have one inside. */
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
manifest() {
  for f in "$best.sha256" "$best/SHA256SUMS" "$d/SHA256SUMS"; do [ ! -f "$f" ] || break; done
  if [ ! -f "$f" ]; then put manifest none; return; fi
  if [ ! -r "$f" ]; then put manifest denied; return; fi
  command -v sha256sum >/dev/null || { put manifest no-tool; return; }
  listed=$(sums)
  if [ -z "$listed" ]; then put manifest none; return; fi
  if [ -d "$best" ]; then
    out=$(cd "$d" && printf '%s\n' "$listed" | gently sha256sum -c 2>&1)
    put manifest "checked $?"
    put sums "$(printf '%s\n' "$out" | grep -v ': OK$' | head -n 5)"
  else
    case $listed in 'SHA256 '*) listed=\${listed##* } ;; esac
    put wanted "\${listed%%[!0-9a-fA-F]*}"
    sum=$(gently sha256sum <"$best")
    put manifest "summed $?"
    put sum "\${sum%% *}"
  fi
}`;
