import type { Finding, Measurement } from '../../core/finding.ts';
import type { Judgement } from '../define.ts';
import type { FilesystemFacts, FilesystemParams } from './filesystem.ts';
import { renderFullEvidence } from './full-evidence.ts';

export const filesystemMessages = {
  space: {
    ja: '{path} のディスク使用率が {used}% です(しきい値 {limit}%、残り {availableBytes}、{mountPoint} のファイルシステム)',
    en: '{path} is {used}% full (limit {limit}%, {availableBytes} left, on the file system of {mountPoint})',
  },
  'space.short': { ja: 'ディスク使用率{used}%', en: 'Disk {used}% full' },
  inodes: {
    ja: '{path} の inode 使用率が {used}% です(しきい値 {limit}%、{mountPoint} のファイルシステム)',
    en: '{path} has {used}% of its inodes in use (limit {limit}%, on the file system of {mountPoint})',
  },
  'read-only': {
    ja: '{path} のファイルシステム({device})が読み取り専用でマウントされています',
    en: 'The file system of {path} ({device}) is mounted read-only',
  },
  deleted: {
    ja: '{mountPoint} では、削除されたのに開かれたままのファイルが {deletedBytes} を占めています({files} 個、PID {pids})',
    en: 'On {mountPoint}, deleted files that are still open hold {deletedBytes} ({files} files, pid {pids})',
  },
  'remedy-space': {
    ja: '大きなものを探す: sudo du -xh {mountPoint} | sort -h | tail -20。ジャーナルは sudo journalctl --vacuum-size=500M で縮められます',
    en: 'Find what is large: sudo du -xh {mountPoint} | sort -h | tail -20. The journal shrinks with sudo journalctl --vacuum-size=500M',
  },
  'remedy-inodes': {
    ja: 'ファイル数の多い場所を探す: sudo du -x --inodes {mountPoint} | sort -n | tail -20',
    en: 'Find where the files are: sudo du -x --inodes {mountPoint} | sort -n | tail -20',
  },
  'remedy-read-only': {
    ja: 'ディスクの異常を調べる: sudo dmesg --level=err,warn | tail -50。原因を除いてから sudo mount -o remount,rw {mountPoint}',
    en: 'Look for disk errors: sudo dmesg --level=err,warn | tail -50. Once the cause is gone: sudo mount -o remount,rw {mountPoint}',
  },
  'remedy-deleted': {
    ja: '開いているプロセスを確かめ、ログを開き直させるか再起動する: sudo lsof -nP +L1 {mountPoint}',
    en: 'See who holds them, and have it reopen its logs or restart it: sudo lsof -nP +L1 {mountPoint}',
  },
} as const;

type Id = keyof typeof filesystemMessages;

export const filesystemMeasures = {
  used: { ja: 'ディスク使用率', en: 'Disk in use' },
  inodes: { ja: 'inode 使用率', en: 'Inodes in use' },
  available: { ja: '空き容量', en: 'Space left' },
} as const;

/** Deleted files worth a line of their own; below it they explain nothing. */
const deletedBytesWorthTelling = 64 * 1024 * 1024;

/** The key is the device: two checks that look at one file system open one incident, not two. */
export function evaluateFilesystem(
  facts: FilesystemFacts,
  { path, warning, critical }: FilesystemParams,
): Judgement<Id> {
  const { device, mountPoint, usedPercent, inodesUsedPercent, availableBytes, full } = facts;
  const key = `filesystem:${device}`;
  const findings: Finding<Id>[] = [];
  const over = (used: number, id: Id, remedy: Id) => {
    if (used <= warning && used <= critical) return;
    const limit = used > critical ? critical : warning;
    findings.push({
      key: id === 'space' ? key : `${key}:${id}`,
      severity: used > critical ? 'critical' : 'warning',
      message: { id, args: { path, used, limit, availableBytes, mountPoint } },
      remedy: { id: remedy, args: { mountPoint } },
      ...(full && id === 'space' ? { evidence: renderFullEvidence(full) } : {}),
    });
  };
  over(usedPercent, 'space', 'remedy-space');
  if (inodesUsedPercent !== null) over(inodesUsedPercent, 'inodes', 'remedy-inodes');
  if (facts.readOnly) {
    findings.push({
      key: `${key}:read-only`,
      severity: 'critical',
      message: { id: 'read-only', args: { path, device } },
      remedy: { id: 'remedy-read-only', args: { mountPoint } },
    });
  }
  if (full && full.deleted.bytes >= deletedBytesWorthTelling) {
    const { files, bytes, pids } = full.deleted;
    findings.push({
      key: `${key}:deleted`,
      severity: 'note',
      message: {
        id: 'deleted',
        args: { mountPoint, files, deletedBytes: bytes, pids: pids.join(' ') },
      },
      remedy: { id: 'remedy-deleted', args: { mountPoint } },
    });
  }
  return { findings, measurements: measure(facts) };
}

function measure(facts: FilesystemFacts): Measurement[] {
  const object = facts.mountPoint;
  const inodes = facts.inodesUsedPercent;
  return [
    { name: 'used', object, value: facts.usedPercent, unit: 'percent' },
    { name: 'available', object, value: facts.availableBytes, unit: 'bytes' },
    ...(inodes === null
      ? []
      : [{ name: 'inodes', object, value: inodes, unit: 'percent' as const }]),
  ];
}
