import type { Messages } from '../../core/message.ts';

export const gunicornMessages = {
  fits: {
    ja: '{service} のワーカーは {workers} で、勧める数のとおりです (コア {cores}: {byCores}、メモリ: {byMemory}、接続: {byConnections, select, none {制限なし} other {{byConnections}}})',
    en: '{service} has {workers} workers, as recommended (by {cores} cores: {byCores}, by memory: {byMemory}, by connections: {byConnections, select, none {no limit} other {{byConnections}}})',
  },
  differs: {
    ja: '{service} のワーカーは {workers}、勧める数は {recommended} です (コア {cores}: {byCores}、メモリ: {byMemory}、接続: {byConnections, select, none {制限なし} other {{byConnections}}})',
    en: '{service} has {workers} workers, recommended are {recommended} (by {cores} cores: {byCores}, by memory: {byMemory}, by connections: {byConnections, select, none {no limit} other {{byConnections}}})',
  },
  'over-memory': {
    ja: '{service} のワーカー {workers} は、メモリで持てる {byMemory} を超えています (1 つ {eachBytes}。コア {cores}: {byCores}、接続: {byConnections, select, none {制限なし} other {{byConnections}}})。OOM で止められるおそれがあります',
    en: '{service} has {workers} workers, and memory holds {byMemory} ({eachBytes} each; by {cores} cores: {byCores}, by connections: {byConnections, select, none {no limit} other {{byConnections}}}): they may be killed for lack of memory',
  },
  'over-connections': {
    ja: '{service} のワーカー {workers} は、データベースの接続で持てる {byConnections} を超えています (コア {cores}: {byCores}、メモリ: {byMemory})。接続が枯渇するおそれがあります',
    en: '{service} has {workers} workers, and database connections are enough for {byConnections} (by {cores} cores: {byCores}, by memory: {byMemory}): they may run out',
  },
  'not-plain': {
    ja: '{service} のワーカーは {workers} です (種類 {workerClass}、スレッド {threads})。2n+1 の式は同期ワーカーだけのもので、ここには当てはまりません (参考: コア {cores}: {byCores}、メモリ: {byMemory}、接続: {byConnections, select, none {制限なし} other {{byConnections}}})',
    en: '{service} has {workers} workers of class {workerClass} with {threads, plural, one {# thread} other {# threads}}: the formula 2n+1 is for synchronous workers and does not hold here (by {cores} cores: {byCores}, by memory: {byMemory}, by connections: {byConnections, select, none {no limit} other {{byConnections}}})',
  },
  rss: {
    ja: 'ワーカーのメモリは RSS です (共有分を重ねて数えるので、メモリの上限は少なめに出ます)',
    en: 'The memory of workers is RSS, which counts what they share several times over: the limit by memory comes out too low',
  },
  'remedy-rss': {
    ja: 'teiki sudoers --helpers の出力を root で実行してください',
    en: 'Run the output of teiki sudoers --helpers as root',
  },
  'remedy-set': {
    ja: '今の値は {by} で決まっています。drop-in をプルリクエストで変え、作業枠で再起動してください: systemctl edit {service} → [Service] Environment=WEB_CONCURRENCY={recommended} (コマンド行の -w があれば、それが優先します)',
    en: 'It is set by {by} now. Change a drop-in by pull request, and restart in a window: systemctl edit {service} → [Service] Environment=WEB_CONCURRENCY={recommended} (-w on the command line wins over it)',
  },
  'remedy-connections': {
    ja: 'ワーカーを {recommended} に減らすか、プールを小さくするか、PgBouncer を挟んでください: systemctl edit {service} → [Service] Environment=WEB_CONCURRENCY={recommended}',
    en: 'Have {recommended} workers, or smaller pools, or PgBouncer in between: systemctl edit {service} → [Service] Environment=WEB_CONCURRENCY={recommended}',
  },
  'remedy-measure': {
    ja: '同時の要求数と応答時間を見ながら、一つずつ変えて測ってください',
    en: 'Change it one by one, and watch requests at a time and response times',
  },
  'not-running': {
    ja: '{service} が動いていないので ({state})、ワーカーを数えられません',
    en: '{service} is not running ({state}), so there are no workers to count',
  },
  'remedy-not-running': {
    ja: '状態を見てください: systemctl status {service}; journalctl -u {service} -n 50',
    en: 'Look at it: systemctl status {service}; journalctl -u {service} -n 50',
  },
  'not-installed': {
    ja: 'サービス {service} はこのホストにありません',
    en: 'There is no service {service} on this host',
  },
  'no-gunicorn': {
    ja: 'サービス {service} は gunicorn で動いていません',
    en: 'The service {service} does not run gunicorn',
  },
} as const satisfies Messages;
