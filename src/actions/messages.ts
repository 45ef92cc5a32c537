import type { Locale, MessageArgs, Messages } from '../core/message.ts';
import { plainSentence } from '../text/plain.ts';

/** What actions say, and why a host has no result. */
export const actionMessages = {
  'action/no-instance': {
    ja: '{directory} に設定がないため、何も実行しません。config.yml、fleet.yml、runbooks/ を置くと動き始めます',
    en: 'There is no configuration in {directory}, so nothing is run: add config.yml, fleet.yml and runbooks/',
  },
  'action/no-hosts': {
    ja: '{directory}/fleet.yml に実在するホストがまだないため、何も実行しません。自分たちのホストに書き換えると動き始めます',
    en: '{directory}/fleet.yml has no real host yet, so nothing is run: put your own hosts there',
  },
  'action/no-secret': {
    ja: 'シークレット {names} がまだないため、何も実行しません。リポジトリの Settings → Secrets and variables → Actions に置き、ワークフローの env: で渡してください',
    en: 'Secret {names} is not set yet, so nothing is run: add it at Settings → Secrets and variables → Actions, and pass it in the env: of the workflow',
  },
  'action/not-due': {
    ja: '{runbook} の予定 ({window}) は今日 ({date}) ではないため、実行しません',
    en: '{runbook} is not due today ({date}): its window is {window}',
  },
  'action/already-recorded': {
    ja: '{runbook} の {window} の分は実施済み ({record}) のため、実行しません',
    en: '{runbook} has been carried out for {window} already ({record})',
  },
  'action/not-armed': {
    ja: '{runbook} の {window} の分はまだ承認されていないため、待ちません',
    en: '{runbook} for {window} is not approved yet, so it is not waited for',
  },
  'action/waiting': {
    ja: '{runbook} の {window} の分を {startsAt} まで待ちます',
    en: 'Waiting until {startsAt} for {runbook} of {window}',
  },
  'action/wait-cancelled': {
    ja: '{runbook} の {window} の分を待っている間に中止されました',
    en: 'Cancelled while waiting for {runbook} of {window}',
  },
  'action/handed-over': {
    ja: '{runbook} の {window} の分までまだ長いため、新しい実行に引き継ぎました',
    en: 'It is still long until {runbook} of {window}: a fresh run waits on',
  },
  'action/armed': {
    ja: '{runbook} の {window} の分に備えて、ワークフローを起動しました',
    en: 'The workflow of {runbook} has been started to wait for {window}',
  },
  'action/dry-run': {
    ja: '{runbook} の {window} の分の予告のため、試行を起動しました',
    en: 'A dry run of {runbook} has been started for the notice of {window}',
  },
  'action/not-started': {
    ja: '{runbook} のワークフローを {window} の分のために起動できませんでした。Actions のページから実行してください: {detail}',
    en: 'The workflow of {runbook} could not be started for {window}; run it from the Actions page: {detail}',
  },
  'action/notices-failed': {
    ja: '予告を更新できませんでした。次の起動で更新されます: {detail}',
    en: 'Notices could not be updated; the next tick makes it right: {detail}',
  },
  'action/too-late': {
    ja: '{runbook} の {window} の分は開始期限 ({startBy}) を過ぎたため、実行しません。変更は時間外に取り返しません。次の作業枠を待つか、手動で実行してください',
    en: '{runbook} for {window} had to begin by {startBy} and is not made up for: changes keep to their window. Wait for the next one, or run it by hand',
  },
  'action/frozen': {
    ja: '{runbook} の {window} の分は凍結期間 ({reason}) のため、実行しません',
    en: '{runbook} for {window} is not run: changes are frozen ({reason})',
  },
  'action/waived': {
    ja: '{runbook} の {window} の分は免除されている ({reason}) ため、実行しません',
    en: '{runbook} for {window} is waived ({reason})',
  },
  'action/caught-up': {
    ja: '{runbook} の {window} の分が始まっていないため、ワークフローを起動しました',
    en: '{runbook} for {window} had not begun, so its workflow has been started',
  },
  'action/disabled': {
    ja: '{runbook} は enabled: false のため、予定では実行しません',
    en: '{runbook} is not scheduled: it says enabled: false',
  },
  'action/no-pseudonym-key': {
    ja: '公開リポジトリですが TEIKI_PSEUDONYM_KEY がないため、仮名は実行ごとに変わります。ランダムな文字列をその名前のシークレットに置いてください',
    en: 'The repository is public and TEIKI_PSEUDONYM_KEY is not set, so pseudonyms differ from run to run: put a random text into a secret of that name',
  },
  'action/damaged-result': {
    ja: '{path} は実行結果として読めません: {detail}',
    en: '{path} cannot be read as a result: {detail}',
  },
  'action/missing-hosts': {
    ja: '{count} 台の結果がありません: {hosts}。未実施として記録します',
    en: '{count} hosts have no result and are recorded as not carried out: {hosts}',
  },
  'action/rejected': {
    ja: '記録の push がほかの書き込みと競合しました ({attempt} 回目)。やり直します',
    en: 'Somebody else pushed first (attempt {attempt}); trying again',
  },
  'action/incidents-failed': {
    ja: 'Issue を更新できませんでした。記録は残っており、次の起動で更新されます: {detail}',
    en: 'Issues could not be updated. The record is kept, and the next tick makes it right: {detail}',
  },
  'action/nothing-to-recheck': {
    ja: '確かめ直す未解決の事象はありません',
    en: 'There is no open incident to look at again',
  },
  'action/summary-cut': {
    ja: '長いため {missing} 節を省きました。全体は記録にあります',
    en: '{missing} sections are left out for their length; the record has them all',
  },
  'action/record': { ja: '記録', en: 'Record' },
  'action/kept-file': {
    ja: '結果は {path} に残してあります',
    en: 'The result is kept in {path}',
  },
} as const satisfies Messages;

export type ActionMessage = keyof typeof actionMessages;

/** One of our own sentences. */
export function say(id: ActionMessage, args: MessageArgs, locale: Locale): string {
  return plainSentence(actionMessages[id][locale], args);
}
