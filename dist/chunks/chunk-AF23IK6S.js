import{sh}from"./chunk-S7DLJ3SP.js";var unitOf=sh`
unit_of() {
  unit=
  while IFS= read -r line; do
    case $line in
      0::*.service | 0::*.scope | *:name=systemd:*.service | *:name=systemd:*.scope) unit=\${line##*/} ;;
    esac
  done 2>/dev/null <"/proc/$1/cgroup"
}`;export{unitOf};
