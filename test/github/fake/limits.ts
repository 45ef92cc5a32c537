import { ApiProblem } from './problem.ts';

export interface LimitOptions {
  /** All requests of a token. `GITHUB_TOKEN` has 1,000 per repository. */
  readonly requestsPerHour: number;
  /** Issues, comments and labels made, of all tokens. */
  readonly contentPerMinute: number;
  readonly contentPerHour: number;
}

export const githubLimits: LimitOptions = {
  requestsPerHour: 1000,
  contentPerMinute: 80,
  contentPerHour: 500,
};

const hour = 3_600_000;

/** GitHub's primary limit with its headers, and the secondary one on creating content. */
export class Limits {
  readonly #limits: LimitOptions;
  readonly #now: () => number;
  #windowStart: number;
  #used = 0;
  #created: number[] = [];

  constructor(limits: LimitOptions, now: () => number) {
    this.#limits = limits;
    this.#now = now;
    this.#windowStart = now();
  }

  headers(): Record<string, string> {
    this.#roll();
    return {
      'x-ratelimit-limit': String(this.#limits.requestsPerHour),
      'x-ratelimit-remaining': String(Math.max(0, this.#limits.requestsPerHour - this.#used)),
      'x-ratelimit-used': String(this.#used),
      'x-ratelimit-reset': String(Math.ceil((this.#windowStart + hour) / 1000)),
      'x-ratelimit-resource': 'core',
    };
  }

  count(): void {
    this.#roll();
    if (this.#used >= this.#limits.requestsPerHour) throw primaryLimit();
    this.#used += 1;
  }

  countContent(): void {
    const now = this.#now();
    this.#created = this.#created.filter((at) => at > now - hour);
    const lastMinute = this.#created.filter((at) => at > now - 60_000).length;
    if (this.#created.length >= this.#limits.contentPerHour) throw secondaryLimit(3600);
    if (lastMinute >= this.#limits.contentPerMinute) throw secondaryLimit(60);
    this.#created.push(now);
  }

  /** A request that was not modified costs nothing. */
  refund(): void {
    this.#used -= 1;
  }

  /** As after many requests. */
  exhaust(): void {
    this.#roll();
    this.#used = this.#limits.requestsPerHour;
  }

  #roll(): void {
    const now = this.#now();
    if (now < this.#windowStart + hour) return;
    this.#windowStart = now;
    this.#used = 0;
  }
}

function primaryLimit(): ApiProblem {
  return new ApiProblem(403, 'API rate limit exceeded for installation ID 1.');
}

export function secondaryLimit(retryAfterSeconds: number | undefined): ApiProblem {
  const message =
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
  const headers: Record<string, string> =
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return new ApiProblem(403, message, { headers });
}
