import { z } from 'zod';
import type { Finding, Measurement } from '../../core/finding.ts';
import type { HttpOutput, HttpProbe } from '../../core/probe.ts';
import type { Judgement } from '../define.ts';
import type { httpMessages } from './http-messages.ts';
import { match, pattern } from './pattern.ts';

const status = z.int().min(100).max(599);
const milliseconds = z.number().positive().optional();

export const httpParams = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .refine((url) => !/^https?:\/\/[^/?#]*@/.test(url), 'A URL must not hold a password')
    .describe('URL to request; redirects are not followed'),
  status: z
    .union([status, z.array(status).min(1)])
    .default(200)
    .describe('Status that is expected, or a list of them'),
  match: pattern.optional().describe('Regular expression that the body must match'),
  timeoutSeconds: z.number().positive().max(120).default(10).describe('Time limit of the request'),
  from: z
    .enum(['runner', 'host'])
    .default('runner')
    .describe('Where the request comes from: the runner, or the host through SSH'),
  warningMilliseconds: milliseconds.describe('Slower than this is a warning'),
  criticalMilliseconds: milliseconds.describe('Slower than this is critical'),
});

export type HttpParams = z.output<typeof httpParams>;
type Id = keyof typeof httpMessages;

export interface HttpFacts {
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly status: number;
  readonly matched: boolean | null;
  readonly durationMilliseconds: number;
  /** The beginning of the body. */
  readonly body: string;
}

/**
 * Errors that tell of the way rather than of the service: no such name, no route, a tunnel that
 * the host forbids. Nobody knows then how the service is.
 */
const wayErrors: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'ENETUNREACH',
  'ENETDOWN',
  'EHOSTUNREACH',
  'EACCES',
  'EPERM',
  'EMFILE',
  'forbidden',
  'aborted',
]);

export const httpMeasures = { latency: { ja: '応答時間', en: 'Response time' } } as const;

export function requestOf({
  url,
  from,
  timeoutSeconds,
}: Pick<HttpParams, 'url' | 'from' | 'timeoutSeconds'>): HttpProbe {
  return { kind: 'http', from, url, method: 'GET', timeoutSeconds, maxBodyBytes: 64 * 1024 };
}

export function factsOfAnswer(request: HttpOutput, params: HttpParams): HttpFacts {
  const tried =
    request.error || params.match === undefined ? null : match(params.match, request.body);
  // What does not match in the beginning of a long body may still follow.
  const matched = tried?.matched === false && request.bodyTruncated ? null : tried?.matched;
  return {
    error: request.error ?? null,
    status: request.status,
    matched: tried ? (matched ?? null) : true,
    durationMilliseconds: Math.round(request.durationMs),
    body: request.body.slice(0, 500),
  };
}

export function judgeAnswer(facts: HttpFacts, params: HttpParams): Judgement<Id> {
  const { url, from, criticalMilliseconds, warningMilliseconds } = params;
  const found = (
    severity: Finding['severity'],
    id: Id,
    args: Record<string, string | number>,
    remedy: Id,
    evidence: string,
  ): Finding<Id> => ({
    key: `url:${url}`,
    severity,
    message: { id, args: { url, ...args } },
    remedy: { id: remedy, args: { url, timeoutSeconds: params.timeoutSeconds } },
    ...(evidence === '' ? {} : { evidence }),
  });
  const measurements: Measurement[] = [
    { name: 'latency', object: url, value: facts.durationMilliseconds, unit: 'milliseconds' },
  ];
  if (facts.error) {
    const { code, message } = facts.error;
    const remedy = from === 'host' ? 'remedy-host' : 'remedy-runner';
    return {
      findings: [
        wayErrors.has(code)
          ? found('unknown', 'no-way', { code }, remedy, message)
          : found('critical', 'no-answer', { code }, remedy, message),
      ],
    };
  }
  const expected = [params.status].flat();
  const pattern = params.match ?? '';
  const { body, durationMilliseconds: took } = facts;
  const late = (limit: number | undefined): limit is number => limit !== undefined && took > limit;
  const slow = (severity: 'warning' | 'critical', limit: number) =>
    found(severity, 'slow', { took, limit }, 'remedy-slow', '');
  const findings: Finding<Id>[] = [];
  if (!expected.includes(facts.status)) {
    const args = { actual: facts.status, expected: expected.join(', ') };
    findings.push(found('critical', 'status', args, 'remedy-look', body));
  } else if (facts.matched === null) {
    findings.push(found('unknown', 'match-unknown', { pattern }, 'remedy-look', body));
  } else if (!facts.matched) {
    findings.push(found('critical', 'no-match', { pattern }, 'remedy-look', body));
  } else if (late(criticalMilliseconds)) {
    findings.push(slow('critical', criticalMilliseconds));
  } else if (late(warningMilliseconds)) {
    findings.push(slow('warning', warningMilliseconds));
  }
  return { findings, measurements };
}
