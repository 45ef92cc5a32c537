import { type Finding, finding } from '../../core/finding.ts';
import type { MessageArgs } from '../../core/message.ts';
import type { Context, Judgement } from '../define.ts';
import { newerKernel } from '../security/kernels.ts';
import { type KernelFacts, manager, type Outdated, type RestartFacts } from './restart-facts.ts';
import type { RestartMessage as Id } from './restart-needed-messages.ts';
import { deletedFiles } from './restart-script.ts';

export interface RestartParams {
  readonly ignore: readonly string[];
}

/** Restarting these alone ends sessions or cuts services off from each other. */
const onlyWithReboot =
  /^(dbus(-broker)?|systemd-logind|(serial-|container-)?getty@.*|user@.*|gdm3?|sddm|lightdm)\.service$/;

export function evaluateRestart(
  facts: RestartFacts,
  { ignore }: RestartParams,
  context: Context,
): Judgement<Id> {
  const { ways, sessions, processes, kernel } = facts;
  const units = facts.units.filter(({ name }) => !ignore.some((one) => matches(name, one)));
  const findings: Finding<Id>[] = [];
  if (ways.length === 0) {
    const args = { helper: deletedFiles.path };
    findings.push(finding('services', 'unknown', 'no-way', args, 'remedy-no-way'));
  }
  for (const one of units) {
    const remedy = remedyOf(one.name);
    const found = finding(`service:${one.name}`, 'warning', 'service', { unit: one.name }, remedy);
    findings.push(withFiles(found, one));
  }
  for (const one of processes) {
    const args = { name: one.name };
    const found = finding(`process:${one.name}`, 'warning', 'process', args, 'remedy-process');
    findings.push(withFiles(found, one));
  }
  if (sessions.length > 0) {
    const found = finding('sessions', 'note', 'sessions', { count: sessions.length });
    findings.push({ ...found, evidence: sessions.slice(0, 50).join('\n') });
  }
  findings.push(...judgeKernel(kernel, context.host.kernel));
  const count = ways.length === 0 ? [] : [units.length];
  return {
    findings,
    measurements: count.map((value) => ({ name: 'services', value, unit: 'count' })),
  };
}

/** `*` stands for any characters; a name without a suffix is that of a service. */
function matches(unit: string, pattern: string): boolean {
  const whole = pattern.includes('.') || pattern === manager ? pattern : `${pattern}.service`;
  const source = whole.replaceAll(/[.+@()[\]\\^$?{}|]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${source}$`).test(unit);
}

function remedyOf(unit: string): Id {
  if (unit === manager) return 'remedy-manager';
  return onlyWithReboot.test(unit) ? 'remedy-with-reboot' : 'remedy-service';
}

/** That /run/reboot-required is missing proves nothing: only some packages write it. */
function judgeKernel(kernel: KernelFacts, running: string): Finding<Id>[] {
  const { state, expected, installed, build, packageVersion, rebootRequired, advised } = kernel;
  const findings: Finding<Id>[] = [];
  const reboot = (id: Id, args: MessageArgs) =>
    finding('reboot', 'warning', id, args, 'remedy-reboot');
  const newer = newerKernel(running, installed) ?? (state === 3 ? expected : null);
  // Debian builds name their package in `uname -v`: "#1 SMP … Debian 6.1.76-1 (2024-02-01)".
  const runningBuild = / Debian (\S+) /.exec(`${build} `)?.[1];
  const rebuilt =
    runningBuild !== undefined && packageVersion !== null && runningBuild !== packageVersion;
  if (newer !== null) findings.push(reboot('reboot-kernel', { installed: newer, running }));
  else if (rebuilt) findings.push(reboot('reboot-build', { installed: packageVersion, running }));
  else if (state === 2) {
    findings.push(reboot('reboot-build', { installed: expected ?? running, running }));
  } else if (rebootRequired !== null) {
    const packages = rebootRequired.join(', ') || '/run/reboot-required';
    findings.push(reboot('reboot-required', { packages }));
  } else if (advised !== null) {
    const found = reboot('reboot-required', { packages: 'needs-restarting -r' });
    findings.push({ ...found, evidence: advised });
  } else if (installed.length === 0) {
    findings.push(finding('kernel', 'note', 'no-kernel', { running }));
  } else if (state !== 1 && !installed.includes(running)) {
    const args = { running, installed: installed.join(', ') };
    findings.push(finding('kernel', 'unknown', 'kernel-unknown', args, 'remedy-kernel-unknown'));
  }
  if (kernel.microcode === 2)
    findings.push(finding('microcode', 'warning', 'microcode', {}, 'remedy-reboot'));
  return findings;
}

function withFiles(found: Finding<Id>, { files }: Outdated): Finding<Id> {
  if (files.length === 0) return found;
  return { ...found, evidence: files.slice(0, 30).join('\n') };
}
