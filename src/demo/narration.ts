import type { Locale } from '../core/message.ts';
import { type Comparison, describeFault } from './comparison.ts';

/** Japanese where the environment asks for it (POSIX XBD 8.2), English everywhere else. */
export function localeOf(environment: Readonly<Record<string, string | undefined>>): Locale {
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  return (LC_ALL || LC_MESSAGES || LANG || '').startsWith('ja') ? 'ja' : 'en';
}

export function introduction(locale: Locale): string {
  return locale === 'ja'
    ? `teiki のデモ: この 1 台の中に 3 台のホストを立て、週次メンテナンスを実際に SSH で実行します。
  app1  正常
  app2  途中で切れたバックアップ、期限間近の証明書、120 MiB のログ
  app3  停止中
`
    : `teiki demo: three hosts are embedded in this process, and the weekly maintenance runs on them over SSH, for real.
  app1  healthy
  app2  a backup that was cut off, a certificate about to expire, a log of 120 MiB
  app3  down
`;
}

export interface Ending {
  readonly locale: Locale;
  readonly comparison: Comparison;
  readonly planted: number;
  /** Exit status that `teiki run` had. */
  readonly status: number;
  /** The run in the journal's words. */
  readonly entry: string;
  readonly instance: string;
  readonly record: string;
  readonly journal: string;
  /** How this program is called. */
  readonly program: string;
}

export function ending(told: Ending): string {
  const { locale, status, entry, instance, record, journal, program } = told;
  const ja = locale === 'ja';
  const places = [
    [ja ? '実行記録' : 'Record', record],
    [ja ? '台帳' : 'Journal', journal],
    [ja ? '設定一式' : 'Instance', instance],
  ].map(([what, path]) => `  ${what}: ${path}`);
  const commands = [
    `cat ${journal}`,
    `${program} validate --dir ${instance}`,
    `${program} catalogue backup.integrity --dir ${instance}`,
  ].map((command) => `  ${command}`);
  const exit = ja
    ? `teiki run としての終了ステータスは ${status} です。`
    : `As \`teiki run\`, this would have ended with exit status ${status}.`;
  return [
    '',
    verdict(told),
    exit,
    '',
    ja ? '台帳への記載:' : 'The journal now says:',
    '',
    entry,
    '',
    ...places,
    '',
    ja ? '次に試すもの:' : 'To try next:',
    ...commands,
    '',
  ].join('\n');
}

function verdict({ locale, comparison, planted }: Ending): string {
  const ja = locale === 'ja';
  const { missed, unexpected, ofThisMachine } = comparison;
  const list = (heading: string, faults: Comparison['missed']): readonly string[] =>
    faults.length > 0 ? [heading, ...faults.map((fault) => `  ${describeFault(fault)}`)] : [];
  const differs = missed.length + unexpected.length > 0;
  const all = ja
    ? `仕込んだ異常 ${planted} 件を、すべて見つけました。`
    : `All ${planted} planted faults were found, and nothing else on these hosts.`;
  return [
    ...(differs ? [] : [all]),
    ...list(ja ? '見つからなかったもの:' : 'Planted, but not found:', missed),
    ...list(ja ? '仕込んでいないもの:' : 'Found, but not planted:', unexpected),
    ...list(
      ja ? 'このマシン自体について見つかったもの:' : 'Found on this machine itself:',
      ofThisMachine,
    ),
  ].join('\n');
}
