import { version } from '../version.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly data: unknown;
}

/** Names in lower case. */
export type Headers = Readonly<Record<string, string | number | undefined>>;

/** @param route `GET /repos/{owner}/{repo}/issues` */
export type Send = (route: string, parameters: Record<string, unknown>) => Promise<Answer>;

/** Octokit takes 60 ms to load (proxies, TLS), so it is loaded with the first request. */
export async function connect(token: string, apiUrl: string): Promise<Send> {
  const { getOctokit } = await import('@actions/github');
  const silent = () => undefined;
  const octokit = getOctokit(token, {
    baseUrl: apiUrl,
    userAgent: `teiki/${version}`,
    // What the API says about itself does not belong in the job's log.
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });
  return octokit.request;
}
