import type { IncomingMessage } from 'node:http';
import { decodeBytes } from '../../core/bytes.ts';
import type { HttpOutput, HttpProbe } from '../../core/probe.ts';
import { within } from '../abort.ts';
import { describeFailure, type ProbeOptions, type TunnelSource, timeoutError } from '../probing.ts';
import { trustWith } from '../tls/trust.ts';
import { request } from './request.ts';

export type HttpProber = (
  probe: HttpProbe,
  session: TunnelSource | undefined,
  signal: AbortSignal,
) => Promise<HttpOutput>;

/**
 * Carries out HTTP probes from the runner or, through its session, from the host. A redirect is an
 * answer like any other and is not followed; a certificate that does not verify is an error. Never
 * rejects: without an answer the output has an `error`.
 */
export function httpProber({ extraCa }: ProbeOptions = {}): HttpProber {
  return async (probe, session, signal) => {
    const started = performance.now();
    const durationMs = () => Math.round(performance.now() - started);
    const { timeoutSeconds } = probe;
    const onTimeout = () => timeoutError(timeoutSeconds);
    try {
      return await within(
        { milliseconds: timeoutSeconds * 1000, signal, onTimeout },
        async (inner) => {
          const response = await request(probe, session, trustWith(extraCa), inner);
          const { body, truncated } = await readBody(response, probe.maxBodyBytes);
          return {
            status: response.statusCode ?? 0,
            headers: headersOf(response),
            body: decodeBytes(body),
            bodyTruncated: truncated,
            durationMs: durationMs(),
          };
        },
      );
    } catch (error) {
      const nothing = { status: 0, headers: {}, body: '', bodyTruncated: false };
      return { error: describeFailure(error), ...nothing, durationMs: durationMs() };
    }
  };
}

export const probeHttp: HttpProber = httpProber();

/** At most `maxBytes`; the rest is not even received. */
async function readBody(
  response: IncomingMessage,
  maxBytes: number,
): Promise<{ readonly body: Buffer; readonly truncated: boolean }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Leaving the loop early destroys the response and with it the connection.
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > maxBytes) break;
  }
  return { body: Buffer.concat(chunks).subarray(0, maxBytes), truncated: bytes > maxBytes };
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, [value].flat().join(', ')]],
    ),
  );
}
