import { sudoHelper } from '../../core/root-helper.ts';
import { type ShellText, sh, sudo } from '../../core/shell.ts';
import { integrityScript } from './integrity-script.ts';
import { backupHelper } from './run-helper.ts';
import { kindsOf, type RunParams } from './run-params.ts';
import { ownStateFolder, stateFolder } from './state-folder.ts';

const stateName = 'teiki-backup';

function helper(verb: 'look' | 'write', params: RunParams): ShellText {
  const { directory, port, database, uploads, format, compress, timeoutSeconds } = params;
  return sudoHelper(
    backupHelper,
    ...[verb, directory, String(port), database, uploads === 'none' ? '-' : uploads],
    ...[format, String(compress), String(timeoutSeconds)],
  );
}

/** `timeout` in the rule, for the login user cannot end a process of root's. */
function theirScript(script: string, timeoutSeconds: number): ShellText {
  return sudo('/usr/bin/timeout', '-k', '30', String(timeoutSeconds), script);
}

/** All that may be run as root. */
export function privilegedOfRun(params: RunParams): readonly ShellText[] {
  const { script, timeoutSeconds } = params;
  if (script !== undefined) return [theirScript(script, timeoutSeconds)];
  return [helper('look', params), helper('write', params)];
}

/** What stands in the way, as `key=value` lines. */
export function lookScript(params: RunParams): ShellText {
  const { script } = params;
  if (script === undefined) return helper('look', params);
  return sh`
f=${script}
if [ ! -e "$f" ]; then echo script=missing
elif [ -h "$f" ] || [ ! -f "$f" ]; then echo "script=unsafe $f"
else
  at=$f safe=yes
  while [ $safe = yes ]; do
    set -- $(stat -c '%u %a' -- "$at")
    case $1:$2 in 0:*[2367]? | 0:*[2367]) safe=no ;; 0:*) ;; *) safe=no ;; esac
    if [ $safe = no ] || [ "$at" = / ]; then break; fi
    at=\${at%/*}
    [ -n "$at" ] || at=/
  done
  if [ $safe = no ]; then echo "script=unsafe $at"; else echo script=ok; fi
fi`;
}

/** What reading the new backup to its end has shown, as the script of backup.integrity tells it. */
export function checkedScript(kind: string): ShellText {
  return sh`
${stateFolder(stateName)}
[ -f "$state/${kind}" ] || exit 0
cat "$state/${kind}.err" >&2
cat "$state/${kind}"`;
}

/**
 * Makes the backup, and reads it as the login user, whom backup.integrity will run as too: it must
 * be able to.
 */
export function makeScript(params: RunParams, also: ShellText = sh`:`): ShellText {
  const { script, directory, timeoutSeconds } = params;
  const make = script === undefined ? helper('write', params) : theirScript(script, timeoutSeconds);
  const checks = kindsOf({ ...params, etc: [] }).map(
    (kind) => sh`
(
${integrityScript(directory, kind, timeoutSeconds, 0)}
) >"$state/${kind.name}" 2>"$state/${kind.name}.err" </dev/null`,
  );
  return sh`
${ownStateFolder(stateName)}
rm -f "$state"/*
${make} || exit
${also} || exit
${checks.reduce((all, one) => sh`${all}${one}`, sh``)}
exit 0`;
}
