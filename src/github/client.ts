import { type Failure, readFailure, toError } from './answer.ts';
import { type Clock, systemClock } from './clock.ts';
import { type Answer, connect, type Send } from './connect.ts';
import { GitHubError } from './error.ts';
import { Patience } from './patience.ts';
import { decide, maxAttempts } from './retry.ts';

export interface Repository {
  readonly owner: string;
  readonly name: string;
}

export interface ClientOptions {
  readonly token: string;
  readonly repository: Repository;
  /** `GITHUB_API_URL` of the job; GitHub Enterprise Server has its own. */
  readonly apiUrl: string;
  /** All waiting for GitHub together, limits and repetitions. 300. */
  readonly maxWaitSeconds?: number;
  /** For one answer. 30. */
  readonly timeoutSeconds?: number;
  readonly clock?: Clock;
  /** From 0 to 1, spreads repetitions. */
  readonly random?: () => number;
}

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
type Parameters = Readonly<Record<string, unknown>>;

/**
 * Asks GitHub's REST API about one repository: one write at a time, limits honoured, repeated where
 * that cannot do anything twice, all waiting bounded. A redirect is an answer (301) and not followed,
 * for the issue at its end belongs to another repository.
 *
 * Not octokit's plugins: the one for throttling always waits 1 to 3 s between writes, the one for
 * retries repeats a POST whose answer was lost, and neither bounds the waiting.
 */
export class GitHubClient {
  readonly repository: Repository;
  readonly #options: ClientOptions;
  readonly #clock: Clock;
  readonly #patience: Patience;
  #send: Promise<Send> | undefined;
  #writes: Promise<unknown> = Promise.resolve();
  #requests = 0;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.repository = options.repository;
    this.#clock = options.clock ?? systemClock;
    this.#patience = new Patience(this.#clock, (options.maxWaitSeconds ?? 300) * 1000);
  }

  /** Requests made so far, repetitions included. */
  get requests(): number {
    return this.#requests;
  }

  now(): number {
    return this.#clock.now();
  }

  /**
   * @param route a template below `/repos/{owner}/{repo}`
   * @param alreadyDone for POST: looks whether the request was carried out although its answer was
   *   lost; without it such a request is not repeated
   * @throws GitHubError
   */
  async call(
    method: Method,
    route: string,
    parameters: Parameters = {},
    alreadyDone?: () => Promise<Answer | undefined>,
  ): Promise<Answer> {
    const work = () => this.#persist(method, route, parameters, alreadyDone);
    if (method === 'GET') return work();
    const turn = this.#writes.then(work, work);
    this.#writes = turn.catch(() => undefined);
    return turn;
  }

  /** All pages of a list, 100 each. @throws GitHubError */
  async pages(route: string, parameters: Parameters = {}): Promise<unknown[]> {
    const all: unknown[] = [];
    for (let page = 1; ; page += 1) {
      const { data, headers } = await this.call('GET', route, {
        ...parameters,
        per_page: 100,
        page,
      });
      if (!Array.isArray(data)) throw notAList(route);
      all.push(...(data as unknown[]));
      if (!/rel="next"/.test(String(headers['link'] ?? ''))) return all;
    }
  }

  async #persist(
    method: Method,
    route: string,
    parameters: Parameters,
    alreadyDone?: () => Promise<Answer | undefined>,
  ): Promise<Answer> {
    const { owner, name } = this.repository;
    const request = { method, route, repository: `${owner}/${name}` };
    for (let attempt = 0; ; attempt += 1) {
      const blocked = await this.#patience.beforeRequest(method !== 'GET');
      if (blocked !== undefined) throw toError(noBudget(request), blocked);
      try {
        return await this.#once(method, route, parameters);
      } catch (thrown) {
        const failure = readFailure(request, thrown);
        await this.#afterFailure(failure, attempt, alreadyDone !== undefined);
        if (isUncertain(failure) && method === 'POST') {
          const done = await alreadyDone?.();
          if (done) return done;
        }
      }
    }
  }

  /** Waits as the failure asks, or throws when there is nothing to wait for. */
  async #afterFailure(failure: Failure, attempt: number, canLook: boolean): Promise<void> {
    const nowMs = this.#clock.now();
    const random = (this.#options.random ?? Math.random)();
    const decision = decide(failure, { attempt, nowMs, random });
    if (decision.kind === 'stop') throw toError(failure);
    if (decision.kind === 'uncertain' && !canLook) throw toError(failure);
    if (decision.kind === 'limited') {
      const { headers } = failure;
      this.#patience.limited(decision.afterMs, headers['x-ratelimit-remaining'] !== '0');
      if (attempt + 1 >= maxAttempts) {
        throw toError(failure, new Date(nowMs + decision.afterMs).toISOString());
      }
      return;
    }
    if (!(await this.#patience.wait(decision.afterMs))) throw toError(failure);
  }

  async #once(method: Method, route: string, parameters: Parameters): Promise<Answer> {
    this.#send ??= connect(this.#options.token, this.#options.apiUrl);
    const send = await this.#send;
    this.#requests += 1;
    const { owner, name } = this.repository;
    const signal = AbortSignal.timeout((this.#options.timeoutSeconds ?? 30) * 1000);
    const answer = await send(`${method} /repos/{owner}/{repo}${route}`, {
      ...parameters,
      owner,
      repo: name,
      headers: { 'x-github-api-version': '2022-11-28' },
      request: { signal, redirect: 'manual' },
    });
    this.#patience.heard(answer.headers);
    // Moved. Taken for an empty list it would open every incident again.
    if (answer.status >= 300) throw { message: 'Moved', response: answer };
    return answer;
  }
}

function notAList(route: string): GitHubError {
  return new GitHubError('unexpected', { asked: `GET ${route}`, detail: 'no list' });
}

function isUncertain({ status }: Failure): boolean {
  return status === undefined || status >= 500 || status === 408;
}

function noBudget(request: Pick<Failure, 'method' | 'route' | 'repository'>): Failure {
  const detail = 'no time is left to wait';
  return { ...request, status: undefined, headers: {}, detail, fields: [], cause: undefined };
}
