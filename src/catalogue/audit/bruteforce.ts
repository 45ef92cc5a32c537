import { z } from 'zod';
import { shell } from '../../core/probe.ts';
import { defineCheck } from '../define.ts';
import { tableLimit } from './awk-table.ts';
import { bruteforceProgram } from './bruteforce-awk.ts';
import { bruteforceFacts, carriedWords } from './bruteforce-facts.ts';
import { bruteforceMessages as messages } from './bruteforce-messages.ts';
import { judgeLogins, judgeSsh } from './judge-bruteforce.ts';
import { judgeReading, measureReading, readingMeasures } from './judge-reading.ts';
import { logParams } from './log-params.ts';
import { logProbe } from './log-probe.ts';
import { lastPosition } from './position.ts';
import { rarePart } from './rare-part.ts';
import { sshScript } from './ssh-script.ts';
import { withStandingHits } from './standing-hits.ts';

const status = z.int().min(100).max(599);
const params = z.strictObject({
  ...logParams,
  path: z
    .string()
    .regex(/^\/[!-~]+$/, 'Expected a path that begins with "/", as it stands in the log')
    .default('/api/v1/auth/login')
    .describe('Where clients log in'),
  method: z
    .string()
    .regex(/^[A-Z]*$/)
    .default('POST')
    .describe('Method of a login; "" for any'),
  status: status.default(401).describe('Status of a failed login'),
  successStatus: status.default(200).describe('Status of a successful login'),
  warning: z
    .int()
    .min(1)
    .max(1000)
    .default(10)
    .describe('More failures than this within 10 minutes, of one address or account, are found'),
  warningPerHour: z
    .int()
    .min(1)
    .default(10)
    .describe('More failures than this within an hour, of all addresses, are found'),
  failuresBeforeSuccess: z
    .int()
    .min(1)
    .max(1000)
    .default(5)
    .describe('A success after so many failures of the same address is critical'),
  sprayingAddresses: z
    .int()
    .min(2)
    .max(10_000)
    .default(20)
    .describe('So many addresses that begin to fail within an hour are critical'),
  ssh: z.boolean().default(true).describe('Also look at failed logins of sshd in the journal'),
});

export const check = defineCheck({
  id: 'audit.bruteforce',
  title: { ja: 'ブルートフォース攻撃検知', en: 'Brute-force attacks' },
  description: {
    ja: 'ログインの失敗を接続元(IPv6 は /64)とアカウントごとに数え、短時間の連続失敗、失敗の後の成功、多数の接続元からの分散攻撃を探します。前回の続きからローテーション・圧縮されたログも含めて読みます。失敗の後の成功は、破られたパスワードが変わったかどうかをログから知りようがないので、1 週間は検出し続けます(確かめたら /waive)。パスは log に書かれた綴りのままで比べ、%xx で書き換えたものは数えません。接続元は自動では遮断しません。',
    en: 'Counts failed logins by address (IPv6 by /64) and account: bursts, a success after failures, and attacks spread over many addresses. Reads on from where the last run ended, through rotated and compressed files. A success after failures stands for a week, as no log tells whether the password was changed (/waive it when that is clear). The path is compared as it stands in the log: one that is spelled with %xx is not counted. Bans nobody by itself.',
  },
  sources: ['nginx ngx_http_log_module', 'logrotate(8)', 'sshd(8)', 'OWASP Credential stuffing'],
  level: 1,
  params,
  messages,
  measures: {
    ...readingMeasures,
    failures: { ja: 'ログインの失敗', en: 'Failed logins' },
    addresses: { ja: '失敗した接続元', en: 'Addresses that failed' },
    'ssh-failures': { ja: 'SSH ログインの失敗', en: 'Failed SSH logins' },
  },
  probes: (params, earlier) => {
    const history = earlier?.history ?? [];
    const position = lastPosition(history, params);
    return {
      log: logProbe(params, {
        position,
        audit: {
          wants: 'little',
          patterns: [
            rarePart(params.path),
            ...(params.format === 'json' ? [params.path.replaceAll('/', '\\/')] : []),
          ],
          program: bruteforceProgram,
          environment: {
            T_TABLE: String(tableLimit),
            T_PATH: params.path,
            T_METHOD: params.method,
            T_FAILED: String(params.status),
            T_SUCCEEDED: String(params.successStatus),
            T_MOST: String(params.warning),
            T_GUESSES: String(params.failuresBeforeSuccess),
            T_SPRAYERS: String(params.sprayingAddresses),
            T_CARRY: carriedWords(history),
          },
        },
      }),
      ssh: shell(
        sshScript({
          enabled: params.ssh,
          since: position?.at ?? 0,
          hours: params.firstHours,
          guesses: params.failuresBeforeSuccess,
        }),
        { timeoutSeconds: 60, weight: 'heavy' },
      ),
    };
  },
  parse: bruteforceFacts,
  evaluate: (read, params, context) => {
    const facts = withStandingHits(read, context);
    const { findings, usable } = judgeReading(facts, params, facts.failures);
    return {
      findings: [...(usable ? judgeLogins(facts, params) : []), ...findings, ...judgeSsh(facts)],
      measurements: [
        ...measureReading(facts),
        ...(usable
          ? [
              { name: 'failures', value: facts.failures, unit: 'count' as const },
              { name: 'addresses', value: facts.addresses, unit: 'count' as const },
            ]
          : []),
        ...(facts.ssh.state === 'read'
          ? [{ name: 'ssh-failures', value: facts.ssh.failures, unit: 'count' as const }]
          : []),
      ],
    };
  },
});
