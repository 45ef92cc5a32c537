import { z } from 'zod';
import { defineCheck } from '../define.ts';
import { tableLimit } from './awk-table.ts';
import { judgeReading, measureReading, readingMeasures } from './judge-reading.ts';
import { logParams } from './log-params.ts';
import { logProbe } from './log-probe.ts';
import { lastPosition } from './position.ts';
import { readingMessages } from './reading-messages.ts';
import { suspiciousProgram } from './suspicious-awk.ts';
import { lastTop, type SuspiciousFacts, suspiciousFacts } from './suspicious-facts.ts';

const params = z.strictObject({
  ...logParams,
  top: z.int().min(1).max(100).default(10).describe('How many addresses are listed'),
  warning: z
    .int()
    .min(1)
    .default(100)
    .describe('An address with more refused requests than this since the last run is found'),
});

const messages = {
  ...readingMessages,
  addresses: {
    ja: '{fromAt} 以降、400〜409 の応答が {limit} 件を超えた接続元が {addresses} 個あります({fresh, plural, =0 {} other {うち前回の上位になかったもの # 個、}}最多は {address}: {requests} 件、{kinds})',
    en: '{addresses, plural, one {# address} other {# addresses}} had more than {limit} responses 400–409 since {fromAt} ({fresh, plural, =0 {} other {# not on the list of the last run; }}most: {address}, {requests} requests, {kinds})',
  },
  'remedy-addresses': {
    ja: '何を探られたかを証跡のパスで確かめ、実在しないものだけなら放置でよい。遮断の案(実行前に、自社・監視・ロードバランサー・GitHub ランナーのアドレスでないことを必ず確かめる。ignoredAddresses も参照): sudo ufw insert 1 deny from {address}。解除: sudo ufw delete deny from {address}',
    en: 'See from the paths in the evidence what was looked for; what does not exist here needs nothing. Proposed (first make sure that it is not your office, monitoring, load balancer or runner; see `ignoredAddresses`): sudo ufw insert 1 deny from {address}. To undo: sudo ufw delete deny from {address}',
  },
} as const;

export const check = defineCheck({
  id: 'audit.suspicious-ips',
  title: { ja: '不審なIPアドレス確認', en: 'Suspicious addresses' },
  description: {
    ja: '400〜409 の応答を受けた接続元(IPv6 は /64)の上位を、応答の種類・探られたパス・前回との違いとともに挙げます。応答コードの欄だけを見るので、バイト数とは混同しません。前回の続きからローテーション・圧縮されたログも含めて読みます。',
    en: 'Lists the addresses (IPv6 by /64) with most responses 400 to 409, by kind, with what they looked for and what is new since the last run. Only the status field counts, never the byte count. Reads on from where the last run ended, through rotated and compressed files.',
  },
  sources: ['nginx ngx_http_log_module', 'logrotate(8)', 'RFC 9110, 15.5'],
  level: 1,
  params,
  messages,
  measures: {
    ...readingMeasures,
    requests: { ja: '400〜409 の応答', en: 'Responses 400–409' },
    addresses: { ja: '400〜409 を受けた接続元', en: 'Addresses with 400–409' },
    status: { ja: '応答の種類ごとの数', en: 'Responses by status' },
  },
  probes: (params, earlier) => ({
    log: logProbe(params, {
      position: lastPosition(earlier?.history ?? [], params),
      audit: {
        wants: 'much',
        // One character more would be slower: grep looks for the last one, and 0 is everywhere.
        patterns:
          params.format === 'json'
            ? ['', ' '].flatMap((space) =>
                ['', '"'].map((quote) => `"${params.keys.status}":${space}${quote}4`),
              )
            : ['" 4'],
        ...(params.format === 'json' && { statusClass: '4' }),
        program: suspiciousProgram,
        environment: { T_PAIRS: String(2 * tableLimit), T_TOP: String(params.top) },
      },
    }),
  }),
  parse: ({ log }, params) => suspiciousFacts(log, params),
  evaluate: (facts, params, { history }) => {
    const { findings, usable } = judgeReading(facts, params, facts.requests);
    if (!usable) return { findings, measurements: measureReading(facts) };
    const before = lastTop(history, params.log);
    const above = facts.top.filter(({ requests }) => requests > params.warning);
    const [worst] = above;
    const args = worst && {
      fromAt: facts.fromAt ?? '',
      limit: params.warning,
      addresses: above.length,
      fresh: above.filter(({ address }) => before && !before.has(address)).length,
      address: worst.address,
      requests: worst.requests,
      kinds: kindsOf(worst.kinds),
    };
    return {
      findings: [
        ...(args
          ? [
              {
                key: `log:${params.log}`,
                severity: 'warning' as const,
                message: { id: 'addresses' as const, args },
                remedy: { id: 'remedy-addresses' as const, args },
                evidence: evidenceOf(facts, before),
              },
            ]
          : []),
        ...findings,
      ],
      measurements: [
        ...measureReading(facts),
        { name: 'requests', value: facts.requests, unit: 'count' },
        { name: 'addresses', value: facts.addresses, unit: 'count' },
        ...Object.entries(facts.kinds).map(([object, value]) => ({
          name: 'status',
          object,
          value,
          unit: 'count' as const,
        })),
      ],
    };
  },
});

function kindsOf(kinds: Readonly<Record<string, number>>): string {
  return Object.entries(kinds)
    .map(([status, count]) => `${status}: ${count}`)
    .join(', ');
}

/** `requests, address, kinds, requests in the last run, a path` a row, then the paths asked for most. */
function evidenceOf(
  { top, paths, addresses, countsLowBy }: SuspiciousFacts,
  before: ReadonlyMap<string, number> | undefined,
): string {
  const rows = top.map(({ address, requests, kinds, examplePath }) => {
    const last = before === undefined ? '' : `(${before.get(address) ?? 'new'})`;
    return [requests, address, kindsOf(kinds), last, examplePath].join('\t').trimEnd();
  });
  const more = addresses - top.length;
  if (more > 0)
    rows.push(`… +${more}${countsLowBy > 0 ? ` (counts −${countsLowBy} at most)` : ''}`);
  return [...rows, '', ...paths.map(({ path, requests }) => `${requests}\t${path}`)].join('\n');
}
