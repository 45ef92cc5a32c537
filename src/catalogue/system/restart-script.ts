import { rootHelper, sudoHelper } from '../../core/root-helper.ts';
import { lines, ShellText, sh, sudoIfPresent } from '../../core/shell.ts';

/**
 * Processes that run code of files which are no longer there, one line for each process and file:
 * pid, control group, name, path, with tabs between. Only what may be executed counts: deleted
 * data is not an update. What programs map under names of their own (memfd, shared memory, code
 * made at run time in /tmp) is no file of a package.
 */
export const deletedFiles = rootHelper(
  'deleted-files',
  sh`
grep -sHE '^[^ ]+ ..x. .* /.* \(deleted\)$' /proc/[0-9]*/maps | awk '
  {
    path = $0
    for (i = 0; i < 5; i++) sub(/^[^ ]+ +/, "", path)
    sub(/ \(deleted\)$/, "", path)
    if (path ~ /^\/(memfd:|SYSV|dev\/|drm|i915|anon_hugepage|\[|tmp\/|var\/tmp\/|run\/|proc\/)/) next
    split($1, part, "/")
    pid = part[3]
    if (seen[pid, path]++) next
    if (!(pid in name)) {
      file = "/proc/" pid "/comm"
      name[pid] = "?"
      if ((getline line < file) > 0) name[pid] = line
      close(file)
      gsub(/\t/, " ", name[pid])
      file = "/proc/" pid "/cgroup"
      while ((getline line < file) > 0)
        if (sub(/^(0:|[0-9]+:name=systemd):/, "", line) && length(line) > length(group[pid])) group[pid] = line
      close(file)
    }
    printf "%s\t%s\t%s\t%s\n", pid, group[pid], name[pid], path
  }'
echo end`,
);

/** A host whose helper is not installed may have needrestart, and the other way round. */
const listDeleted = new ShellText(
  sudoHelper(deletedFiles).text,
  sudoHelper(deletedFiles).sudo.map((command) => ({ ...command, ifPresent: true })),
);

/** Everything that tells what has to be restarted, in sections for `parseSections`. */
export const restartScript = lines(
  sh`
if [ -x ${deletedFiles.path} ]; then
  printf '%%%% maps\n'
  ${listDeleted} || exit
fi
if command -v needrestart >/dev/null; then
  out=$(${sudoIfPresent('/usr/sbin/needrestart', '-b', '-r', 'l')}) || exit
  printf '%%%% needrestart\n%s\n' "$out"
fi
if command -v needs-restarting >/dev/null; then
  out=$(${sudoIfPresent('/usr/bin/needs-restarting', '-s')}) || exit
  printf '%%%% dnf-services\n%s\n' "$out"
  out=$(needs-restarting -r 2>&1)
  printf '%%%% dnf-reboot-status\n%s\n%%%% dnf-reboot\n%s\n' "$?" "$out"
fi
printf '%%%% kernels\n'
for file in /boot/vmlinuz-*; do [ ! -e "$file" ] || printf '%s\n' "\${file##*/vmlinuz-}"; done
printf '%%%% build\n%s\n%%%% package\n' "$(uname -v)"
release=$(uname -r)
[ ! -e "/boot/vmlinuz-$release" ] || ! command -v dpkg-query >/dev/null ||
  dpkg-query -W -f '\${Version}\n' "linux-image-$release" 2>/dev/null
[ ! -e /run/reboot-required ] || printf '%%%% reboot\n'
[ ! -r /run/reboot-required.pkgs ] || while read -r line; do printf '%s\n' "$line"; done </run/reboot-required.pkgs
printf '%%%% end\n'`,
);
