import { rootHelper, sudoHelper } from '../../core/root-helper.ts';
import { type ShellText, sh } from '../../core/shell.ts';
import { integrityScript } from '../backup/integrity-script.ts';
import { folders } from '../backup/run-helper.ts';

interface Order {
  readonly directory: string;
  readonly etc: readonly string[];
  readonly timeoutSeconds: number;
}

/**
 * Archives parts of /etc. What and where to is in its text, so that the login user chooses nothing;
 * and only root may read the archive, for there are keys and passwords in it. So it is root who
 * reads it to its end, too.
 */
function helperOf({ directory, etc, timeoutSeconds }: Order) {
  return rootHelper(
    'etc-archive',
    sh`
[ $# -eq 1 ] || { echo 'usage: make|check' >&2; exit 2; }
directory=${directory}
die() { printf 'teiki: %s\n' "$*" >&2; exit 1; }
${folders}
make() {
  [ ! -h "$directory" ] && [ -d "$directory" ] || die "no folder $directory"
  only_root "$directory" || die "$theirs can be changed by others than root"
  umask 077
  stamp=$(date -u +%Y%m%dT%H%M%SZ)
  name=etc_$stamp.tar.gz
  part=$directory/.$name.partial
  set --
  for path in ${etc}; do
    if [ -d "$path" ] || [ -f "$path" ]; then set -- "$@" "\${path#/}"; else echo "absent $path"; fi
  done
  [ $# -gt 0 ] || die "none of the parts of /etc is there"
  trap 'rm -f -- "$part"' EXIT
  timeout -k 30 ${timeoutSeconds} tar --create --gzip --file="$part" --directory=/ -- "$@"
  status=$?
  # 1: a file changed while it was read. The archive is whole.
  [ "$status" -le 1 ] || die "tar failed with $status"
  sum=$(sha256sum <"$part") || die "the archive cannot be read"
  printf '%s  %s\n' "\${sum%% *}" "$name" >"$directory/$name.sha256" || die "cannot write to $directory"
  sync -- "$part" "$directory/$name.sha256"
  mv -T -- "$part" "$directory/$name" || die "$name cannot be renamed"
  echo "written=$name"
}
check() {
${integrityScript(directory, { name: 'etc', pattern: 'etc_*.tar.gz' }, timeoutSeconds, 0)}
}
case $1 in
  make) make ;;
  check) check ;;
  *) die 'unknown verb' ;;
esac`,
  );
}

export function makeEtc(order: Order): ShellText {
  return order.etc.length === 0 ? sh`:` : sudoHelper(helperOf(order), 'make');
}

export function checkEtc(order: Order): ShellText {
  return order.etc.length === 0 ? sh`:` : sudoHelper(helperOf(order), 'check');
}
