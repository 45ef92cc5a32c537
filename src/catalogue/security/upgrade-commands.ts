import { sudoHelper } from '../../core/root-helper.ts';
import { lines, ShellText, sh, sudo } from '../../core/shell.ts';
import type { Application } from '../define-task.ts';
import { packageHelper } from './package-helper.ts';
import { upgradeLimitSeconds } from './package-upgrade.ts';
import { refreshCommand } from './updates-script.ts';
import type { UpgradeParams } from './upgrade-params.ts';
import type { UpgradeChange } from './upgrade-plan.ts';

const upgrade = sudoHelper(packageHelper, 'upgrade');
/** The services are arguments, and so in the rule: root restarts no others for the caller. */
const putBack = ({ services }: UpgradeParams) => sudoHelper(packageHelper, 'rollback', ...services);
const restart = ({ services }: UpgradeParams) => sudoHelper(packageHelper, 'restart', ...services);

export function upgradePrivileges(params: UpgradeParams): readonly ShellText[] {
  return [
    ...(params.refresh ? [sudo(...refreshCommand)] : []),
    ...[upgrade, putBack(params), restart(params)],
  ];
}

/** Lock, packages of before and download come on top of the upgrade itself. */
const timeoutSeconds = upgradeLimitSeconds + 2400;

export function applyUpgrade(change: UpgradeChange, params: UpgradeParams): Application {
  const script = lines(
    wayBackIsAllowed(params),
    sh`
printf '%s\n' ${orders(change, params)} | ${upgrade}
status=$?`,
    patience(change),
    sh`
well >/dev/null
exit "$status"`,
  );
  return { script, timeoutSeconds };
}

/** sudo is asked before anything is changed: a rule that lacks would be missed when it is too late. */
function wayBackIsAllowed(params: UpgradeParams): ShellText {
  const listed = [putBack(params), restart(params)].map(({ text, sudo: commands }) => {
    const question = new ShellText(text.replace(/^sudo -n /, 'sudo -n -l '), commands);
    return sh`${question} >/dev/null 2>&1 || { echo 'sudo: the way back is not allowed' >&2; exit 1; }`;
  });
  return lines(sh`[ "$(id -u)" = 0 ] || {`, ...listed, sh`}`);
}

export function undoUpgrade(change: UpgradeChange, params: UpgradeParams): Application {
  const services = [...change.services.map((name) => `service ${name}`), 'end'];
  const script = lines(
    sh`printf '%s\n' ${[...orders(change, params).slice(0, -1), ...services]} | ${putBack(params)} || exit`,
    patience(change),
    sh`
well && exit
printf '%s\n' ${services} | ${restart(params)} || exit
well`,
  );
  return { script, timeoutSeconds };
}

/** What the helper reads, a line each. */
function orders(
  { packages }: UpgradeChange,
  { rollback, keepRuns }: UpgradeParams,
): readonly string[] {
  return [
    `rollback ${rollback}`,
    `keep ${keepRuns}`,
    ...packages.map(
      ({ name, from, to, automatic }) =>
        `package ${name} ${from || '-'} ${to} ${automatic ? 'auto' : 'manual'}`,
    ),
    'end',
  ];
}

/** `well`: what is to be active and to answer does so, within half a minute each, and goes on to. */
function patience({ services, health }: UpgradeChange): ShellText {
  return sh`
well() {
  bad=
  for unit in ${services}; do
    n=0
    until systemctl is-active -q "$unit"; do
      if [ "$n" -ge 30 ] || { [ "$n" -ge 3 ] && systemctl is-failed -q "$unit"; }; then
        echo "$unit is not active"
        bad=yes
        break
      fi
      sleep 1
      n=$((n+1))
    done
  done
  for url in ${health}; do
    n=0
    [ -z "$bad" ] || break
    command -v curl >/dev/null || { sleep 5; break; }
    until curl -fsS -o /dev/null --max-time 5 "$url" 2>/dev/null; do
      [ "$n" -lt 30 ] || { echo "$url does not answer well"; bad=yes; break; }
      sleep 1
      n=$((n+1))
    done
  done
  ${services.length > 0 ? sh`sleep 3` : sh`:`}
  [ -z "$bad" ]
}`;
}
