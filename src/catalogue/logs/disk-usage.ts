import { defineCheck } from '../define.ts';
import {
  evaluateFilesystem,
  filesystemMeasures,
  filesystemMessages,
  filesystemParams,
  filesystemProbes,
  parseFilesystem,
} from '../disk/filesystem.ts';

export const check = defineCheck({
  id: 'logs.disk-usage',
  title: { ja: 'ログディスク容量確認', en: 'Log disk usage' },
  description: {
    ja: 'ログを置くファイルシステムの使用率・inode・読み取り専用マウントを確認します。',
    en: 'Space, inodes and read-only state of the file system that holds the logs.',
  },
  sources: ['POSIX XCU df', 'proc(5) /proc/pid/mounts'],
  level: 1,
  params: filesystemParams('/var/log'),
  messages: filesystemMessages,
  measures: filesystemMeasures,
  probes: filesystemProbes,
  parse: parseFilesystem,
  evaluate: evaluateFilesystem,
});
