import { defineCheck } from '../define.ts';
import {
  evaluateFilesystem,
  filesystemMeasures,
  filesystemMessages,
  filesystemParams,
  filesystemProbes,
  parseFilesystem,
} from './filesystem.ts';

export const check = defineCheck({
  id: 'disk.root-usage',
  title: { ja: 'ディスク容量チェック', en: 'Root disk usage' },
  description: {
    ja: 'ルートファイルシステムの使用率・inode・読み取り専用マウントを確認します。',
    en: 'Space, inodes and read-only state of the root file system.',
  },
  sources: ['POSIX XCU df', 'proc(5) /proc/pid/mounts'],
  level: 1,
  params: filesystemParams('/'),
  messages: filesystemMessages,
  measures: filesystemMeasures,
  probes: filesystemProbes,
  parse: parseFilesystem,
  evaluate: evaluateFilesystem,
});
