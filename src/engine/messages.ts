import type { Message, MessageArgs, Messages } from '../core/message.ts';
import { taskMessages } from './tasks/messages.ts';

/**
 * Why there is no judgement. `unknown/<why>` has `unknown/<why>-remedy` beside it, with the same
 * arguments.
 */
const unknownMessages = {
  'unknown/missing-tool': { ja: '{tool} がホストにありません', en: 'The host has no {tool}' },
  'unknown/missing-tool-remedy': {
    ja: '{tool} を含むパッケージを入れるか、この項目を手順から外してください。足りないものは teiki doctor で一覧できます',
    en: 'Install the package that has {tool}, or take the step out of the runbook; teiki doctor lists what is missing',
  },
  'unknown/no-secret': {
    ja: '秘密の値 {name} が設定されていないため、実行していません',
    en: 'The secret {name} is not set, so this was not carried out',
  },
  'unknown/no-secret-remedy': {
    ja: 'リポジトリの Settings → Secrets and variables → Actions に {name} を加え、teiki workflows を実行してください。手元では環境変数 {name} に入れます',
    en: 'Add {name} at Settings → Secrets and variables → Actions of the repository and run teiki workflows; on your own machine, set the variable {name}',
  },
  'unknown/odd-secret': {
    ja: '秘密の値 {name} に改行などの制御文字が含まれるため、実行していません',
    en: 'The secret {name} has more than one line, so this was not carried out',
  },
  'unknown/odd-secret-remedy': {
    ja: '{name} を、余分な改行のない一行の値として設定し直してください',
    en: 'Set {name} again, as one line',
  },
  'unknown/timed-out': {
    ja: '{seconds} 秒以内に終わりませんでした',
    en: 'It did not end within {seconds} s',
  },
  'unknown/timed-out-remedy': {
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
    ja: '実行中に接続が切れ、結果が届きませんでした ({cause})',
    en: 'The connection was lost before the answer came ({cause})',
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
  'unknown/host-timed-out': {
    ja: 'すべての確認が {seconds} 秒以内に終わらなかったため、接続を切りました',
    en: 'The checks did not end within {seconds} s in all, so the connection was cut',
  },
  'unknown/host-timed-out-remedy': {
    ja: 'ホストの負荷と、応答しないマウント (NFS など) を確かめてください: uptime; findmnt',
    en: 'Look at the load of the host and for mounts that hang (NFS): uptime; findmnt',
  },
  'unknown/no-shell': {
    ja: 'ログインシェルがスクリプトを実行しませんでした (終了コード {exitStatus})',
    en: 'The login shell did not run the script (exit status {exitStatus})',
  },
  'unknown/no-shell-remedy': {
    ja: '利用者のログインシェル (getent passwd) と、標準入力を読んでしまう起動ファイル (.bashrc など) がないかを確かめてください',
    en: 'Look at the login shell of the user (getent passwd), and for a start-up file such as .bashrc that reads standard input',
  },
  'unknown/script-died': {
    ja: '確認スクリプトが途中で終了しました ({exitStatus})',
    en: 'The script ended half-way ({exitStatus})',
  },
  'unknown/script-died-remedy': {
    ja: 'メモリ不足で停止されていないかを確かめてください: journalctl -k | grep -i oom',
    en: 'See whether it was killed for want of memory: journalctl -k | grep -i oom',
  },
  'unknown/internal-error': {
    ja: 'teiki 自身の誤りで判定できませんでした ({error})',
    en: 'A fault of teiki itself kept it from judging ({error})',
  },
  'unknown/internal-error-remedy': {
    ja: '証跡を添えて teiki の課題として報告してください',
    en: 'Report it as an issue of teiki, with the evidence',
  },
} as const satisfies Messages;

/** Titles of steps that the engine adds by itself. */
const engineTitles = {
  'host.unreachable': { ja: 'ホストへの接続', en: 'Connection to the host' },
} as const satisfies Messages;

export const engineMessages = {
  ...unknownMessages,
  ...engineTitles,
  ...taskMessages,
} as const satisfies Messages;

type Why<Id> = Id extends `unknown/${infer Reason}` ? Reason : never;
export type UnknownReason = Why<keyof typeof unknownMessages>;

/** The reason why something could not be judged. */
export function unknown(why: UnknownReason, args: MessageArgs): Message {
  return { id: `unknown/${why}`, args };
}
