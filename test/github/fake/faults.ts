import { secondaryLimit } from './limits.ts';
import { ApiProblem } from './problem.ts';

export type FaultKind =
  /** That status, and nothing is done. */
  | number
  /** It is done, and the answer never comes. */
  | 'timeout-after-write'
  /** Nothing is done, and the answer never comes. */
  | 'timeout'
  /** The connection breaks before anything is done. */
  | 'reset'
  | 'secondary-limit'
  /** A page of a proxy instead of an answer. */
  | 'html';

export interface Fault {
  /** `POST /issues`, `GET /issues/{issue_number}`: as in GitHub's description, below the repository. */
  readonly route: string;
  readonly fault: FaultKind;
  /** 1. */
  readonly times?: number;
  /** So many requests pass first. 0. */
  readonly after?: number;
  /** With `secondary-limit` and 429 and 503; GitHub leaves the header out at times. */
  readonly retryAfterSeconds?: number;
}

/** Faults to come, in the order in which they were planned. */
export class Faults {
  readonly #planned: { fault: Fault; left: number; toPass: number }[] = [];

  plan(fault: Fault): void {
    this.#planned.push({ fault, left: fault.times ?? 1, toPass: fault.after ?? 0 });
  }

  next(route: string): Fault | undefined {
    for (const plan of this.#planned) {
      if (plan.fault.route !== route || plan.left === 0) continue;
      if (plan.toPass > 0) {
        plan.toPass -= 1;
        return undefined;
      }
      plan.left -= 1;
      return plan.fault;
    }
    return undefined;
  }

  clear(): void {
    this.#planned.length = 0;
  }
}

/** The answer of a fault that is an answer. */
export function problemOf({ fault, retryAfterSeconds }: Fault): ApiProblem | undefined {
  if (fault === 'secondary-limit') return secondaryLimit(retryAfterSeconds);
  if (typeof fault !== 'number') return undefined;
  const headers: Record<string, string> =
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return new ApiProblem(fault, texts[fault] ?? 'A planned fault', { headers });
}

const texts: Readonly<Record<number, string>> = {
  401: 'Bad credentials',
  403: 'Resource not accessible by integration',
  404: 'Not Found',
  429: 'Too Many Requests',
  500: 'Server Error',
  502: 'Server Error',
  503: 'Service Unavailable',
};
