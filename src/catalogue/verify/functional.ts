import { z } from 'zod';
import type { HttpProbe } from '../../core/probe.ts';
import { defineCheck } from '../define.ts';
import { httpMessages } from '../user/http-messages.ts';
import {
  factsOfAnswer,
  httpMeasures,
  httpParams,
  judgeAnswer,
  requestOf,
} from '../user/http-request.ts';

const oneCase = z.strictObject({
  name: z
    .string()
    .min(1)
    .meta({ examples: ['login page'] })
    .describe('What is tried, as findings name it'),
  ...httpParams.shape,
});

const params = z.strictObject({
  cases: z
    .array(oneCase)
    .default([])
    .describe(
      'What users do, one request each, as for `http`; by default services.functional of config.yml',
    ),
});

export const check = defineCheck({
  id: 'verify.functional',
  title: { ja: '機能テスト', en: 'Functional tests' },
  description: {
    ja: '決めた URL を順に開き、ステータス・本文・応答時間・TLS を確かめます。作業の手順の後に置くと、作業が何かを変えたときは、その後にもう一度確かめた結果になります。一つも決めていなければ「判定不能」です。アクセス制限の間は、許可リストのアドレスから (from: host) 確かめてください。',
    en: 'Opens the URLs that were agreed on and checks status, body, response time and TLS. Behind tasks in a runbook, what counts is what it sees after they have changed something. An empty list is unknown. While access is restricted, ask from an address of the allow-list (from: host).',
  },
  sources: ['RFC 9110'],
  level: 1,
  params,
  messages: {
    ...httpMessages,
    'no-cases': {
      ja: '機能テストが一つも決まっていないので、動くかどうか分かりません',
      en: 'No functional test was agreed on, so nobody knows whether it works',
    },
    'no-cases-remedy': {
      ja: 'config.yml の services.functional に加えてください。例: {line}',
      en: 'Add to services.functional in config.yml, say: {line}',
    },
  },
  measures: httpMeasures,
  probes: ({ cases }) =>
    Object.fromEntries(
      cases.map((one, index): [string, HttpProbe] => [`case${index}`, requestOf(one)]),
    ),
  parse: (outputs, { cases }) =>
    cases.map(({ name: _, ...given }, index) => {
      const request = outputs[`case${index}`];
      return request === undefined ? null : factsOfAnswer(request, given);
    }),
  evaluate: (facts, { cases }) => {
    if (cases.length === 0) {
      const message = { id: 'no-cases', args: {} } as const;
      const line = '- { name: login page, url: "https://example.com/login", status: 200 }';
      const remedy = { id: 'no-cases-remedy', args: { line } } as const;
      return { findings: [{ key: 'cases', severity: 'unknown', message, remedy }] };
    }
    const judgements = cases.flatMap(({ name, ...given }, index) => {
      const seen = facts[index];
      if (!seen) return [];
      const { findings, measurements = [] } = judgeAnswer(seen, given);
      return [{ findings: findings.map((one) => ({ ...one, key: `case:${name}` })), measurements }];
    });
    return {
      findings: judgements.flatMap(({ findings }) => findings),
      measurements: judgements.flatMap(({ measurements }) => measurements),
    };
  },
});
