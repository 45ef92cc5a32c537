import { defineCheck } from '../define.ts';
import { filesystemParams, filesystemProbes, parseFilesystem } from './filesystem.ts';
import { evaluateFilesystem, filesystemMeasures, filesystemMessages } from './judge-filesystem.ts';

export const check = defineCheck({
  id: 'disk.root-usage',
  title: { ja: 'ディスク容量チェック', en: 'Root disk usage' },
  description: {
    ja: 'ルートファイルシステムの使用率・inode・読み取り専用マウントを確認します。しきい値を超えたときは、ジャーナルの大きさ、削除後も開かれたままのファイル、大きなファイル 20 個を証拠として集めます(接続ユーザーが読める範囲)。',
    en: 'Space, inodes and read-only state of the root file system. Above the limit it gathers, as far as the login user may read, the size of the journal, deleted files that are still open and the 20 largest files.',
  },
  sources: ['POSIX XCU df', 'proc(5) /proc/pid/mounts', 'journalctl(1) --disk-usage'],
  level: 1,
  params: filesystemParams('/'),
  messages: filesystemMessages,
  measures: filesystemMeasures,
  probes: filesystemProbes,
  parse: parseFilesystem,
  evaluate: evaluateFilesystem,
});
