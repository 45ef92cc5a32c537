import { z } from 'zod';
import type { Finding, Measurement } from '../../core/finding.ts';
import { shell } from '../../core/probe.ts';
import { lines } from '../../core/shell.ts';
import { defineCheck } from '../define.ts';
import { type CpuWindow, cpuTimeSample, parseCpuTime } from '../perf/cpu-time.ts';
import { type MemoryWindow, memorySample, parseMemory } from '../perf/memory-use.ts';
import { every2Seconds, seconds } from '../perf/sampling.ts';
import { type BackupSize, backupsScript, parseBackups } from './backups.ts';
import { type DirectorySize, directoriesScript, parseDirectories } from './directories.ts';
import { type FileSystemSize, fileSystemsScript, parseFileSystems } from './file-systems.ts';

const folder = z.string().startsWith('/');
const params = z.strictObject({
  directories: z
    .array(folder)
    .max(20)
    .default(['/opt/mks/uploads', '/var/log/mks-backend'])
    .describe('Folders whose growth matters'),
  backupDirectory: folder.default('/backup/mks').describe('Folder of backups'),
  kinds: z
    .array(
      z.strictObject({
        name: z.string().min(1).describe('Name of the kind'),
        pattern: z
          .string()
          .regex(/^[^/\0-][^/\0]*$/, 'Expected a file name pattern without "/"')
          .describe('Shell pattern of its files'),
      }),
    )
    .default([
      { name: 'db', pattern: 'db_*.dump' },
      { name: 'uploads', pattern: 'uploads_*.tar.gz' },
    ])
    .describe('Kinds of backups'),
  seconds: seconds(10),
  directoryTimeoutSeconds: z
    .int()
    .min(1)
    .max(600)
    .default(60)
    .describe('Time limit for measuring one folder'),
});

const messages = {
  missing: {
    ja: '{path} がないため、大きさを記録できません',
    en: '{path} does not exist, so its size is not recorded',
  },
  incomplete: {
    ja: '{path} の全体を読めないため、大きさを記録できません',
    en: '{path} cannot be read whole, so its size is not recorded',
  },
  timeout: {
    ja: '{path} の大きさを {seconds} 秒以内に測れませんでした',
    en: 'The size of {path} could not be measured within {seconds} s',
  },
  'remedy-missing': {
    ja: '場所を確かめ、ランブックの directories と backupDirectory を合わせる: ls -ld {path}',
    en: 'Check the place, and correct `directories` or `backupDirectory` in the runbook: ls -ld {path}',
  },
  'remedy-incomplete': {
    ja: '接続ユーザーに読み取りを許す: sudo setfacl -R -m u:"$USER":rX {path}',
    en: 'Let the login user read it: sudo setfacl -R -m u:"$USER":rX {path}',
  },
  'remedy-timeout': {
    ja: 'かかる時間を測り、directoryTimeoutSeconds を延ばす: time sudo du -skx {path}',
    en: 'See how long it takes, and raise `directoryTimeoutSeconds`: time sudo du -skx {path}',
  },
} as const;

type Id = keyof typeof messages;

interface Facts {
  readonly fileSystems: readonly FileSystemSize[];
  readonly directories: readonly DirectorySize[];
  readonly backups: readonly BackupSize[] | null;
  readonly cpu: CpuWindow;
  readonly memory: MemoryWindow;
}

export const check = defineCheck({
  id: 'capacity.sample',
  title: { ja: '容量の記録', en: 'Capacity sample' },
  description: {
    ja: 'ファイルシステム・フォルダー・バックアップの大きさと、CPU・メモリの使用率を記録します。良し悪しは判断せず、傾向と予測の計算に使います。',
    en: 'Records the sizes of file systems, folders and backups and the use of CPU and memory. It judges nothing: trends and forecasts are computed from it.',
  },
  sources: ['POSIX XCU df, du', 'proc(5) /proc/stat, /proc/meminfo'],
  level: 1,
  params,
  messages,
  measures: {
    size: { ja: 'ファイルシステムの大きさ', en: 'Size of file system' },
    used: { ja: 'ファイルシステムの使用量', en: 'Used on file system' },
    available: { ja: 'ファイルシステムの空き', en: 'Left on file system' },
    directory: { ja: 'フォルダーの大きさ', en: 'Size of folder' },
    backup: { ja: '最新のバックアップの大きさ', en: 'Size of newest backup' },
    'cpu-p50': { ja: 'CPU 使用率 (p50)', en: 'CPU busy (p50)' },
    'cpu-p95': { ja: 'CPU 使用率 (p95)', en: 'CPU busy (p95)' },
    'memory-p50': { ja: 'メモリ使用率 (p50)', en: 'Memory in use (p50)' },
    'memory-p95': { ja: 'メモリ使用率 (p95)', en: 'Memory in use (p95)' },
  },
  probes: ({ directories, backupDirectory, kinds, seconds: window, directoryTimeoutSeconds }) => ({
    fileSystems: shell(fileSystemsScript, { requires: ['df'] }),
    directories: shell(directoriesScript(directories, directoryTimeoutSeconds), {
      requires: ['du', 'timeout'],
      weight: 'heavy',
      timeoutSeconds: directories.length * directoryTimeoutSeconds + 10,
    }),
    backups: shell(backupsScript(backupDirectory, kinds), { requires: ['stat'] }),
    load: shell(lines(cpuTimeSample, memorySample), {
      sampling: every2Seconds(window),
      timeoutSeconds: window + 30,
    }),
  }),
  parse: ({ fileSystems, directories, backups, load }, params): Facts => ({
    fileSystems: parseFileSystems(fileSystems.stdout),
    directories: parseDirectories(directories.stdout, params.directories),
    backups: parseBackups(backups.stdout, params.kinds),
    cpu: parseCpuTime(load.stdout),
    memory: parseMemory(load.stdout),
  }),
  evaluate: (facts, params) => {
    const trouble = (path: string, id: 'missing' | 'incomplete' | 'timeout'): Finding<Id> => ({
      key: `directory:${path}`,
      severity: id === 'missing' ? 'note' : 'unknown',
      message: { id, args: { path, seconds: params.directoryTimeoutSeconds } },
      remedy: { id: `remedy-${id}`, args: { path } },
    });
    return {
      findings: [
        ...facts.directories.flatMap(({ path, trouble: id }) => (id ? [trouble(path, id)] : [])),
        ...(facts.backups ? [] : [trouble(params.backupDirectory, 'missing')]),
      ],
      measurements: measure(facts),
    };
  },
});

function measure({ fileSystems, directories, backups, cpu, memory }: Facts): Measurement[] {
  const bytes = (name: string, object: string, value: number | null) =>
    value === null ? [] : [{ name, object, value, unit: 'bytes' as const }];
  return [
    ...fileSystems.flatMap(({ mountPoint, sizeBytes, usedBytes, availableBytes }) => [
      ...bytes('size', mountPoint, sizeBytes),
      ...bytes('used', mountPoint, usedBytes),
      ...bytes('available', mountPoint, availableBytes),
    ]),
    ...directories.flatMap(({ path, bytes: size }) => bytes('directory', path, size)),
    ...(backups ?? []).flatMap(({ kind, newestBytes }) => bytes('backup', kind, newestBytes)),
    { name: 'cpu-p50', value: cpu.busyP50, unit: 'percent' },
    { name: 'cpu-p95', value: cpu.busyP95, unit: 'percent' },
    { name: 'memory-p50', value: memory.usedP50, unit: 'percent' },
    { name: 'memory-p95', value: memory.usedP95, unit: 'percent' },
  ];
}
