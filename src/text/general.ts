import type { Messages } from '../core/message.ts';

/** Why a record could not be written. */
export const recordMessages = {
  'record/disk-full': {
    ja: '{directory} に記録を書く空きがありません。何も変更していません。空きを作ってから (df -h {directory}) もう一度実行してください',
    en: 'No space left to write records below {directory}; nothing was changed. Free some (df -h {directory}) and run it again',
  },
  'record/exists': {
    ja: '{path} は別の内容ですでにあります。記録は上書きしません。実行 ID を変えるか、そのファイルを残してください',
    en: '{path} is there already with other content, and records are never overwritten. Give the run another id, or keep the file as it is',
  },
  'record/unwritable': {
    ja: '{directory} に記録を書けません: {detail}',
    en: 'Cannot write records below {directory}: {detail}',
  },
} as const satisfies Messages;
