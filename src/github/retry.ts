import type { Failure } from './answer.ts';
import type { Headers } from './connect.ts';

export type Decision =
  /** The request was refused or cannot succeed: say so. */
  | { readonly kind: 'stop' }
  /** It may have been carried out although nobody heard so: look before asking again. */
  | { readonly kind: 'uncertain'; readonly afterMs: number }
  | { readonly kind: 'again'; readonly afterMs: number }
  /** GitHub asks to slow down; the request was not carried out. */
  | { readonly kind: 'limited'; readonly afterMs: number };

export interface Moment {
  /** 0 for the first. */
  readonly attempt: number;
  readonly nowMs: number;
  /** From 0 to 1, so that many runs do not come back together. */
  readonly random: number;
}

export const maxAttempts = 5;

/**
 * What to do about a failed request, by GitHub's rules: wait as long as `retry-after` says, or
 * until `x-ratelimit-reset` when nothing remains, else at least a minute and longer each time.
 */
export function decide(failure: Failure, { attempt, nowMs, random }: Moment): Decision {
  const { status, method, headers, detail } = failure;
  if (status === 403 || status === 429) {
    const asked = askedPauseMs(headers, nowMs);
    if (asked !== undefined) return { kind: 'limited', afterMs: asked + 1000 * random };
    if (status === 403 && !/secondary rate|rate limit|abuse/i.test(detail)) return { kind: 'stop' };
    return { kind: 'limited', afterMs: (60_000 + 5000 * random) * 2 ** attempt };
  }
  if (status !== undefined && status < 500 && status !== 408) return { kind: 'stop' };
  if (attempt + 1 >= maxAttempts) return { kind: 'stop' };
  const afterMs = askedPauseMs(headers, nowMs) ?? Math.round(1000 * 2 ** attempt * (0.5 + random));
  return { kind: method === 'POST' ? 'uncertain' : 'again', afterMs };
}

function askedPauseMs(headers: Failure['headers'], nowMs: number): number | undefined {
  const after = headers['retry-after'];
  if (after) {
    const ms = /^\d+$/.test(after) ? Number(after) * 1000 : Date.parse(after) - nowMs;
    if (Number.isFinite(ms)) return Math.max(0, ms);
  }
  return exhaustedForMs(headers, nowMs);
}

/** How long nothing may be asked any more, from the headers of any answer. */
export function exhaustedForMs(headers: Headers, nowMs: number): number | undefined {
  if (String(headers['x-ratelimit-remaining']) !== '0') return undefined;
  const reset = Number(headers['x-ratelimit-reset']);
  // A second more, for clocks differ.
  return reset > 0 ? Math.max(0, reset * 1000 - nowMs) + 1000 : undefined;
}
