import type { Messages } from '../../core/message.ts';

/** What the engine itself has to say about a task, whatever it changes. */
export const taskMessages = {
  'task/only-planned': {
    ja: '計画 {hash}: 変更していません (適用するには --apply、この計画に限るには --expect-plan {hash})',
    en: 'Plan {hash}: nothing was changed (--apply carries it out, --expect-plan {hash} only as it is now)',
  },
  'task/not-marked': {
    ja: '計画 {hash}: 変更していません (手順に apply: true がありません)',
    en: 'Plan {hash}: nothing was changed (the step is not marked apply: true)',
  },
  'task/needs-approval': {
    ja: 'レベル {level} の作業なので、通知と承認なしには適用しません (急ぐときは --override "理由")',
    en: 'A level {level} task is not applied without notice and approval (in an emergency: --override "reason")',
  },
  'task/step-failed': {
    ja: '前の手順 {step} ({use}) がうまくいかなかったので、レベル {level} の作業には進みません',
    en: 'The step before it, {step} ({use}), went wrong, so no level {level} task is applied any more',
  },
  'task/step-failed-remedy': {
    ja: '{step} の検出事項を直してから、もう一度実行してください',
    en: 'Put right what {step} has found, then run it again',
  },
  'task/cancelled': {
    ja: '実行が取り消されたので、始めませんでした',
    en: 'The run was cancelled before it had begun',
  },
  'task/override': {
    ja: '通知と承認を省いて適用しました (レベル {level})。理由: {reason}',
    en: 'Applied without notice and approval (level {level}). Reason: {reason}',
  },
  'task/applied': { ja: '計画 {hash} による変更', en: 'A change by plan {hash}' },
  'task/plan-not-expected': {
    ja: '計画 {hash} は指定された計画 ({expected}) と違うので、適用しませんでした',
    en: 'Plan {hash} is not the one that was asked for ({expected}): nothing was changed',
  },
  'task/plan-not-expected-remedy': {
    ja: '--plan で今の計画を見直してください',
    en: 'Look at the plan as it is now, with --plan',
  },
  'task/plan-changed': {
    ja: '計画を立てた後にホストが変わったので、適用しませんでした (計画 {hash} → {now})',
    en: 'The host has changed since it was planned, so nothing was changed (plan {hash}, now {now})',
  },
  'task/plan-changed-remedy': {
    ja: 'もう一度実行してください。続くようなら、ほかに変更しているものを探してください',
    en: 'Run it again; when it stays so, find out what else is changing the host',
  },
  'task/locked': {
    ja: 'ほかの実行 {runId} が {sinceAt} からこのホストを変更しています',
    en: 'Another run, {runId}, has been changing this host since {sinceAt}',
  },
  'task/lock-foreign': {
    ja: '期限の切れたロック {path} (実行 {runId}、{sinceAt}) は別の利用者のものなので、外せません',
    en: 'The expired lock {path} (run {runId}, {sinceAt}) is of another user and cannot be taken over',
  },
  'task/lock-foreign-remedy': {
    ja: 'ホストで変更作業が動いていないことを確かめ、root で消してください: rm -r {path}',
    en: 'See that nothing is changing the host, then remove it as root: rm -r {path}',
  },
  'task/lock-failed': {
    ja: 'ホストのロックを取れないため、適用しませんでした',
    en: 'The lock of the host could not be taken, so nothing was changed',
  },
  'task/lock-failed-remedy': {
    ja: '/run/lock (または /tmp) に書き込めるかを確かめてください',
    en: 'See that /run/lock (or /tmp) can be written to',
  },
  'task/lock-stale': {
    ja: '期限の切れたロック (実行 {runId}、{sinceAt}) を引き継ぎました。その実行は途中で失われています',
    en: 'An expired lock (run {runId}, {sinceAt}) was taken over: that run was lost',
  },
  'task/start-failed': {
    ja: 'ホストで作業を始められませんでした',
    en: 'The work could not be started on the host',
  },
  'task/start-failed-remedy': {
    ja: '/var/tmp に書き込めるかを確かめてください (容量、権限)',
    en: 'See that /var/tmp can be written to (space, rights)',
  },
  'task/exit-status': {
    ja: '作業が終了コード {exitStatus} で失敗しました',
    en: 'The work failed with exit status {exitStatus}',
  },
  'task/sudo-denied': {
    ja: '作業に要る sudo の権限がありません: {command}',
    en: 'sudo does not allow what the work needs: {command}',
  },
  'task/timed-out': {
    ja: '作業が {seconds} 秒以内に終わらないので、打ち切りました',
    en: 'The work did not end within {seconds} s and was ended',
  },
  'task/interrupted': {
    ja: '作業が途中で絶たれました (ホストの再起動、または強制終了)',
    en: 'The work was cut short (the host was restarted, or its process killed)',
  },
  'task/left-running': {
    ja: '接続が切れましたが、作業はホストで続いています。次の実行が結果を引き取ります ({cause})',
    en: 'The connection was lost, but the work goes on; the next run will pick it up ({cause})',
  },
  'task/unverified': {
    ja: '作業は終わりましたが、接続が切れて確かめられません。次の実行が確かめます ({cause})',
    en: 'The work has ended, but the connection was lost before it could be verified; the next run will do so ({cause})',
  },
  'task/left-running-remedy': {
    ja: '数分後にもう一度実行してください',
    en: 'Run it again in a few minutes',
  },
  'task/failed-remedy': {
    ja: '証跡のエラーを読み、原因を除いてから、もう一度実行してください',
    en: 'Read the error in the evidence, remove its cause, and run it again',
  },
  'task/rolled-back': {
    ja: '元に戻しました',
    en: 'It was rolled back',
  },
  'task/rollback-failed': {
    ja: '元に戻せませんでした',
    en: 'It could not be rolled back',
  },
  'task/rollback-failed-remedy': {
    ja: 'ホストは途中の状態です。証跡を読み、手で戻してください',
    en: 'The host is half-way: read the evidence and put it right by hand',
  },
  'task/irreversible': {
    ja: '自動では元に戻せない変更です',
    en: 'This change cannot be undone automatically',
  },
  'task/picked-up': {
    ja: '失われた実行 {runId} ({startedAt} 開始) の作業を引き取り、結果を確かめました',
    en: 'The work of the lost run {runId}, begun {startedAt}, was picked up and verified',
  },
  'task/still-running': {
    ja: '失われた実行 {runId} ({startedAt} 開始) の作業が、まだ続いています',
    en: 'The work of the lost run {runId}, begun {startedAt}, is still going on',
  },
} as const satisfies Messages;

export type TaskMessageId = keyof typeof taskMessages;
