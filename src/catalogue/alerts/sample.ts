import { z } from 'zod';
import type { Finding } from '../../core/finding.ts';
import { defineCheck } from '../define.ts';
import { byAlert, episodesOf, firing, minutesOf, minutesOfWeek, watched } from './episodes.ts';
import { prometheusMessages } from './messages.ts';
import { answerOf, matrix, prometheusUrl, vector } from './prometheus.ts';

/** More than a record should hold; the counts go on. */
const most = 500;

const messages = {
  ...prometheusMessages,
  unwatched: {
    ja: 'Prometheus にこの 1 週間のデータがないため、アラートが出ていたかどうか分かりません',
    en: 'Prometheus has no data of this week, so nobody knows whether anything alerted',
  },
  gaps: {
    ja: 'Prometheus のデータは 1 週間の {percent}% だけです。残りの間のアラートは分かりません',
    en: 'Prometheus has data for {percent}% of the week: what alerted in the rest is not known',
  },
  many: {
    ja: '発報が {count} 回あり、記録には新しい {kept} 回だけを残します',
    en: 'There were {count} episodes, of which the record keeps the newest {kept}',
  },
  'remedy-data': {
    ja: '保持期間 (--storage.tsdb.retention.time) と、止まっていた間の理由 (journalctl -u prometheus) を確かめてください',
    en: 'Check the retention (--storage.tsdb.retention.time) and why it did not run (journalctl -u prometheus)',
  },
} as const;

export const check = defineCheck({
  id: 'alerts.sample',
  title: { ja: '週のアラートの記録', en: 'Alerts of the week' },
  description: {
    ja: 'この 1 週間に Prometheus で発報したアラートを、始まりと終わりの時刻で記録します (1 分間隔、5 分以内の途切れはつなぐ)。Prometheus の保持期間は既定で 15 日しかないため、四半期の見直しと報告書はこの記録から読みます。データのない時間は「なし」ではなく不明として数えます。問題を見つけるものではありません。',
    en: 'Records which alerts have fired in Prometheus within the last seven days, with the times of beginning and end (by the minute; gaps of up to five minutes are bridged). Prometheus keeps 15 days unless told otherwise, so the quarterly review and reports read these records. Time without data counts as unknown, not as quiet. It does not look for trouble.',
  },
  sources: [
    'https://prometheus.io/docs/prometheus/latest/querying/api/',
    'https://prometheus.io/docs/prometheus/latest/querying/basics/#subquery',
    'https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/ (ALERTS)',
  ],
  level: 1,
  params: z.strictObject({ url: prometheusUrl }),
  messages,
  measures: {
    episodes: { ja: '発報の回数', en: 'Episodes' },
    firing: { ja: '発報していた時間', en: 'Time firing' },
    watched: { ja: 'データのある割合', en: 'Share of the week with data' },
  },
  probes: ({ url }) => ({ firing: firing(url), watched: watched(url) }),
  parse: ({ firing, watched }) => {
    const alerts = answerOf(firing, matrix);
    const data = answerOf(watched, vector);
    const silent = 'reason' in alerts ? alerts : 'reason' in data ? data : null;
    const episodes = 'data' in alerts ? episodesOf(alerts.data.result) : [];
    const minutes = 'data' in data ? Number(data.data.result[0]?.value[1] ?? 0) : 0;
    return {
      reason: silent?.reason ?? null,
      watched: Math.min(1, minutes / minutesOfWeek),
      total: episodes.length,
      episodes: episodes.slice(-most),
      alerts: [...byAlert(episodes)].map(([alert, all]) => ({
        alert,
        episodes: all.length,
        minutes: all.reduce((sum, one) => sum + minutesOf(one), 0),
      })),
    };
  },
  evaluate: ({ reason, watched, total, episodes, alerts }, { url }) => {
    const found = (
      severity: Finding['severity'],
      id: keyof typeof messages,
      args: Readonly<Record<string, string | number>>,
      remedy?: keyof typeof messages,
    ): Finding<keyof typeof messages> => ({
      key: id,
      severity,
      message: { id, args },
      ...(remedy && { remedy: { id: remedy, args } }),
    });
    if (reason !== null) {
      const args = { url, what: 'query', reason };
      return { findings: [found('unknown', 'no-answer', args, 'remedy-no-answer')] };
    }
    if (watched === 0) return { findings: [found('unknown', 'unwatched', {}, 'remedy-data')] };
    const percent = Math.floor(watched * 100);
    return {
      findings: [
        ...(percent < 99 ? [found('note', 'gaps', { percent }, 'remedy-data')] : []),
        ...(total > episodes.length
          ? [found('note', 'many', { count: total, kept: episodes.length })]
          : []),
      ],
      measurements: [
        { name: 'watched', value: watched * 100, unit: 'percent' },
        ...alerts.flatMap(({ alert, episodes, minutes }) => [
          { name: 'episodes', object: alert, value: episodes, unit: 'count' } as const,
          { name: 'firing', object: alert, value: minutes * 60, unit: 'seconds' } as const,
        ]),
      ],
    };
  },
});
