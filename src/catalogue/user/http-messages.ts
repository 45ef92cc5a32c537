export const httpMessages = {
  'no-answer': {
    ja: '{url} から応答がありません({code})',
    en: '{url} does not answer ({code})',
  },
  'no-way': {
    ja: '{url} に届かないため、確かめられません({code})',
    en: '{url} could not be reached, so nobody knows how it is ({code})',
  },
  status: {
    ja: '{url} がステータス {actual} を返しました(期待値 {expected})',
    en: '{url} answered with status {actual} (expected {expected})',
  },
  'no-match': {
    ja: '{url} の本文が {pattern} に一致しません',
    en: 'The body of {url} does not match {pattern}',
  },
  'match-unknown': {
    ja: '{url} の本文を {pattern} と照合しきれませんでした(本文が長すぎるか、照合に時間がかかりすぎます)',
    en: 'The body of {url} could not be matched against {pattern} (too long a body, or too slow a pattern)',
  },
  slow: {
    ja: '{url} の応答に {took} ms かかりました(しきい値 {limit} ms)',
    en: '{url} took {took} ms to answer (limit {limit} ms)',
  },
  'remedy-host': {
    ja: 'ホストで確かめる: curl -sv -o /dev/null --max-time {timeoutSeconds} "{url}"。サービスの状態は systemctl --failed で見られます',
    en: 'Try it on the host: curl -sv -o /dev/null --max-time {timeoutSeconds} "{url}". systemctl --failed shows services that are down',
  },
  'remedy-runner': {
    ja: '名前と経路を確かめる: curl -sv -o /dev/null --max-time {timeoutSeconds} "{url}"。ランナーから届かない URL なら from: host にしてください',
    en: 'Check the name and the way: curl -sv -o /dev/null --max-time {timeoutSeconds} "{url}". If no runner can reach it, set from: host',
  },
  'remedy-look': {
    ja: '応答を見る: curl -si --max-time {timeoutSeconds} "{url}" | head -50',
    en: 'See the answer: curl -si --max-time {timeoutSeconds} "{url}" | head -50',
  },
  'remedy-slow': {
    ja: 'もう一度測り、サーバーの負荷を見る: time curl -so /dev/null --max-time {timeoutSeconds} "{url}"',
    en: 'Measure again, and look at the load of the server: time curl -so /dev/null --max-time {timeoutSeconds} "{url}"',
  },
} as const;
