import { type ShellOutput, type ShellProbe, shell } from '../../core/probe.ts';
import { sh } from '../../core/shell.ts';
import { Unparsable } from '../define.ts';
import { parseCurlTimes } from './curl-times.ts';

export interface ResponseTimes {
  readonly requests: number;
  /** No answer, or a status of 400 and above. */
  readonly failed: number;
  readonly p50Milliseconds: number;
  /** The 95th percentile (nearest rank). */
  readonly p95Milliseconds: number;
}

interface Sample {
  readonly url: string;
  readonly warmUp: number;
  readonly requests: number;
  readonly timeoutSeconds: number;
}

/** A server that answers none of the first ones is not asked on, for each would take its time. */
export function requestsProbe({ url, warmUp, requests, timeoutSeconds }: Sample): ShellProbe {
  const many = (count: number) => Array.from({ length: count }, () => ['-o', '/dev/null', url]);
  const script = sh`
ask() { curl -skg --noproxy '*' --max-time ${timeoutSeconds} -w '%{http_code} %{time_total}\n' "$@"; }
first=$(ask ${many(Math.max(warmUp, 1)).flat()})
case $first in
  *[1-9]??' '[0-9]*) echo asked; ask ${many(requests).flat()} ;;
  *) echo asked; printf '%s\n' "$first" ;;
esac
echo done`;
  return shell(script, {
    requires: ['curl'],
    weight: 'heavy',
    timeoutSeconds: (warmUp + requests) * timeoutSeconds + 30,
    maxOutputBytes: 256 * 1024,
  });
}

/** @throws Unparsable */
export function parseRequests({ stdout }: ShellOutput): ResponseTimes {
  const text = /^asked\n([\s\S]*)^done$/m.exec(stdout)?.[1];
  if (text === undefined) throw new Unparsable('asked … done', stdout.slice(0, 300));
  const { requests, failed, within } = parseCurlTimes(text);
  return {
    requests,
    failed,
    p50Milliseconds: within(0.5),
    p95Milliseconds: within(0.95),
  };
}
