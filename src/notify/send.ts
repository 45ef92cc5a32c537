import pRetry from 'p-retry';

export interface SendOptions {
  readonly fetch: typeof fetch;
  /** Of one try. */
  readonly timeoutMs?: number;
  /** After the first try. */
  readonly retries?: number;
  /** Before the first repetition; the next ones wait twice as long each. */
  readonly waitMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Why something could not be delivered. An address of a webhook is a secret, and messages of the
 * network name it, so only codes and statuses get in here.
 */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly isTransient: boolean;
  readonly retryAfterMs: number;

  constructor(reason: string, isTransient: boolean, retryAfterMs = 0) {
    super(reason);
    this.isTransient = isTransient;
    this.retryAfterMs = retryAfterMs;
  }
}

const maxRetryAfterMs = 30_000;

/**
 * One request, repeated while that may help: no answer, 408, 429, 5xx. Never throws and never
 * waits longer than its limits: telling people is no reason for a run to fail.
 */
export async function deliver(
  address: string,
  request: Omit<RequestInit, 'signal'>,
  options: SendOptions,
): Promise<DeliveryError | undefined> {
  const { retries = 3, waitMs = 1000, signal } = options;
  if (!isAddress(address)) return new DeliveryError('the value is no http(s) address', false);
  try {
    await pRetry(() => attempt(address, request, options), {
      retries,
      minTimeout: waitMs,
      maxTimeout: maxRetryAfterMs,
      randomize: true,
      shouldRetry: ({ error }) => error instanceof DeliveryError && error.isTransient,
      onFailedAttempt: async ({ error, retriesLeft }) => {
        if (error instanceof DeliveryError && error.retryAfterMs > 0 && retriesLeft > 0) {
          await pause(Math.min(error.retryAfterMs, maxRetryAfterMs), signal);
        }
      },
      ...(signal && { signal }),
    });
    return undefined;
  } catch (error) {
    return error instanceof DeliveryError ? error : new DeliveryError('cancelled', false);
  }
}

async function attempt(
  address: string,
  request: Omit<RequestInit, 'signal'>,
  { fetch, timeoutMs = 10_000, signal }: SendOptions,
): Promise<void> {
  const limit = AbortSignal.timeout(timeoutMs);
  let response: Response;
  try {
    const either = signal ? AbortSignal.any([limit, signal]) : limit;
    response = await fetch(address, { ...request, signal: either });
    await response.body?.cancel();
  } catch (error) {
    const isCancelled = signal?.aborted === true;
    const reason = limit.aborted ? `no answer within ${timeoutMs / 1000} s` : codeOf(error);
    throw new DeliveryError(isCancelled ? 'cancelled' : reason, !isCancelled);
  }
  if (response.ok) return;
  const { status } = response;
  const isTransient = status === 408 || status === 429 || status >= 500;
  const seconds = Number(response.headers.get('retry-after') ?? 0);
  throw new DeliveryError(
    `HTTP ${status}`,
    isTransient,
    Number.isFinite(seconds) ? seconds * 1000 : 0,
  );
}

/** `ECONNREFUSED` of `TypeError: fetch failed`, whose message and cause name the address. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return /^[A-Z][A-Z0-9_]{2,40}$/.test(code) ? code : 'the request failed';
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}
