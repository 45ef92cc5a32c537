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
  'schedule.missed': { ja: '実施されなかった作業枠', en: 'Missed window' },
  'schedule/missed': {
    ja: '{window} の分が、期限の {startByAt} までに始まりませんでした',
    en: 'The window {window} had to begin by {startByAt} and did not',
  },
  'schedule/missed-several': {
    ja: '{count} 回続けて始まりませんでした。最後は {window} の分 (期限 {startByAt})',
    en: '{count} windows did not begin; the last is {window} (by {startByAt})',
  },
  'schedule/missed-remedy': {
    ja: 'GitHub Actions の予定実行が遅れたか失われました。Actions のページでワークフローが有効かを確かめ、必要なら手動で実行してください (Run workflow)。免除するときは config.yml の waivers に {runbook} と理由を書いてください',
    en: 'GitHub has delayed or dropped the schedule: see on the Actions page that the workflow is enabled, and run it by hand if it is needed (Run workflow). To let it go, add {runbook} with a reason to the waivers of config.yml',
  },
} as const satisfies Messages;
