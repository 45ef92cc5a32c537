import { z } from 'zod';
import type { HttpOutput, HttpProbe } from '../../core/probe.ts';
import { Unparsable } from '../define.ts';

export const prometheusUrl = z
  .url({ protocol: /^https?$/ })
  .refine((url) => !/^https?:\/\/[^/?#]*@/.test(url), 'A URL must not hold a password')
  .transform((url) => url.replace(/\/+$/, ''))
  .prefault('http://127.0.0.1:9090')
  .describe('Prometheus, as seen from the host');

/** A GET of Prometheus' HTTP API, through the SSH connection of the host. */
export function ask(url: string, path: string, query?: string): HttpProbe {
  const search = query === undefined ? '' : `?query=${encodeURIComponent(query)}`;
  return {
    kind: 'http',
    from: 'host',
    method: 'GET',
    url: `${url}/api/v1/${path}${search}`,
    timeoutSeconds: 60,
    maxBodyBytes: 32 * 1024 * 1024,
  };
}

/** Why there is no answer to work with. */
export interface Silent {
  readonly reason: string;
}

export type Answer<T> = { readonly data: T } | Silent;

const envelope = z.object({
  status: z.enum(['success', 'error']),
  error: z.string().optional(),
  data: z.unknown().optional(),
});

/** @throws Unparsable for what is no answer of Prometheus */
export function answerOf<T>(output: HttpOutput, schema: z.ZodType<T>): Answer<T> {
  const { error, status, body, bodyTruncated } = output;
  if (error) return { reason: `${error.code}: ${error.message}` };
  if (bodyTruncated) return { reason: 'the answer is longer than 32 MiB' };
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    if (status !== 200) return { reason: `HTTP ${status}` };
    throw new Unparsable('JSON of the Prometheus API', body.slice(0, 300));
  }
  const read = envelope.safeParse(json);
  if (!read.success) throw new Unparsable('an answer of the Prometheus API', body.slice(0, 300));
  if (read.data.status === 'error') return { reason: read.data.error ?? `HTTP ${status}` };
  const data = schema.safeParse(read.data.data);
  if (data.success) return { data: data.data };
  throw new Unparsable('data of the Prometheus API', z.prettifyError(data.error).slice(0, 300));
}

export const matrix = z.object({
  resultType: z.literal('matrix'),
  result: z.array(
    z.object({
      metric: z.record(z.string(), z.string()),
      values: z.array(z.tuple([z.number(), z.string()])),
    }),
  ),
});

export const vector = z.object({
  resultType: z.literal('vector'),
  result: z.array(
    z.object({
      metric: z.record(z.string(), z.string()),
      value: z.tuple([z.number(), z.string()]),
    }),
  ),
});
