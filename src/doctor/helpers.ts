import { helperFolder } from '../core/root-helper.ts';
import { type RootHelper, sh } from '../core/shell.ts';
import type { HostNeeds, NeededBy } from './needs.ts';

export interface NeededHelper {
  readonly helper: RootHelper;
  readonly by: readonly NeededBy[];
}

/** The helpers that the runbooks run on these hosts, each once, in the order of their names. */
export function helpersOf(needs: readonly Pick<HostNeeds, 'sudo'>[]): readonly NeededHelper[] {
  const byPath = new Map<string, NeededHelper>();
  for (const { helper, by } of needs.flatMap(({ sudo }) => sudo)) {
    if (!helper) continue;
    const known = byPath.get(helper.path)?.by ?? [];
    byPath.set(helper.path, { helper, by: [...known, ...by] });
  }
  return [...byPath.values()].sort((a, b) => (a.helper.path < b.helper.path ? -1 : 1));
}

/**
 * A POSIX `sh` script for root on a host: it installs the helpers (`teiki sudoers --helpers`), each
 * written beside its place and renamed, so that no half of one ever runs.
 */
export function renderHelpers(helpers: readonly RootHelper[]): string {
  const byPath = new Map(helpers.map((helper) => [helper.path, helper]));
  if (byPath.size === 0) return nothing;
  return `${[head, ...[...byPath.values()].map(install)].join('\n')}\n`;
}

const nothing = `#!/bin/sh
# No runbook needs a helper: there is nothing to install.
`;

const head = sh`#!/bin/sh
# Helpers that the runbooks' tasks run as root. Written by "teiki sudoers --helpers". Read it, then
# run it as root on the host; the rules that allow them are printed by "teiki sudoers".
set -eu
umask 022
[ "$(id -u)" = 0 ] || { echo 'Only root can install helpers.' >&2; exit 1; }
mkdir -p ${helperFolder}
chown root:root ${helperFolder}
chmod 0755 ${helperFolder}
`.text;

/** The text as one quoted word: no end marker of a here-document that it could hold itself. */
function install({ path, text }: RootHelper): string {
  const unfinished = `${path}.new`;
  return sh`[ ! -d ${path} ] || { echo ${`${path} is a folder: remove it.`} >&2; exit 1; }
rm -f ${unfinished}
printf '%s' ${text} > ${unfinished}
chown root:root ${unfinished}
chmod 0755 ${unfinished}
mv -f ${unfinished} ${path}
echo ${path}
`.text;
}
