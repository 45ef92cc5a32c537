import { z } from 'zod';
import { shell } from '../../core/probe.ts';
import { secretSchema } from '../../core/secret.ts';
import { type ShellText, sh } from '../../core/shell.ts';
import { defineTask } from '../define-task.ts';
import {
  type ClearParams,
  failuresOf,
  parseClear,
  planClear,
  verifyClear,
} from './app-clear-judgement.ts';
import { clearMessages } from './app-clear-messages.ts';
import { sampleLatency } from './latency.ts';
import { latencyMeasures } from './latency-judgement.ts';
import { localUrl, watchSeconds } from './watch-param.ts';

const params = z.strictObject({
  url: localUrl
    .default('http://127.0.0.1:5100/api/v1/admin/cache/clear')
    .describe('What is sent a POST, as seen from the host'),
  token: secretSchema
    .prefault('env:ADMIN_TOKEN')
    .describe('Secret for the header; it reaches the host on standard input alone'),
  header: z
    .string()
    .regex(/^[A-Za-z0-9-]+$/, 'Expected the name of a header')
    .default('Authorization')
    .describe('Header that the token goes into'),
  scheme: z
    .string()
    .regex(/^[A-Za-z0-9._-]*$/, 'Expected one word')
    .default('Bearer')
    .describe('Word before the token; empty for a header that holds the token alone'),
  service: z
    .string()
    .regex(/^[A-Za-z0-9:_.@-]+$/, 'Expected a systemd service name')
    .default('mks-backend')
    .describe('systemd service that answers; where it is not installed the step is skipped'),
  timeoutSeconds: z.int().min(1).max(300).default(30).describe('Time limit of the request'),
  watch: localUrl
    .optional()
    .describe('URL that is read on the host before and after, for its response times'),
  seconds: watchSeconds,
});

/** Which exit status says what went wrong, for `failures`. */
const exitStatuses = { connection: 20, timeout: 21, denied: 22, absent: 23, server: 24, other: 25 };

/**
 * The header goes through a pipe, by the shell's own printf: in no argument, and in no file. There
 * is no retry: after a time-out nobody knows whether the request was carried out.
 */
function post({ url, header, scheme, timeoutSeconds }: ClearParams): ShellText {
  const format = `${header}: ${scheme === '' ? '' : `${scheme} `}%s\\n`;
  return sh`
answer=$(printf ${format} "$secret_token" |
  curl -sSg --noproxy '*' --max-time ${timeoutSeconds} -X POST -H @- -H 'Content-Length: 0' \
    -w '\n%{http_code}' ${url})
curl=$? code=
case $answer in *[0-9]) code=\${answer##*[!0-9]} ;; esac
echo "HTTP $code"
printf '%.1000s\n' "\${answer%?$code}"
case $curl:$code in
  0:2??) exit 0 ;;
  28:*) exit ${exitStatuses.timeout} ;;
  0:401 | 0:403) exit ${exitStatuses.denied} ;;
  0:404 | 0:405) exit ${exitStatuses.absent} ;;
  0:5??) exit ${exitStatuses.server} ;;
  0:*) exit ${exitStatuses.other} ;;
  *) exit ${exitStatuses.connection} ;;
esac`;
}

export const task = defineTask({
  id: 'cache.app-clear',
  title: { ja: 'アプリケーションキャッシュクリア', en: 'Clear the cache of the application' },
  description: {
    ja: 'アプリケーションの管理 API に POST してキャッシュを消させます。成功は 2xx だけで、401・500・無応答はそれぞれ失敗です。時間切れのあとに再送はしません。トークンは標準入力だけでホストに渡り、引数・ファイル・記録には残りません。watch の応答時間 (95 パーセンタイル) を前後で測ります。元に戻す操作はありません。',
    en: 'Sends a POST to the administrative API of the application, which clears its cache. Only 2xx is success; 401, 500 and silence are failures, each with its own words. Nothing is sent again after a time-out. The token reaches the host on standard input alone and is in no argument, file or record. Response times of `watch` (95th percentile) are measured before and after. There is no way back.',
  },
  sources: ['RFC 9110', 'curl(1) --header @-', 'RFC 6750'],
  level: 2,
  params,
  messages: clearMessages,
  measures: latencyMeasures,
  privileged: () => [],
  secrets: ({ token }) => ({ token }),
  probes: ({ url, service, watch, seconds }) => ({
    service: shell(
      sh`
curl -sg --noproxy '*' --max-time 5 -X OPTIONS -o /dev/null ${url} 2>/dev/null
echo "curl $?"
systemctl show -p LoadState -p ActiveState -- ${`${service}.service`} 2>/dev/null || :`,
      { requires: ['curl'] },
    ),
    latency: shell(watch === undefined ? sh`:` : sampleLatency(watch, seconds), {
      requires: ['curl'],
      weight: 'heavy',
      timeoutSeconds: seconds * 2 + 60,
    }),
  }),
  parse: parseClear,
  plan: planClear,
  apply: (_, given) => ({
    script: post(given),
    timeoutSeconds: given.timeoutSeconds + 30,
    failures: failuresOf(exitStatuses, given),
  }),
  verify: verifyClear,
  rollback: () => 'irreversible',
});
