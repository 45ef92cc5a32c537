import type { Finding } from '../../core/finding.ts';
import type { Severity } from '../../core/severity.ts';
import { written as sqlName } from '../db/rows.ts';
import type { Judgement } from '../define.ts';
import type { encryptionMessages } from './encryption-messages.ts';
import { type HbaRule, type HbaTrouble, isLocal, troubleOf, written } from './hba.ts';

type Id = keyof typeof encryptionMessages;

export interface EncryptionFacts {
  readonly ssl: 'on' | 'off';
  readonly minVersion: string | null;
  readonly passwordEncryption: string;
  readonly addresses: string;
  readonly role: string;
  readonly database: string;
  readonly clients: readonly {
    readonly role: string;
    readonly database: string;
    readonly address: string;
    readonly count: number;
  }[];
  /** Null when the role may not see them. */
  readonly rules: readonly HbaRule[] | null;
}

export function judgeEncryption(facts: EncryptionFacts): Judgement<Id> {
  const { clients, rules, role, database } = facts;
  const plain = clients.reduce((sum, { count }) => sum + count, 0);
  const named = clients.map((one) => `${one.role}@${one.database} ${one.address} (${one.count})`);
  const unread: Finding<Id> = {
    key: 'hba',
    severity: 'unknown',
    message: { id: 'hba-unread', args: { role } },
    remedy: { id: 'remedy-grant', args: { role: sqlName(role), database } },
  };
  return {
    findings: [
      ...judgeSettings(facts),
      ...(plain === 0
        ? []
        : [
            {
              key: 'clients',
              severity: 'warning',
              message: {
                id: 'clients',
                args: { count: plain, clients: named.slice(0, 5).join(', ') },
              },
              remedy: { id: 'remedy-clients', args: {} },
              evidence: named.join('\n'),
            } as const,
          ]),
      ...(rules ? judgeRules(rules) : [unread]),
    ],
    measurements: [{ name: 'plain', value: plain, unit: 'count' }],
  };
}

function judgeSettings(facts: EncryptionFacts): Finding<Id>[] {
  const { ssl, minVersion, passwordEncryption, addresses } = facts;
  const findings: Finding<Id>[] = [];
  const isInside = addresses
    .split(',')
    .every((one) => /^(localhost|127(\.\d+){3}|::1|)$/.test(one.trim()));
  if (ssl === 'off') {
    findings.push({
      key: 'ssl',
      severity: isInside ? 'note' : 'critical',
      message: {
        id: isInside ? 'off-local' : 'off',
        args: { addresses: addresses === '' ? 'unix socket' : addresses },
      },
      remedy: { id: 'remedy-tls', args: {} },
    });
  } else if (minVersion !== null && !/^TLSv1\.[23]$/.test(minVersion)) {
    // Empty means that OpenSSL decides, which on an old host is TLS 1.0.
    findings.push({
      key: 'version',
      severity: 'warning',
      message: { id: 'min-version', args: { version: minVersion === '' ? '""' : minVersion } },
      remedy: { id: 'remedy-version', args: {} },
    });
  }
  if (passwordEncryption !== 'scram-sha-256') {
    findings.push({
      key: 'password_encryption',
      severity: 'warning',
      message: { id: 'password-encryption', args: { method: passwordEncryption } },
      remedy: { id: 'remedy-scram', args: {} },
    });
  }
  return findings;
}

const kinds: readonly (readonly [Id, HbaTrouble, boolean | undefined, Severity])[] = [
  ['hba-error', 'error', undefined, 'warning'],
  ['hba-trust', 'trust', false, 'critical'],
  ['hba-trust-local', 'trust', true, 'warning'],
  ['hba-password', 'password', undefined, 'critical'],
  ['hba-md5', 'md5', undefined, 'warning'],
  ['hba-plain', 'plain', undefined, 'warning'],
];

function judgeRules(rules: readonly HbaRule[]): Finding<Id>[] {
  return kinds.flatMap(([id, trouble, local, severity]) => {
    const found = rules.filter(
      (rule) => troubleOf(rule) === trouble && (local === undefined || isLocal(rule) === local),
    );
    if (found.length === 0) return [];
    const evidence = found.map(
      (rule) => `${written(rule)}${rule.error ? `  # ${rule.error}` : ''}`,
    );
    return [
      {
        key: id,
        severity,
        message: { id, args: { count: found.length } },
        remedy: { id: 'remedy-hba', args: {} },
        evidence: evidence.join('\n'),
      },
    ];
  });
}
