import { defineCheck } from '../define.ts';
import { filesystemParams, filesystemProbes, parseFilesystem } from '../disk/filesystem.ts';
import {
  evaluateFilesystem,
  filesystemMeasures,
  filesystemMessages,
} from '../disk/judge-filesystem.ts';

export const check = defineCheck({
  id: 'logs.disk-usage',
  title: { ja: 'ログディスク容量確認', en: 'Log disk usage' },
  description: {
    ja: 'ログを置くファイルシステムの使用率・inode・読み取り専用マウントを確認します。しきい値を超えたときは、ジャーナルの大きさ、削除後も開かれたままのファイル、大きなファイル 20 個を証拠として集めます(接続ユーザーが読める範囲)。',
    en: 'Space, inodes and read-only state of the file system that holds the logs. Above the limit it gathers, as far as the login user may read, the size of the journal, deleted files that are still open and the 20 largest files.',
  },
  sources: ['POSIX XCU df', 'proc(5) /proc/pid/mounts', 'journalctl(1) --disk-usage'],
  level: 1,
  params: filesystemParams('/var/log'),
  messages: filesystemMessages,
  measures: filesystemMeasures,
  probes: filesystemProbes,
  parse: parseFilesystem,
  evaluate: evaluateFilesystem,
});
