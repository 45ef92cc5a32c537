import type { Messages } from '../../core/message.ts';

export const preBackupMessages = {
  etc: {
    ja: '設定 {paths} を {directory} に保存 (root だけが読める)',
    en: 'Archive the configuration {paths} in {directory} (for root’s eyes only)',
  },
} as const satisfies Messages;
