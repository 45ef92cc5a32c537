import { type Finding, finding } from '../../core/finding.ts';
import { quote } from '../../core/shell.ts';
import type { Context } from '../define.ts';
import { beforeAndAfter, type Plan, type Verification } from '../define-task.ts';
import type { Log, RotateFacts, RotateParams } from './rotate-facts.ts';
import type { RotateMessage as Id } from './rotate-messages.ts';

/** Only what must not change until it is applied: logs grow all the time. */
export interface RotateChange {
  readonly logs: readonly string[];
}

export function planRotation(
  facts: RotateFacts,
  { config, hours }: RotateParams,
  { host }: Context,
): Plan<RotateChange, Id> {
  const findings = guards(facts, config);
  if (findings.length > 0) return { kind: 'refused', findings };
  const full = facts.logs.filter(({ sizeBytes }) => sizeBytes > 0);
  if (full.length === 0) return { kind: 'no-op', reason: { id: 'empty', args: { config } } };
  const [latest] = facts.logs
    .flatMap(({ path, rotated }) => rotated.map((file) => ({ ...file, path })))
    .sort((a, b) => b.changedSeconds - a.changedSeconds);
  if (latest && host.epochSeconds - latest.changedSeconds < hours * 3600) {
    const rotatedAt = new Date(latest.changedSeconds * 1000).toISOString();
    const args = { path: latest.path, rotatedAt, hours };
    return { kind: 'no-op', reason: { id: 'recently', args } };
  }
  const { compress, copies, freeBytes } = facts;
  const largest = full.reduce((one, other) => (other.sizeBytes > one.sizeBytes ? other : one));
  if ((compress || copies) && freeBytes < largest.sizeBytes) {
    const { path, sizeBytes } = largest;
    const args = { path, sizeBytes, freeBytes };
    return {
      kind: 'refused',
      findings: [finding('room', 'critical', 'no-room', args, 'no-room-remedy')],
    };
  }
  return {
    kind: 'change',
    change: { logs: full.map(({ path }) => path) },
    changes: full.map(({ path, sizeBytes }) => ({ id: 'rotate', args: { path, sizeBytes } })),
    findings: compress ? [] : [finding('compress', 'note', 'frees-nothing', { config })],
  };
}

function guards(facts: RotateFacts, config: string): Finding<Id>[] {
  const { uid, mode, keepsNothing, errors, odd } = facts;
  const quoted = { config: quote(config) };
  const found: Finding<Id>[] = [];
  if (uid !== 0 || (Number.parseInt(mode, 8) & 0o22) !== 0) {
    const args = { config, uid, mode };
    // logrotate does not read it either, so that nothing else can be said.
    return [finding('config', 'critical', 'config-writable', args, 'config-writable-remedy')];
  }
  for (const pattern of keepsNothing) {
    const args = { config, pattern };
    found.push(
      finding(`rotate:${pattern}`, 'critical', 'keeps-nothing', args, 'keeps-nothing-remedy'),
    );
  }
  if (errors.length > 0) {
    const what = finding('errors', 'warning', 'config-error', quoted, 'config-error-remedy');
    found.push({ ...what, evidence: errors.join('\n') });
  }
  if (odd.length > 0) {
    const what = finding('globals', 'warning', 'globals-odd', {}, 'globals-odd-remedy');
    found.push({ ...what, evidence: odd.join('\n') });
  }
  return found;
}

interface Seen {
  readonly before: RotateFacts;
  readonly after: RotateFacts;
  readonly change: RotateChange;
}

export function verifyRotation(
  { before, after, change }: Seen,
  { config }: RotateParams,
): Verification<Id> {
  const findings: Finding<Id>[] = [];
  for (const path of change.logs) {
    const old = before.logs.find((log) => log.path === path);
    const now = after.logs.find((log) => log.path === path);
    if (!old) continue;
    const { sizeBytes } = old;
    if (now && now.inode === old.inode && now.sizeBytes >= sizeBytes) {
      const args = { path, config: quote(config) };
      findings.push(finding(path, 'critical', 'not-rotated', args, 'not-rotated-remedy'));
    } else if (now && !isKept(old, now)) {
      findings.push(finding(path, 'critical', 'lost', { path, sizeBytes }, 'lost-remedy'));
    }
  }
  for (const { pid, path } of after.writers ?? []) {
    const log = change.logs.find((one) => path.startsWith(one));
    if (log === undefined || log === path) continue;
    const args = { pid, path, config };
    findings.push(finding(`writer:${log}`, 'warning', 'old-writer', args, 'old-writer-remedy'));
  }
  return {
    findings: findings.filter(
      ({ key }, index) => findings.findIndex((one) => one.key === key) === index,
    ),
    measurements: [
      ...beforeAndAfter('logs', sizeOf(before), sizeOf(after), { unit: 'bytes', object: config }),
      ...beforeAndAfter('free', before.freeBytes, after.freeBytes, {
        unit: 'bytes',
        object: config,
      }),
    ],
    changes: change.logs.map((path) => {
      const beforeBytes = before.logs.find((log) => log.path === path)?.sizeBytes ?? 0;
      const afterBytes = after.logs.find((log) => log.path === path)?.sizeBytes ?? 0;
      return { id: 'rotated', args: { path, beforeBytes, afterBytes } };
    }),
  };
}

/** The old content is there under another name, or a new file that is a copy or compressed. */
function isKept(old: Log, now: Log): boolean {
  const known = new Set(
    old.rotated.map(({ inode, changedSeconds }) => `${inode} ${changedSeconds}`),
  );
  return now.rotated.some(
    ({ inode, changedSeconds, sizeBytes }) =>
      inode === old.inode || (sizeBytes > 0 && !known.has(`${inode} ${changedSeconds}`)),
  );
}

/** All that the logs take, old ones included. */
function sizeOf({ logs }: RotateFacts): number {
  return logs
    .flatMap((log) => [log, ...log.rotated])
    .reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}
