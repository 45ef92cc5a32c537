import type { Finding } from '../../core/finding.ts';
import type { Judgement } from '../define.ts';
import type { configMessages } from './config-messages.ts';
import { type Entry, has, type Survey } from './entries.ts';
import { listed, type Remedy, setMode, takeFromOthers } from './remedies.ts';
import { accountTrouble, searchTrouble } from './search-trouble.ts';
import { type Account, type Accounts, asOthers } from './service-accounts.ts';

export type ConfigFacts = Accounts & {
  readonly surveys: readonly Survey[];
  /** Paths of files with a private key. */
  readonly keys: readonly string[];
  readonly keyTrouble: string;
  readonly trouble: string;
};
type Id = keyof typeof configMessages;

export function judgeConfig(
  facts: ConfigFacts,
  { owners }: { readonly owners: readonly string[] },
): Judgement<Id> {
  const { surveys, trouble, unknown, keyTrouble } = facts;
  const expected = new Set([...owners, ...facts.accounts.map(({ user }) => user)]);
  const keys = new Set(facts.keys);
  const groups = surveys.map((survey) => sorted(survey, keys));
  const wrong = groups.flatMap(({ directory, exposed, readable, writable, entries }) => [
    ...judgeKeys(facts, directory, exposed),
    ...judgeOpen(facts, directory, writable, 'w'),
    ...judgeOpen(facts, directory, readable, 'r'),
    ...judgeOwners(
      directory,
      entries.filter(({ owner }) => !expected.has(owner)),
    ),
  ]);
  const unread: Finding<Id> = {
    key: 'keys',
    severity: 'unknown',
    message: { id: 'keys-unread', args: {} },
    remedy: { id: 'remedy-incomplete', args: {} },
    evidence: keyTrouble,
  };
  const isKnown = surveys.every(({ state }) => state === 'searched');
  const count = groups.reduce((sum, { readable }) => sum + readable.length, 0);
  return {
    findings: [
      ...wrong,
      ...searchTrouble(surveys, trouble),
      ...(keyTrouble === '' ? [] : [unread]),
      ...(wrong.length > 0 ? accountTrouble(unknown) : []),
    ],
    measurements: isKnown ? [{ name: 'readable', value: count, unit: 'count' }] : [],
  };
}

/** Without what others cannot get at, for a folder above does not let them through. */
function sorted({ directory, entries }: Survey, keys: ReadonlySet<string>) {
  const closed = entries.filter((entry) => entry.kind === 'folder' && !has(entry, 0o1));
  const shut = new Set(closed.map(({ path }) => path));
  const isReached = ({ path }: Entry) => {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      if (shut.has(path.slice(0, end))) return false;
    }
    return true;
  };
  const files = entries.filter(({ kind }) => kind === 'file');
  const isKey = ({ path }: Entry) => keys.has(path);
  return {
    directory,
    entries,
    exposed: files.filter((entry) => isKey(entry) && has(entry, 0o7177)),
    readable: files.filter((entry) => !isKey(entry) && has(entry, 0o4) && isReached(entry)),
    writable: entries.filter((entry) => has(entry, 0o2) && isReached(entry)),
  };
}

function judgeOpen(
  facts: ConfigFacts,
  directory: string,
  found: readonly Entry[],
  right: 'r' | 'w',
): Finding<Id>[] {
  const through = (entry: Entry): readonly Account[] => asOthers(entry, facts, right);
  const remedyOf = (entry: Entry): Remedy =>
    takeFromOthers(entry, directory, right, through(entry));
  const first = found.find((entry) => through(entry).length > 0) ?? found[0];
  if (!first) return [];
  const [account] = through(first);
  const id = right === 'r' ? 'readable' : 'writable';
  return [
    {
      key: `${id}:${directory}`,
      severity: right === 'r' ? 'warning' : 'critical',
      message: { id, args: { directory, count: found.length, path: first.path } },
      remedy: account
        ? { id: 'remedy-through', args: { ...remedyOf(first), user: account.user } }
        : { id: 'remedy-chmod', args: { ...remedyOf(first) } },
      evidence: listed(found, remedyOf),
    },
  ];
}

/** A key for all is out; one for a group may be meant so, and is still no secret of one account. */
function judgeKeys(facts: ConfigFacts, directory: string, found: readonly Entry[]): Finding<Id>[] {
  const worst = found.filter((entry) => has(entry, 0o26));
  const first = worst[0] ?? found[0];
  if (!first) return [];
  const remedyOf = (entry: Entry) => setMode(entry, directory, '0600');
  const reader = facts.accounts.find(
    ({ user, groups }) =>
      user !== 'root' &&
      user !== first.owner &&
      has(first, groups.includes(first.group) ? 0o40 : 0o4),
  );
  const args = { ...remedyOf(first) };
  const mode = first.mode.padStart(4, '0');
  return [
    {
      key: `key:${directory}`,
      severity: worst.length > 0 ? 'critical' : 'warning',
      message: { id: 'key', args: { directory, count: found.length, path: first.path, mode } },
      remedy: reader
        ? { id: 'remedy-key-through', args: { ...args, user: reader.user } }
        : { id: 'remedy-key', args },
      evidence: listed(found, remedyOf),
    },
  ];
}

function judgeOwners(directory: string, found: readonly Entry[]): Finding<Id>[] {
  const [first] = found;
  if (!first) return [];
  const { path, owner } = first;
  return [
    {
      key: `owner:${directory}`,
      severity: 'warning',
      message: { id: 'owner', args: { directory, count: found.length, path, owner } },
      remedy: { id: 'remedy-owner', args: {} },
      evidence: found
        .slice(0, 100)
        .map((one) => `${one.owner}:${one.group} ${one.path}`)
        .join('\n'),
    },
  ];
}
