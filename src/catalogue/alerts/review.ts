import { z } from 'zod';
import type { HttpProbe, ShellProbe } from '../../core/probe.ts';
import { defineCheck, Unparsable } from '../define.ts';
import { byAlert, episodesOf, firing, minutesOfWeek, watched } from './episodes.ts';
import { answerOf, ask, matrix, prometheusUrl, vector } from './prometheus.ts';
import { mostInADay, reviewAlerts } from './review-judgement.ts';
import { reviewMessages } from './review-messages.ts';
import { loadedRules, readRuleFiles, ruleFilesProbe } from './rules.ts';

const params = z.strictObject({
  url: prometheusUrl,
  files: z
    .array(z.string().startsWith('/'))
    .min(1)
    .default(['/etc/prometheus/rules.yml'])
    .describe('Rule files that Prometheus should have loaded'),
  weeks: z.int().min(1).max(26).default(13).describe('How far back episodes are counted'),
  flapping: z
    .int()
    .min(2)
    .default(6)
    .describe('So many episodes of one alert and its labels within 24 hours are a warning'),
});

const weekNumbers = (weeks: number) => Array.from({ length: weeks }, (_, week) => week);

export const check = defineCheck({
  id: 'alerts.review',
  title: { ja: 'アラート設定の見直し', en: 'Review of alerts' },
  description: {
    ja: 'ルールファイルを promtool で検査し、Prometheus が実際に読み込んだルール (/api/v1/rules) と比べ、評価に失敗しているもの、繰り返すもの、3 か月に一度も発報していないものを挙げます。データのない期間は割合で示します。アラートが正しかったか (インシデントとの照合による適合率・再現率) はここでは判定せず、報告書がインシデントの Issue と発報の記録から計算します。',
    en: 'Checks rule files with promtool, compares them with the rules that Prometheus has really loaded (/api/v1/rules), and lists rules that cannot be evaluated, alerts that flap and alerts that have not fired in three months. Time without data is shown as a share. Whether alerts were right (precision and recall against incidents) is not judged here: reports compute it from the incident issues and the recorded episodes.',
  },
  sources: [
    'promtool(1) check rules',
    'https://prometheus.io/docs/prometheus/latest/querying/api/#rules',
    'https://prometheus.io/docs/prometheus/latest/querying/basics/#subquery',
  ],
  level: 1,
  params,
  messages: reviewMessages,
  measures: {
    episodes: { ja: '発報の回数', en: 'Episodes' },
    watched: { ja: 'データのある割合', en: 'Share of the time with data' },
  },
  probes: ({ url, files, weeks }): Readonly<Record<string, ShellProbe | HttpProbe>> => ({
    files: ruleFilesProbe(files),
    rules: ask(url, 'rules'),
    ...Object.fromEntries(weekNumbers(weeks).map((week) => [`firing${week}`, firing(url, week)])),
    ...Object.fromEntries(weekNumbers(weeks).map((week) => [`watched${week}`, watched(url, week)])),
  }),
  parse: (outputs, { weeks }) => {
    const shell = outputs['files'];
    if (!shell || !('stdout' in shell)) throw new Unparsable('what promtool says', '');
    const http = (name: string) => {
      const output = outputs[name];
      if (!output || !('body' in output)) throw new Unparsable(`an answer for ${name}`, '');
      return output;
    };
    const rules = answerOf(http('rules'), loadedRules);
    const numbers = weekNumbers(weeks);
    const alerts = numbers.map((week) => answerOf(http(`firing${week}`), matrix));
    const data = numbers.map((week) => answerOf(http(`watched${week}`), vector));
    const silent = [rules, ...alerts, ...data].find((answer) => 'reason' in answer);
    const minutes = data.map((one) =>
      'data' in one ? Number(one.data.result[0]?.value[1] ?? 0) : 0,
    );
    const series = alerts.flatMap((one) => ('data' in one ? one.data.result : []));
    return {
      reason: silent && 'reason' in silent ? silent.reason : null,
      files: readRuleFiles(shell.stdout),
      groups: 'data' in rules ? rules.data.groups : [],
      watched: Math.min(1, minutes.reduce((sum, one) => sum + one, 0) / (weeks * minutesOfWeek)),
      alerts: [...byAlert(episodesOf(series))].map(([alert, episodes]) => {
        return { alert, episodes: episodes.length, mostInADay: mostInADay(episodes) };
      }),
    };
  },
  evaluate: reviewAlerts,
});
