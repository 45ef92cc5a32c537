import type { Messages } from '../core/message.ts';

/**
 * Texts that belong to no catalogue entry. `unknown/<why>` has `unknown/<why>-remedy` beside it,
 * with the same arguments.
 */
export const unknownMessages = {
  'unknown/missing-tool': { ja: '{tool} がホストにありません', en: 'The host has no {tool}' },
  'unknown/missing-tool-remedy': {
    ja: '{tool} を含むパッケージを入れるか、この項目を手順から外してください。足りないものは teiki doctor で一覧できます',
    en: 'Install the package that has {tool}, or take the step out of the runbook; teiki doctor lists what is missing',
  },
  'unknown/timed-out': {
    ja: '{seconds} 秒以内に終わりませんでした',
    en: 'It did not end within {seconds} s',
  },
  'unknown/timed-out-remedy': {
    ja: 'ホストの負荷と、応答しないマウント (NFS など)を確かめてください: uptime; findmnt',
    en: 'Look at the load of the host and for mounts that hang (NFS): uptime; findmnt',
  },
  'unknown/host-timed-out': {
    ja: 'ホスト全体の確認が {seconds} 秒以内に終わりませんでした',
    en: 'The checks of this host did not all end within {seconds} s',
  },
  'unknown/host-timed-out-remedy': {
    ja: 'ホストの負荷と、応答しないマウント (NFS など)を確かめてください: uptime; findmnt',
    en: 'Look at the load of the host and for mounts that hang (NFS): uptime; findmnt',
  },
  'unknown/truncated': {
    ja: '出力が上限 ({limitBytes}) を超えたため、判定できません',
    en: 'There was more output than is read ({limitBytes}), so it could not be judged',
  },
  'unknown/truncated-remedy': {
    ja: '対象(ディレクトリやパターン)を絞ってください',
    en: 'Narrow down what the step looks at (directory, pattern)',
  },
  'unknown/exit-status': {
    ja: '確認コマンドが終了コード {exitStatus} で失敗しました',
    en: 'The probe failed with exit status {exitStatus}',
  },
  'unknown/exit-status-remedy': {
    ja: '証跡のエラーを読み、パスと読み取り権限を確かめてください: teiki doctor',
    en: 'Read the error in the evidence and see that the path exists and may be read: teiki doctor',
  },
  'unknown/no-output': { ja: '出力がありませんでした', en: 'There was no output' },
  'unknown/no-output-remedy': {
    ja: '対象があるか、読み取り権限があるかを確かめてください: teiki doctor',
    en: 'See that what the step looks at exists and may be read: teiki doctor',
  },
  'unknown/unparsable': {
    ja: '出力を読み取れません (あるべきもの: {expected})',
    en: 'The output makes no sense (expected {expected})',
  },
  'unknown/unparsable-remedy': {
    ja: '証跡の出力とツールのバージョンを添えて報告してください',
    en: 'Report it with the output in the evidence and the version of the tool',
  },
  'unknown/sudo-denied': {
    ja: 'sudo で {command} を実行する権限がありません',
    en: 'sudo does not allow {command}',
  },
  'unknown/sudo-denied-remedy': {
    ja: 'teiki sudoers の出力を /etc/sudoers.d/teiki に置き、visudo -c で確かめてください',
    en: 'Put the output of teiki sudoers into /etc/sudoers.d/teiki and check it with visudo -c',
  },
  'unknown/lost': {
    ja: '実行中に接続が切れ、結果が届きませんでした',
    en: 'The connection was lost before the answer came',
  },
  'unknown/lost-remedy': {
    ja: 'もう一度実行し、続くようなら経路とホストの sshd のログを確かめてください: journalctl -u ssh',
    en: 'Run it again; when it stays so, look at the route and at the log of sshd: journalctl -u ssh',
  },
  'unknown/unreachable': {
    ja: 'ホストに接続できないため実施できませんでした',
    en: 'The host could not be reached',
  },
  'unknown/unreachable-remedy': {
    ja: '接続を直してから実施し直してください: teiki doctor',
    en: 'Mend the connection, then run it again: teiki doctor',
  },
  'unknown/not-carried-out': {
    ja: 'ホストを失ったため実施できませんでした',
    en: 'Not carried out: the host was lost',
  },
  'unknown/not-carried-out-remedy': {
    ja: '接続を直してから実施し直してください: teiki doctor',
    en: 'Mend the connection, then run it again: teiki doctor',
  },
  'unknown/internal-error': {
    ja: 'teiki 自身の誤りで判定できませんでした',
    en: 'A fault of teiki itself kept it from judging',
  },
  'unknown/internal-error-remedy': {
    ja: '証跡を添えて teiki の課題として報告してください',
    en: 'Report it as an issue of teiki, with the evidence',
  },
} as const satisfies Messages;

/** Titles of steps that the engine adds by itself. */
export const engineTitles = {
  'host.unreachable': { ja: 'ホストへの接続', en: 'Connection to the host' },
} as const satisfies Messages;

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

/** Everything that goes into `collectMessages` besides the catalogue. */
export const generalMessages = {
  ...unknownMessages,
  ...engineTitles,
  ...recordMessages,
} as const satisfies Messages;
