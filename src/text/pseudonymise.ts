import { createHmac } from 'node:crypto';
import { z } from 'zod';

/**
 * Pseudonyms for what public repositories must not tell: addresses and user names.
 *
 * The same address has the same pseudonym in every record of an instance, so trends and incidents
 * keep their identity. The key must be a secret of the instance: all of IPv4 can be tried in
 * seconds against a hash without one.
 */
export interface PseudonymOptions {
  readonly key: string;
  /** User names to replace wherever they stand as a word, besides those that the text gives away. */
  readonly users?: Iterable<string>;
}

export interface Pseudonymiser {
  readonly text: (text: string) => string;
  /** Every string in a JSON value; under a key such as `user` the whole string is a name. */
  readonly value: <Value>(value: Value) => Value;
}

const userKey = /^(user|userName|account|login|owner|remoteUser|users|userNames|owners|accounts)$/;
/** Names that say nothing about a person. */
const systemUsers = new Set(['root', 'nobody', 'daemon', 'www-data', 'postgres', 'nginx', 'redis']);

/** Where logs name a user: sshd(8), su(1), sudo(8), PAM and home directories. */
const userPatterns = [
  /(?<=\b(?:invalid user|user=|ruser=|logname=|USER=|for user|session (?:opened|closed) for user) ?)[A-Za-z_][\w.-]*/g,
  /(?<=\b(?:Accepted|Failed) \S+ for (?:invalid user )?)(?!invalid user )[A-Za-z_][\w.-]*(?= from\b)/g,
  /(?<=\/home\/)[A-Za-z_][\w.-]*/g,
  /(?<=\bsudo(?:\[\d+\])?: +)[A-Za-z_][\w.-]*(?= : )/g,
];
const ipv6Candidate = /(?<![\da-f:.])[\da-f]*:[\da-f]*:[\da-f:.]*(?!\w)/gi;
const ipv4Candidate = /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\d)/g;

export function pseudonymiser({ key, users = [] }: PseudonymOptions): Pseudonymiser {
  if (key === '') throw new RangeError('Pseudonyms need a key that is secret to the instance');
  const pseudonym = (kind: string, value: string) =>
    `${kind}-${createHmac('sha256', key).update(`${kind}:${value}`).digest('hex').slice(0, 8)}`;
  const user = (name: string) =>
    systemUsers.has(name) || /^(user|ip)-[\da-f]{8}$/.test(name) ? name : pseudonym('user', name);
  const known = knownUsers(users);

  const text = (original: string): string => {
    const ip = (address: string) => pseudonym('ip', address.toLowerCase());
    let result = original
      .replaceAll(ipv6Candidate, (found) => {
        // The colon or full stop of the sentence around it may stick to it.
        const trimmed = [found, found.replace(/[:.]$/, ''), found.replace(/^:|[:.]$/g, '')];
        const address = trimmed.find(isPersonalIpv6);
        return address === undefined ? found : found.replace(address, () => ip(address));
      })
      .replaceAll(ipv4Candidate, (found) => (isPersonalIpv4(found) ? ip(found) : found));
    for (const pattern of userPatterns) result = result.replaceAll(pattern, user);
    return known ? result.replaceAll(known, user) : result;
  };

  const walk = (value: unknown, parent: string): unknown => {
    if (typeof value === 'string') return userKey.test(parent) ? user(value) : text(value);
    if (Array.isArray(value)) return value.map((item) => walk(item, parent));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [text(name), walk(inner, name)]),
    );
  };
  // The shape stays as it is: only strings become other strings.
  return { text, value: <Value>(value: Value) => walk(value, '') as Value };
}

const ipv4 = z.ipv4();
const ipv6 = z.ipv6();

/** Loopback and "any" tell nothing. */
function isPersonalIpv4(text: string): boolean {
  return !/^(127\.|0\.0\.0\.0$)/.test(text) && ipv4.safeParse(text).success;
}

/** So short a one as `d::f` is more likely a name of a program's. */
function isPersonalIpv6(text: string): boolean {
  if (text.length > 45 || /^[0:]*:[01]?$/.test(text)) return false;
  return text.replaceAll(/[:.]/g, '').length >= 4 && ipv6.safeParse(text).success;
}

function knownUsers(users: Iterable<string>): RegExp | undefined {
  const names = [...users].filter((name) => name !== '' && !systemUsers.has(name));
  if (names.length === 0) return undefined;
  const longestFirst = names.sort((a, b) => b.length - a.length).map(escapeRegExp);
  return new RegExp(`(?<![\\w.-])(?:${longestFirst.join('|')})(?![\\w-])`, 'g');
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
