import { Unparsable } from '../define.ts';

/** What curl's `-w '%{http_code} %{time_total}\n'` tells of several requests. */
export interface CurlTimes {
  readonly requests: number;
  /** No answer, or a status of 400 and above. */
  readonly failed: number;
  /** Milliseconds within which this share of the requests was answered (nearest rank). */
  readonly within: (share: number) => number;
}

/** @throws Unparsable when there is no such line */
export function parseCurlTimes(text: string): CurlTimes {
  const answers = [...text.matchAll(/^(\d{3}) (\d+)[.,](\d+)$/gm)].map(
    ([, status, whole = '', part = '']) => ({
      status: Number(status),
      milliseconds: Math.round(Number(`${whole}.${part}`) * 10_000) / 10,
    }),
  );
  if (answers.length === 0) throw new Unparsable('status and seconds of each request', text);
  const times = answers.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  return {
    requests: answers.length,
    failed: answers.filter(({ status }) => status === 0 || status >= 400).length,
    within: (share) => times[Math.ceil(share * times.length) - 1] ?? 0,
  };
}
