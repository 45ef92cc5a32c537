import type { Messages } from '../core/message.ts';

/** Why a host that should have been reached has no result. */
export const runMessages = {
  'run/no-result': {
    ja: 'このホストを受け持つジョブの結果が届きませんでした (中止、失敗、またはランナーの喪失)',
    en: 'The job of this host left no result (cancelled, failed, or its runner was lost)',
  },
  'run/no-result-remedy': {
    ja: '実行のページで失敗したジョブを確かめ、"Re-run failed jobs" で再実行してください',
    en: 'Look at the failed job on the page of the run, and use "Re-run failed jobs"',
  },
} as const satisfies Messages;
