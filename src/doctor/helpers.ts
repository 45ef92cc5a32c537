import { helperFolder } from '../core/root-helper.ts';
import { type RootHelper, sh } from '../core/shell.ts';

/**
 * A POSIX `sh` script for root on a host: it installs the helpers (`teiki sudoers --helpers`), each
 * written beside its place and renamed, so that no half of one ever runs.
 */
export function renderHelpers(helpers: readonly RootHelper[]): string {
  const byPath = new Map(helpers.map((helper) => [helper.path, helper]));
  return `${[head, ...[...byPath.values()].map(install)].join('\n')}\n`;
}

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
  return sh`printf '%s' ${text} > ${unfinished}
chown root:root ${unfinished}
chmod 0755 ${unfinished}
mv -f ${unfinished} ${path}
echo ${path}
`.text;
}
