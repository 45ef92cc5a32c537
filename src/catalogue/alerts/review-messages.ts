import { prometheusMessages } from './messages.ts';

export const reviewMessages = {
  ...prometheusMessages,
  'file-missing': { ja: 'ルールファイル {path} がありません', en: 'There is no rule file {path}' },
  'file-unreadable': {
    ja: 'ルールファイル {path} を接続ユーザーが読めません',
    en: 'The login user cannot read the rule file {path}',
  },
  'file-wrong': {
    ja: 'promtool がルールファイル {path} の誤りを見つけました。次の再読み込みは失敗します',
    en: 'promtool finds {path} wrong: the next reload will fail',
  },
  lint: {
    ja: 'promtool がルールファイル {path} について注意しています',
    en: 'promtool has warnings about {path}',
  },
  'not-loaded': {
    ja: 'Prometheus はルールファイル {path} を読み込んでいません',
    en: 'Prometheus has not loaded the rule file {path}',
  },
  stale: {
    ja: 'ルールファイル {path} には {count} 個のルールがありますが、Prometheus が読み込んでいるのは {loaded} 個です',
    en: '{path} has {count, plural, one {# rule} other {# rules}}, of which Prometheus has loaded {loaded}',
  },
  broken: {
    ja: '評価に失敗しているルールがあります: {names}',
    en: 'Rules cannot be evaluated: {names}',
  },
  'no-alerts': {
    ja: 'Prometheus にアラートのルールが 1 つもありません',
    en: 'Prometheus has no alerting rule at all',
  },
  flapping: {
    ja: 'アラート {alert} は 24 時間に最大 {count} 回、発報と解消を繰り返しました',
    en: 'The alert {alert} came and went up to {count} times within 24 hours',
  },
  'never-fired': {
    ja: '{weeks} 週間に一度も発報していないアラート(この間のデータは {percent}%): {names}',
    en: 'Alerts that have not fired in {weeks} weeks (with data for {percent}% of them): {names}',
  },
  gaps: {
    ja: '{weeks} 週間のうち Prometheus にデータがあるのは {percent}% です。残りの間のアラートはここでは分かりません',
    en: 'Prometheus has data for {percent}% of the {weeks} weeks: what alerted in the rest is not known here',
  },
  'remedy-file': {
    ja: 'ホストで見る: promtool check rules {path}。場所が違えば手順の files を直してください',
    en: 'On the host: promtool check rules {path}. If it is elsewhere, correct `files` in the step',
  },
  'remedy-load': {
    ja: 'prometheus.yml の rule_files を確かめ、検査してから再読み込みする: promtool check config /etc/prometheus/prometheus.yml && sudo systemctl reload prometheus',
    en: 'Look at rule_files in prometheus.yml, check and reload: promtool check config /etc/prometheus/prometheus.yml && sudo systemctl reload prometheus',
  },
  'remedy-broken': {
    ja: '証跡のエラーを見て式を直してください。指標の名前が変わっていないかも確かめます',
    en: 'The evidence has the errors; mend the expressions, and see whether a metric has been renamed',
  },
  'remedy-flapping': {
    ja: 'for を長くするか (2.42 以降は keep_firing_for も使えます)、しきい値に差を付けてください',
    en: 'Lengthen `for` (since 2.42 there is keep_firing_for too), or leave room between the limits',
  },
  'remedy-never': {
    ja: '式の指標が今もあるか (Prometheus の画面で式を実行)、しきい値が届く値かを、単体テスト (promtool test rules) で確かめてください',
    en: 'See that the metrics of its expression still exist (run it in Prometheus), and by a unit test (promtool test rules) that the limit can be reached',
  },
  'remedy-gaps': {
    ja: '保持期間 (--storage.tsdb.retention.time、既定は 15 日) より前は、毎週の alerts.sample の記録にあります',
    en: 'What is older than the retention (--storage.tsdb.retention.time, 15 days by default) is in the weekly records of alerts.sample',
  },
} as const;
