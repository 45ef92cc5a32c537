import { defineCheck } from '../define.ts';
import { httpMessages } from './http-messages.ts';
import { factsOfAnswer, httpMeasures, httpParams, judgeAnswer, requestOf } from './http-request.ts';

export const check = defineCheck({
  id: 'http',
  title: { ja: 'HTTP 応答', en: 'HTTP response' },
  description: {
    ja: 'URL に要求を送り、ステータス・本文(正規表現)・応答時間を確かめます。ランナーから、または SSH を通してホストから送れます。',
    en: 'Requests a URL and checks the status, the body (regular expression) and the time it took, from the runner or, through SSH, from the host.',
  },
  sources: ['RFC 9110', 'ECMA-262 RegExp'],
  level: 1,
  transient: true,
  params: httpParams,
  messages: httpMessages,
  measures: httpMeasures,
  probes: (params) => ({ request: requestOf(params) }),
  parse: ({ request }, params) => factsOfAnswer(request, params),
  evaluate: judgeAnswer,
});
