import { type Finding, finding } from '../../core/finding.ts';
import type { ShellOutput, TlsOutput } from '../../core/probe.ts';
import { type Context, Unparsable } from '../define.ts';
import { beforeAndAfter, type Plan, type Verification } from '../define-task.ts';
import { parseCertificateFile } from './certificate-file.ts';
import type { RenewMessage as Id } from './renew-messages.ts';

export interface RenewParams {
  readonly name: string;
  readonly renewBeforeDays: number;
  readonly renewBeforeShare: number;
  readonly port: number;
}

export interface RenewFacts {
  readonly state: 'read' | 'missing' | 'unreadable';
  readonly leaf: {
    readonly serialNumber: string;
    readonly fingerprint256: string;
    readonly notBefore: string;
    readonly notAfter: string;
  } | null;
  /** What `nginx -t` complains about; null when it is content. */
  readonly nginx: string | null;
  /** Timers that renew by themselves. */
  readonly timers: readonly string[];
  /** Fingerprint of what is served, or why nothing is. */
  readonly served: { readonly fingerprint256: string } | { readonly code: string };
}

export interface RenewChange {
  readonly name: string;
  /** Of the certificate that is to be replaced. */
  readonly serial: string;
}

export function certificateOf(name: string): string {
  return `/etc/letsencrypt/live/${name}/cert.pem`;
}

/** @throws Unparsable */
export function parseRenew(outputs: {
  readonly file: ShellOutput;
  readonly nginx: ShellOutput;
  readonly served: TlsOutput;
}): RenewFacts {
  const { state, certificates } = parseCertificateFile(outputs.file);
  const [leaf] = certificates;
  const [, exitStatus, words = ''] =
    /^nginx (\d+)\n([\s\S]*?)^timers$/m.exec(outputs.nginx.stdout) ?? [];
  if (exitStatus === undefined)
    throw new Unparsable('nginx … timers', outputs.nginx.stdout.slice(-200));
  const [endpoint] = outputs.served.endpoints;
  const fingerprint256 = endpoint?.chain[0]?.fingerprint256;
  return {
    state,
    leaf: leaf
      ? {
          serialNumber: leaf.serialNumber,
          fingerprint256: leaf.fingerprint256,
          notBefore: leaf.notBefore,
          notAfter: leaf.notAfter,
        }
      : null,
    nginx: exitStatus === '0' ? null : words.trim().slice(0, 2000),
    timers: [...outputs.nginx.stdout.matchAll(/^(\S+\.timer) active$/gm)].map(
      ([, name = '']) => name,
    ),
    served:
      fingerprint256 === undefined
        ? { code: endpoint?.error?.code ?? 'no certificate' }
        : { fingerprint256 },
  };
}

export function planRenewal(
  facts: RenewFacts,
  { name, renewBeforeDays, renewBeforeShare }: RenewParams,
  { now }: Context,
): Plan<RenewChange, Id> {
  const { state, leaf, nginx, timers } = facts;
  const path = certificateOf(name);
  if (leaf === null) {
    const id = state === 'missing' ? 'missing' : 'unreadable';
    return { kind: 'refused', findings: [finding(path, 'unknown', id, { path }, 'remedy-path')] };
  }
  const lifetimeDays = (Date.parse(leaf.notAfter) - Date.parse(leaf.notBefore)) / 86_400_000;
  const limitDays = Math.min(renewBeforeDays, lifetimeDays * renewBeforeShare);
  const remaining = remainingDays(leaf, now);
  const days = Math.floor(remaining);
  if (remaining > limitDays) {
    const args = { name, days, limitDays: Math.round(limitDays) };
    return { kind: 'no-op', reason: { id: 'not-due', args } };
  }
  const findings: Finding<Id>[] = [];
  if (nginx !== null) findings.push(broken(nginx));
  if (timers.length > 1) {
    const args = { timers: timers.join(', ') };
    findings.push(finding('timers', 'warning', 'two-renewers', args, 'two-renewers-remedy'));
  }
  const serial = leaf.serialNumber;
  return {
    kind: 'change',
    change: { name, serial },
    changes: [
      { id: 'renew', args: { name, days, serial } },
      ...(nginx === null ? [{ id: 'reload', args: {} } as const] : []),
    ],
    findings,
  };
}

interface Seen {
  readonly before: RenewFacts;
  readonly after: RenewFacts;
  readonly change: RenewChange;
}

export function verifyRenewal(
  { before, after, change }: Seen,
  { name, port }: RenewParams,
  { now }: Context,
): Verification<Id> {
  const { leaf, nginx, served } = after;
  const path = certificateOf(name);
  if (leaf === null) return { findings: [finding(path, 'critical', 'missing', { path })] };
  const findings: Finding<Id>[] = [];
  const serial = leaf.serialNumber;
  if (serial === change.serial) {
    findings.push(finding(path, 'critical', 'not-renewed', { name, serial }, 'not-renewed-remedy'));
  }
  if (nginx !== null) findings.push(broken(nginx));
  if ('code' in served) {
    const args = { port, code: served.code };
    findings.push(finding(`port:${port}`, 'warning', 'not-served', args, 'not-served-remedy'));
  } else if (served.fingerprint256 !== leaf.fingerprint256) {
    const short = (fingerprint: string) => fingerprint.slice(0, 23);
    const args = { port, served: short(served.fingerprint256), file: short(leaf.fingerprint256) };
    findings.push(finding(`port:${port}`, 'critical', 'not-reloaded', args, 'not-reloaded-remedy'));
  }
  const days = (one: RenewFacts) =>
    one.leaf ? Math.round(remainingDays(one.leaf, now) * 100) / 100 : 0;
  const args = { name, before: change.serial, after: serial, notAfterAt: leaf.notAfter };
  return {
    findings,
    measurements: beforeAndAfter('remaining', days(before), days(after), {
      unit: 'days',
      object: path,
    }),
    changes: serial === change.serial ? [] : [{ id: 'renewed', args }],
  };
}

function remainingDays(leaf: NonNullable<RenewFacts['leaf']>, now: Date): number {
  return (Date.parse(leaf.notAfter) - now.getTime()) / 86_400_000;
}

function broken(complaint: string): Finding<Id> {
  const found = finding('nginx', 'critical', 'nginx-broken', {}, 'nginx-broken-remedy');
  return { ...found, evidence: complaint };
}
