import { type ShellText, sh } from '../../core/shell.ts';
import { Unparsable } from '../define.ts';
import { parseCurlTimes } from '../verify/curl-times.ts';

/** Response times of a URL over a few seconds, as the host itself sees it. */
export interface Latency {
  readonly requests: number;
  /** No answer, or a status of 400 and above. */
  readonly failed: number;
  readonly medianMilliseconds: number;
  /** The 95th percentile (nearest rank). */
  readonly p95Milliseconds: number;
}

/** Four requests a second, one curl for each second: what is measured is not curl's own start. */
const perSecond = 4;

/** Lines `status seconds`, one a request, between `latency` and `latency-end`. */
export function sampleLatency(url: string, seconds: number): ShellText {
  const outputs = Array.from({ length: perSecond }, () => ['-o', '/dev/null']).flat();
  const urls = Array.from({ length: perSecond }, () => url);
  return sh`
echo latency
n=0
while [ "$n" -lt ${seconds} ]; do
  [ "$n" = 0 ] || sleep 1
  curl -sg --noproxy '*' --max-time 10 -w '%{http_code} %{time_total}\n' ${outputs} ${urls} || :
  n=$((n+1))
done
echo latency-end`;
}

/** @throws Unparsable; undefined where nothing was sampled */
export function parseLatency(stdout: string): Latency | undefined {
  const text = /^latency\n([\s\S]*?)^latency-end$/m.exec(stdout)?.[1];
  if (text === undefined) {
    if (/^latency$/m.test(stdout)) throw new Unparsable('latency-end', stdout.slice(-200));
    return undefined;
  }
  const { requests, failed, within } = parseCurlTimes(text);
  return {
    requests,
    failed,
    medianMilliseconds: within(0.5),
    p95Milliseconds: within(0.95),
  };
}
