import { type ShellText, sh } from '../../core/shell.ts';

/**
 * `$state`, a folder of the login user's own that survives a boot: what a task has found out while
 * it worked, for its verification and for the next run. It is empty before the first work.
 */
export function stateFolder(name: string): ShellText {
  return sh`state=/var/tmp/${name}-$(id -u)
if [ -h "$state" ] || { [ -e "$state" ] && [ ! -O "$state" ]; }; then
  echo "$state is not ours" >&2
  exit 1
fi`;
}

/** Makes it. */
export function ownStateFolder(name: string): ShellText {
  return sh`${stateFolder(name)}
[ -d "$state" ] || mkdir -m 700 "$state" || exit`;
}
