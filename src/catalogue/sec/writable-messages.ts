import { searchMessages } from './search-trouble.ts';

export const writableMessages = {
  ...searchMessages,
  files: {
    ja: '{directory} に誰でも書き込めるファイルが {count} 個あります(例: {path})',
    en: '{directory} has {count, plural, one {# file} other {# files}} that everybody may write ({path})',
  },
  folders: {
    ja: '{directory} に、誰でも書き込めて sticky ビットのないフォルダが {count} 個あります(例: {path})。中のファイルは誰でも消して置き換えられます',
    en: '{directory} has {count, plural, one {# folder} other {# folders}} that everybody may write and that {count, plural, one {is} other {are}} not sticky ({path}): anybody can replace the files in there',
  },
  'setuid-new': {
    ja: '{directory} に、前回の実行になかった setuid・setgid のファイルが {count} 個あります(例: {path}、所有者 {owner})',
    en: '{directory} has {count, plural, one {# setuid or setgid file} other {# setuid or setgid files}} that the last run did not have ({path}, of {owner})',
  },
  setuid: {
    ja: '{directory} に、宣言していない setuid・setgid のファイルが {count} 個あります(例: {path}、所有者 {owner})',
    en: '{directory} has {count, plural, one {# setuid or setgid file} other {# setuid or setgid files}} that nobody has declared ({path}, of {owner})',
  },
  'remedy-chmod': {
    ja: '書き込みを外す: {command}。元に戻す: {undo}。全件の分は証跡にあります',
    en: 'Take the right away: {command}. To give it back: {undo}. The evidence has both for each',
  },
  'remedy-through': {
    ja: 'サービスのアカウント {user} は「その他」として書いているため、o-w だけでは止まります。先にグループで書けるようにする: {command}。元に戻す: {undo}。変更後にアプリケーションの動作を確かめてください',
    en: '{user}, the account of a service, writes as one of the others, so o-w alone would stop it. Let it write as the group: {command}. To go back: {undo}. See that the application is well afterwards',
  },
  'remedy-setuid': {
    ja: '誰がいつ置いたかを調べ(ls -lc、dpkg -S)、要らなければ外す: {command}。元に戻す: {undo}。要るものなら手順の setuid にパスを書いてください',
    en: 'Find out who has put it there and when (ls -lc, dpkg -S). If it is not needed: {command}. To go back: {undo}. If it is, write its path into `setuid` of the step',
  },
} as const;
