/**
 * Until when a release gets security updates. From distro-info-data 0.58+deb12u6 (debian.csv and
 * ubuntu.csv, columns eol, eol-lts and eol-server), read on 2026-11-24. Paid extensions (ELTS, ESM) are not in it.
 */
export const tableDate = '2026-11-24';

interface Support {
  /** The last day of the distribution's own security support. */
  readonly until: string;
  /** The last day of Debian's LTS team, which serves the same archive with fewer packages. */
  readonly lts?: string;
}

const debian: Readonly<Record<string, Support>> = {
  '9': { until: '2020-07-18', lts: '2022-06-30' },
  '10': { until: '2022-09-10', lts: '2024-06-30' },
  '11': { until: '2024-08-14', lts: '2026-08-31' },
  '12': { until: '2026-07-11', lts: '2028-06-30' },
  '13': { until: '2028-08-09', lts: '2030-06-30' },
};

const ubuntu: Readonly<Record<string, Support>> = {
  '18.04': { until: '2023-05-31' },
  '20.04': { until: '2025-05-29' },
  '22.04': { until: '2027-06-01' },
  '22.10': { until: '2023-07-20' },
  '23.04': { until: '2024-01-25' },
  '23.10': { until: '2024-07-11' },
  '24.04': { until: '2029-05-31' },
  '24.10': { until: '2025-07-10' },
  '25.04': { until: '2026-01-15' },
  '25.10': { until: '2026-07-09' },
  '26.04': { until: '2031-05-29' },
};

const tables = new Map([
  ['debian', debian],
  ['ubuntu', ubuntu],
]);

export type ReleaseState =
  | { readonly kind: 'supported' | 'lts' | 'ending' | 'ended'; readonly until: string }
  | { readonly kind: 'unlisted' };

const dayMs = 86_400_000;

/** The state of a release on a day; `ending` begins 90 days before its last day. */
export function releaseState(osId: string, osVersion: string, now: Date): ReleaseState {
  const support = tables.get(osId)?.[osVersion];
  if (support === undefined) return { kind: 'unlisted' };
  const until = support.lts ?? support.until;
  const left = Date.parse(until) + dayMs - now.getTime();
  if (left <= 0) return { kind: 'ended', until };
  if (left <= 90 * dayMs) return { kind: 'ending', until };
  const isLts = support.lts !== undefined && Date.parse(support.until) + dayMs <= now.getTime();
  return { kind: isLts ? 'lts' : 'supported', until };
}
