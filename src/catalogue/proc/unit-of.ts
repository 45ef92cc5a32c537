import { sh } from '../../core/shell.ts';

/** A shell function that sets `$unit` to the systemd unit of a process, empty when it has none. */
export const unitOf = sh`
unit_of() {
  unit=
  while IFS= read -r line; do
    case $line in
      0::*.service | 0::*.scope | *:name=systemd:*.service | *:name=systemd:*.scope) unit=\${line##*/} ;;
    esac
  done 2>/dev/null <"/proc/$1/cgroup"
}`;
