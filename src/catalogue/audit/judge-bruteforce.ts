import type { Finding } from '../../core/finding.ts';
import type { BruteforceFacts } from './bruteforce-facts.ts';
import type { bruteforceMessages } from './bruteforce-messages.ts';

type Id = keyof typeof bruteforceMessages;

export interface Thresholds {
  readonly warning: number;
  readonly warningPerHour: number;
  readonly sprayingAddresses: number;
}

/** What the failed logins amount to, worst first. */
export function judgeLogins(
  facts: BruteforceFacts,
  { warning, warningPerHour, sprayingAddresses }: Thresholds,
): Finding<Id>[] {
  const { path, log, failures, addresses, fromAt = '', hits, top, topAccounts } = facts;
  const findings: Finding<Id>[] = [];
  const key = (name: string) => `endpoint:${path}:${name}`;
  const evidence = evidenceOf(facts);
  const base = { log, path, failures, addresses, fromAt };
  const [hit] = hits;
  if (hit) {
    const args = { ...base, address: hit.address, failures: hit.failures, successAt: hit.at };
    findings.push({
      key: key('success'),
      severity: 'critical',
      message: { id: 'success', args: { ...args, addresses: hits.length } },
      remedy: { id: 'remedy-success', args },
      evidence: hits
        .map(
          ({ address, failures, at, account }) => `${address}\t${failures} → ok\t${at}\t${account}`,
        )
        .join('\n'),
    });
  }
  if (facts.sprayedAt !== undefined) {
    findings.push({
      key: key('spraying'),
      severity: 'critical',
      message: {
        id: 'spraying',
        args: { ...base, limit: sprayingAddresses, sprayedAt: facts.sprayedAt },
      },
      remedy: { id: 'remedy-limit', args: {} },
      evidence,
    });
  }
  const worst = top.find(({ fast }) => fast) ?? top[0];
  if (facts.fastAddresses > 0 && worst) {
    const args = { ...base, address: worst.address, failures: worst.failures, limit: warning };
    findings.push({
      key: key('address'),
      severity: 'warning',
      message: { id: 'address', args: { ...args, addresses: facts.fastAddresses } },
      remedy: { id: 'remedy-ban', args },
      evidence,
    });
  }
  if (facts.fastAccounts > 0) {
    const args = { ...base, limit: warning, accounts: facts.fastAccounts };
    findings.push({
      key: key('account'),
      severity: 'warning',
      message: { id: 'account', args: { ...args, failures: topAccounts[0]?.failures ?? 0 } },
      remedy: { id: 'remedy-limit', args: {} },
      evidence: topAccounts.map(({ account, failures }) => `${failures}\t${account}`).join('\n'),
    });
  }
  if (facts.peakPerHour > warningPerHour) {
    const args = { ...base, perHour: facts.peakPerHour, limit: warningPerHour };
    findings.push({
      key: key('total'),
      severity: 'warning',
      message: { id: 'total', args: { ...args, peakAt: facts.peakFromAt ?? '' } },
      remedy: { id: 'remedy-limit', args: {} },
      evidence,
    });
  }
  return findings;
}

function evidenceOf({ top, addresses, countsLowBy }: BruteforceFacts): string {
  const rows = top.map(({ address, failures, lastAt, fast }) =>
    [failures, address, lastAt, fast ? '> 10 min' : ''].join('\t').trimEnd(),
  );
  const more = addresses - top.length;
  if (more > 0)
    rows.push(`… +${more}${countsLowBy > 0 ? ` (counts −${countsLowBy} at most)` : ''}`);
  return rows.join('\n');
}

/** sshd is only looked at beside: a success after guesses is an alarm, the rest is told. */
export function judgeSsh({ ssh }: BruteforceFacts): Finding<Id>[] {
  const { state, fail2ban, failures, addresses, fromAt = '', hits, top } = ssh;
  if (state === 'off') return [];
  if (state === 'denied') {
    const message = { id: 'ssh-denied' as const, args: {} };
    const remedy = { id: 'remedy-ssh-denied' as const, args: {} };
    return [{ key: 'ssh:denied', severity: 'unknown', message, remedy }];
  }
  if (state === 'absent')
    return [{ key: 'ssh', severity: 'note', message: { id: 'ssh-absent', args: { fail2ban } } }];
  const rows = (list: SshRows) => list.map((one) => `${one.failures}\t${one.address}`).join('\n');
  const [hit] = hits;
  return [
    ...(hit
      ? [
          {
            key: 'ssh:success',
            severity: 'critical' as const,
            message: { id: 'ssh-success' as const, args: { ...hit } },
            remedy: { id: 'remedy-ssh' as const, args: { ...hit } },
            evidence: rows(hits),
          },
        ]
      : []),
    ...(failures > 0
      ? [
          {
            key: 'ssh',
            severity: 'note' as const,
            message: {
              id: 'ssh-failures' as const,
              args: { failures, addresses, fromAt, fail2ban },
            },
            evidence: rows(top),
          },
        ]
      : []),
  ];
}

type SshRows = BruteforceFacts['ssh']['top'];
