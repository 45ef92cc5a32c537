import type { Messages } from '../../core/message.ts';

export const rotateMessages = {
  rotate: { ja: '{path} ({sizeBytes}) をローテーション', en: 'Rotate {path} ({sizeBytes})' },
  rotated: {
    ja: '{path}: {beforeBytes} → {afterBytes}',
    en: '{path}: {beforeBytes} → {afterBytes}',
  },
  recently: {
    ja: '{path} は {rotatedAt} にローテーション済みです ({hours} 時間以内は繰り返しません)',
    en: '{path} was rotated at {rotatedAt} (not again within {hours} hours)',
  },
  empty: {
    ja: '{config} に、ローテーションする中身のあるログはありません',
    en: 'No log of {config} has anything to rotate',
  },
  'keeps-nothing': {
    ja: '{config} には {pattern} の rotate がありません。強制すると、いまのログが消えます',
    en: '{config} states no rotate for {pattern}: forced, the current log would be deleted',
  },
  'keeps-nothing-remedy': {
    ja: '{config} に rotate 14 のように世代数を書いてください (/etc/logrotate.conf の値は、単独では読まれません)',
    en: 'Write how many to keep into {config}, such as rotate 14 (what /etc/logrotate.conf says is not read with it alone)',
  },
  'config-error': {
    ja: 'logrotate は {config} のとおりに動けません',
    en: 'logrotate cannot do what {config} says',
  },
  'config-error-remedy': {
    ja: '設定を直してください: logrotate -d {config}',
    en: 'Correct it: logrotate -d {config}',
  },
  'config-writable': {
    ja: '{config} は root 以外が書き換えられます (所有者 {uid}、モード {mode})。root で動かす設定なので使いません',
    en: '{config} can be changed by others than root (owner {uid}, mode {mode}), and root would run what is in it',
  },
  'config-writable-remedy': {
    ja: '中身を確かめてから: chown root:root {config} && chmod 0644 {config}',
    en: 'Look at it first, then: chown root:root {config} && chmod 0644 {config}',
  },
  'globals-odd': {
    ja: '/etc/logrotate.conf の全体設定だけを取り出せません',
    en: 'The global settings of /etc/logrotate.conf cannot be told from the rest',
  },
  'globals-odd-remedy': {
    ja: '証跡の行のブロックは、ログのパスと開き波括弧を同じ行に書くか、/etc/logrotate.d に移してください',
    en: 'Put the path in the evidence on one line with the brace that opens its block, or move the block to /etc/logrotate.d',
  },
  'no-room': {
    ja: '空き {freeBytes} では、{path} ({sizeBytes}) を圧縮または複写できません',
    en: 'There is no room to compress or copy {path} ({sizeBytes}): {freeBytes} free',
  },
  'no-room-remedy': {
    ja: '先に古いログを別の場所へ移してください。大きい順: du -x -S / | sort -n | tail',
    en: 'Move old logs elsewhere first. The largest: du -x -S / | sort -n | tail',
  },
  'frees-nothing': {
    ja: '{config} には compress がないので、すぐには空きは増えません',
    en: '{config} does not compress, so nothing becomes free at once',
  },
  'not-rotated': {
    ja: '{path} はローテーションされていません',
    en: '{path} was not rotated',
  },
  'not-rotated-remedy': {
    ja: '理由を見てください: logrotate -d -f {config}',
    en: 'See why: logrotate -d -f {config}',
  },
  lost: {
    ja: '{path} の前の中身 ({sizeBytes}) が見つかりません',
    en: 'What was in {path} ({sizeBytes}) cannot be found',
  },
  'lost-remedy': {
    ja: '書いているプロセスがまだ開いていれば戻せます: lsof +L1',
    en: 'It can be had back while a process has it open: lsof +L1',
  },
  'old-writer': {
    ja: 'プロセス {pid} は、いまも前のログ {path} に書いています',
    en: 'Process {pid} still writes to the old log, {path}',
  },
  'old-writer-remedy': {
    ja: '{config} の postrotate でログを開き直させてください (例: systemctl kill -s HUP サービス名)。できないプログラムなら copytruncate',
    en: 'Have it open its log again in postrotate of {config} (systemctl kill -s HUP SERVICE), or use copytruncate if it cannot',
  },
} as const satisfies Messages;

export type RotateMessage = keyof typeof rotateMessages;
