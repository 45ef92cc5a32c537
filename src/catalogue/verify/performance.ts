import { z } from 'zod';
import { defineCheck } from '../define.ts';
import { judgePerformance, performanceMessages } from './performance-judgement.ts';
import { parseRequests, requestsProbe } from './requests.ts';

const params = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .refine((url) => !/^https?:\/\/[^/?#]*@/.test(url), 'A URL must not hold a password')
    .default('http://127.0.0.1:5100/api/v1/health')
    .describe('URL that the host itself asks again and again; one that changes nothing'),
  warmUp: z
    .int()
    .min(0)
    .max(50)
    .default(5)
    .describe('Requests that do not count, before those that do'),
  requests: z.int().min(30).max(500).default(40).describe('Requests that count'),
  timeoutSeconds: z.int().min(1).max(60).default(5).describe('Time limit of each'),
  warningTimes: z.number().gt(1).default(1.5).describe('So many times slower is a warning'),
  criticalTimes: z.number().gt(1).default(2).describe('So many times slower may be critical'),
  criticalMilliseconds: z
    .number()
    .min(0)
    .default(200)
    .describe('… and is, when it is slower by more than this as well'),
  noticeableMilliseconds: z
    .number()
    .min(0)
    .default(10)
    .describe('Slower by less than this is nothing'),
});

export const check = defineCheck({
  id: 'verify.performance',
  title: { ja: 'レスポンスタイムの比較', en: 'Response times against those before' },
  description: {
    ja: 'ホストから同じ URL を繰り返し開き (準備 5 回、測定 40 回)、50・95 パーセンタイルと失敗の数を出します。実行の最初に測った値が基準です。作業の手順の後に置くと、作業が何かを変えたときはもう一度測り、基準と比べます。何も変えていなければ、測るだけです。',
    en: 'Opens one URL from the host again and again (5 requests to warm up, 40 that count) for the 50th and 95th percentile and the number of failures. What it measures at the beginning of the run is the baseline. Behind tasks in a runbook it measures again when they have changed something, and compares. Where nothing has changed, it only measures.',
  },
  sources: ['curl(1) --write-out', 'https://en.wikipedia.org/wiki/Percentile (nearest rank)'],
  level: 1,
  params,
  messages: performanceMessages,
  measures: {
    p50Before: { ja: '応答時間 50 パーセンタイル (前)', en: 'Response time, median, before' },
    p50: { ja: '応答時間 50 パーセンタイル', en: 'Response time, median' },
    p95Before: {
      ja: '応答時間 95 パーセンタイル (前)',
      en: 'Response time, 95th percentile, before',
    },
    p95: { ja: '応答時間 95 パーセンタイル', en: 'Response time, 95th percentile' },
    failed: { ja: '失敗した要求', en: 'Failed requests' },
  },
  probes: (given) => ({ requests: requestsProbe(given) }),
  parse: ({ requests }) => parseRequests(requests),
  evaluate: (facts, given, { before }) => judgePerformance(facts, before?.facts, given),
});
