import type { Locale, Text } from '../core/message.ts';
import { type Block, heading, labelled, list, paragraph, text } from '../text/markdown.ts';

/** What the words of a report mean, and how each number is computed. */
const terms: readonly { readonly term: Text; readonly meaning: Text }[] = [
  {
    term: { ja: 'n', en: 'n' },
    meaning: {
      ja: 'その数値を計算したデータの件数。少なすぎるときは数値を出さず、そう書く。',
      en: 'How many values a number is computed from. Where they are too few there is no number, and it says so.',
    },
  },
  {
    term: { ja: '作業枠と実施率', en: 'Window, carried out' },
    meaning: {
      ja: '手順の予定された一回が作業枠。実施率 = (実施 + 遅れて実施) ÷ (実施 + 遅れて実施 + 失敗 + 未実施)。免除・凍結は数えない。今の手順と記録から計算する。',
      en: 'A window is one planned occurrence of a runbook. Carried out = (done + late) ÷ (done + late + failed + missed); waived and frozen ones count neither way. Computed from the runbooks as they are now and the records.',
    },
  },
  {
    term: { ja: '検出事項', en: 'Finding' },
    meaning: {
      ja: 'ホスト・項目・対象ごとに一件と数え、期間中に何度見つかっても一件 (回数は「検出した回数」)。重さは期間中で最も重いもの。「期末に残る」は、その項目を最後に確認したときにまだあったもの。',
      en: 'One for each host, check and object, however often it was seen (“times seen” counts the runs); its severity is the worst in the period. Open at the end: it was there when its check looked for the last time.',
    },
  },
  {
    term: { ja: '中央値、p90', en: 'Median, p90' },
    meaning: {
      ja: '小さい順に並べた 50% と 90% の位置の値。間は線形補間 (Hyndman–Fan の 7 型)。中央値は 3 件以上、p90 は 10 件以上で出す。',
      en: 'The values at 50% and 90% in ascending order, linear in between (type 7 of Hyndman and Fan). A median needs 3 values, a p90 10.',
    },
  },
  {
    term: { ja: '傾向と 95% 区間', en: 'Trend and 95% interval' },
    meaning: {
      ja: 'Theil–Sen 推定量 (すべての二点間の傾きの中央値) と、Kendall の検定による 95% 信頼区間。クリーンアップ (ファイルシステムの 3% 以上、フォルダーの 20% 以上の減少) をまたぐ二点は使わない。8 件未満または 28 日未満ならデータ不足。',
      en: 'Theil–Sen (the median of the slopes of all pairs of samples) with the 95% confidence interval of Kendall’s test. Pairs with a clean-up between them (a fall by 3% of a file system, by 20% of a folder) are left out. Fewer than 8 samples or 28 days are too little.',
    },
  },
  {
    term: { ja: '85%・100% までの日数', en: 'Days to 85% and 100%' },
    meaning: {
      ja: '最後の記録から、95% 区間の上限の速さと下限の速さで増えた場合の日数の幅。区間が 0 を含めば「増加は認められない」。早いほうが 30 日未満で重大、90 日未満で警告。使用率は df と同じく 使用 ÷ (使用 + 空き)。',
      en: 'From the last sample, as a range: growing as fast as the upper and as the lower bound of the interval. When the interval holds 0, no growth is shown. Critical when the earlier one is below 30 days, warning below 90. In use = used ÷ (used + available), as df has it.',
    },
  },
  {
    term: { ja: '停止時間', en: 'Outage' },
    meaning: {
      ja: 'インシデントの「発生」から「影響解消」(なければ「復旧完了」) まで。影響を受けた利用者が 0 のものは停止ではない。同時の停止は一度だけ数える。',
      en: 'From “started” to “mitigated” (else “resolved”) of an incident. One that affected 0 users is none. Outages at the same time count once.',
    },
  },
  {
    term: { ja: '計画作業', en: 'Planned maintenance' },
    meaning: {
      ja: '何かを変更したレベル 2・3 の実行の開始から終了まで、および「計画作業」の印があるインシデント。実際の中断はこれより短いので、含めた稼働率は下限にあたる。',
      en: 'From start to end of runs of level 2 and 3 that changed something, and incidents ticked as planned. The interruption itself is shorter, so availability with it is a lower bound.',
    },
  },
  {
    term: { ja: '不明', en: 'Unknown' },
    meaning: {
      ja: 'ホストに届いた実行から 36 時間を過ぎても次の実行がない時間、およびインシデントの読み込みより後の時間。稼働にも停止にも数えない。',
      en: 'Time more than 36 hours after a run that reached a host, until the next one, and time after incidents were last read. Neither up nor down.',
    },
  },
  {
    term: { ja: '稼働率', en: 'Availability' },
    meaning: {
      ja: '計画作業を除く = 稼働 ÷ (稼働 + 障害)。計画作業を含む = 稼働 ÷ (全体 − 不明)。表示は切り捨て。',
      en: 'Without planned maintenance = up ÷ (up + outages). With planned maintenance as down = up ÷ (whole − unknown). Rounded down.',
    },
  },
  {
    term: { ja: 'エラーバジェット', en: 'Error budget' },
    meaning: {
      ja: '許容 = 期間 × (100% − 目標稼働率)。残り = 許容 − 障害。負なら使い過ぎ。',
      en: 'Allowed = time × (100% − objective). Left = allowed − outages; below zero it is overspent.',
    },
  },
  {
    term: { ja: 'MTTA', en: 'MTTA' },
    meaning: {
      ja: '検知から対応開始まで。平均ではなく中央値と p90 で示す。',
      en: 'From detection to acknowledgement; told as median and p90, not as a mean.',
    },
  },
  {
    term: { ja: 'MTTR', en: 'MTTR' },
    meaning: {
      ja: '発生 (検知ではない) から復旧完了まで。平均ではなく中央値と p90 で示す。時刻が書かれていないときだけ、検知時刻や Issue の作成・クローズ時刻で代用し、印を付ける。再オープンされた場合は最後のクローズ。',
      en: 'From the beginning (not the detection) to full restoration; told as median and p90. Only where no time is written, the detection or the opening and closing of the issue stands in, and is marked. Of a reopened issue the last closing counts.',
    },
  },
  {
    term: { ja: '顧客影響', en: 'Impact on users' },
    meaning: {
      ja: '停止の分数 × 影響を受けた利用者数の合計。利用者数の書かれていないインシデントは入らない。',
      en: 'Minutes of outage × users affected, summed up. Incidents that do not say how many users are not in it.',
    },
  },
];

export function glossary(locale: Locale): Block[] {
  return [
    heading(
      1,
      text(
        locale === 'ja'
          ? '報告書の用語と計算方法'
          : 'Terms of the reports and how they are computed',
      ),
    ),
    paragraph(
      text(
        locale === 'ja'
          ? 'teiki report が書く数値の定義です。'
          : 'The definitions of the numbers that teiki report writes.',
      ),
    ),
    list(terms.map(({ term, meaning }) => labelled(term[locale], [text(meaning[locale])]))),
  ];
}
