import { sh } from '../../core/shell.ts';

/**
 * Reads what the caller wants done, and believes none of it. A name or a version that ends in `-`
 * would mean removal to apt-get, one that begins with it an option.
 */
export const readOrders = sh`
name_is_fine() {
  case $1 in *:*:*|*:|*-|[!a-z0-9]*|*[!a-z0-9+.:-]*|*:*[!a-z0-9]*|?|'') return 1 ;; esac
}
version_is_fine() {
  case $1 in [!A-Za-z0-9]*|*[!A-Za-z0-9.+:~-]*|*-|*+|'') return 1 ;; esac
}
read_orders() {
  mode=required keep=5 services= ended=
  : >"$work/orders"
  while read -r word a b c d rest; do
    line="$word $a $b $c $d $rest"
    [ -z "$ended$rest" ] || fail "Unexpected: $line"
    case $word in
      rollback)
        case $a in required|best-effort) mode=$a ;; *) fail "Unexpected: $line" ;; esac ;;
      keep)
        case $a in [1-9]|[1-9][0-9]) keep=$a ;; *) fail "Unexpected: $line" ;; esac ;;
      package)
        name_is_fine "$a" && version_is_fine "$c" || fail "Unexpected: $line"
        [ "$b" = - ] || version_is_fine "$b" || fail "Unexpected: $line"
        case $d in auto|manual) ;; *) fail "Unexpected: $line" ;; esac
        printf '%s %s %s %s\n' "$a" "$b" "$c" "$d" >>"$work/orders" ;;
      service)
        for known do
          [ "$known" != "$a" ] || { services="$services $a"; continue 2; }
        done
        fail "Not a service of this rule: $a" ;;
      end) ended=yes ;;
      *) fail "Unexpected: $line" ;;
    esac
  done
  [ -n "$ended" ] || fail 'The orders were cut off'
  if [ "$verb" != restart ]; then
    [ -s "$work/orders" ] || fail 'No packages'
    sort -u -o "$work/orders" "$work/orders"
    folder=$store/$(cut -d ' ' -f 1-3 "$work/orders" | sha256sum | cut -c 1-16)
  fi
}`;
