import { searchMessages } from './search-trouble.ts';

export const configMessages = {
  ...searchMessages,
  readable: {
    ja: '{directory} に、誰でも読める設定ファイルが {count} 個あります(例: {path})',
    en: '{directory} has {count, plural, one {# configuration file} other {# configuration files}} that everybody may read ({path})',
  },
  writable: {
    ja: '{directory} に、誰でも書き込めるものが {count} 個あります(例: {path})',
    en: 'Everybody may write {count, plural, one {# file or folder} other {# files or folders}} of {directory} ({path})',
  },
  key: {
    ja: '{directory} に、モードが 0600 でない秘密鍵が {count} 個あります(例: {path}、{mode})',
    en: '{directory} has {count, plural, one {# private key} other {# private keys}} whose mode is not 0600 ({path}, {mode})',
  },
  owner: {
    ja: '{directory} に、所有者が想定と異なるものが {count} 個あります(例: {path}、所有者 {owner})。所有者はモードに関わらず書き換えられます',
    en: '{count, plural, one {# file or folder} other {# files or folders}} of {directory} {count, plural, one {has} other {have}} an owner that is not expected ({path}, of {owner}), who can change {count, plural, one {it} other {them}} whatever the mode is',
  },
  'keys-unread': {
    ja: '秘密鍵かどうかを確かめられませんでした',
    en: 'Nobody could look whether there are private keys',
  },
  'remedy-chmod': {
    ja: '権限を外す: {command}。元に戻す: {undo}。全件の分は証跡にあります',
    en: 'Take the right away: {command}. To give it back: {undo}. The evidence has both for each',
  },
  'remedy-through': {
    ja: 'サービスのアカウント {user} は「その他」として使っているため、権限を外すだけでは動かなくなります。グループで渡す: {command}。元に戻す: {undo}。変更後にアプリケーションの動作を確かめてください',
    en: '{user}, the account of a service, has this only as one of the others, so taking it away alone would break the service. Give it to the group: {command}. To go back: {undo}. See that the application is well afterwards',
  },
  'remedy-key': {
    ja: '所有者だけが読めるようにする: {command}。元に戻す: {undo}。他人に読まれたかもしれない鍵は作り直してください',
    en: 'Leave it to its owner: {command}. To go back: {undo}. A key that others may have read is to be replaced',
  },
  'remedy-key-through': {
    ja: 'サービスのアカウント {user} は所有者ではないため、0600 にすると読めなくなります。先に所有者を変える: sudo chown {user} <鍵>、それから {command}。元に戻す: {undo}。他人に読まれたかもしれない鍵は作り直してください',
    en: '{user}, the account of a service, is not the owner and could not read it at 0600. Make it the owner first: sudo chown {user} <key>, then {command}. To go back: {undo}. A key that others may have read is to be replaced',
  },
  'remedy-owner': {
    ja: '経緯を確かめてから所有者を戻す(sudo chown root <パス>)。正しい所有者なら手順の owners に書いてください',
    en: 'Find out why, then give it back (sudo chown root <path>). If it is right, write the owner into `owners` of the step',
  },
} as const;
