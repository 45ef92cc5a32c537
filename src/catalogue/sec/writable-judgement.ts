import { z } from 'zod';
import type { Finding } from '../../core/finding.ts';
import type { Context, Judgement } from '../define.ts';
import { type Entry, has, type Survey } from './entries.ts';
import { listed, type Remedy, setMode, takeFromOthers } from './remedies.ts';
import { accountTrouble, searchTrouble } from './search-trouble.ts';
import { type Accounts, asOthers } from './service-accounts.ts';
import type { writableMessages } from './writable-messages.ts';

export type WritableFacts = Accounts & {
  readonly surveys: readonly Survey[];
  readonly trouble: string;
};
type Id = keyof typeof writableMessages;

/** What an earlier record has of a directory. */
const earlier = z.object({
  surveys: z.array(
    z.object({
      directory: z.string(),
      state: z.string(),
      entries: z.array(z.object({ path: z.string(), mode: z.string(), owner: z.string() })),
    }),
  ),
});

export function judgeWritable(
  facts: WritableFacts,
  { setuid }: { readonly setuid: readonly string[] },
  { history }: Context,
): Judgement<Id> {
  const { surveys, trouble, unknown } = facts;
  const open = surveys.flatMap((survey) => [
    ...openTo(facts, survey, 'files'),
    ...openTo(facts, survey, 'folders'),
  ]);
  const special = surveys.map(({ directory, entries }) => {
    const allowed = new Set(setuid);
    const found = entries.filter((entry) => isSpecial(entry) && !allowed.has(entry.path));
    const known = specialBefore(history, directory);
    return { directory, found, known };
  });
  const isKnown = surveys.every(({ state }) => state === 'searched');
  const all = surveys.flatMap(({ entries }) => entries);
  const measured = [
    { name: 'writable', value: all.filter((one) => has(one, 0o2)).length, unit: 'count' },
    { name: 'setuid', value: all.filter(isSpecial).length, unit: 'count' },
  ] as const;
  return {
    findings: [
      ...open,
      ...special.flatMap(({ directory, found, known }) => {
        const isNew = (entry: Entry) => known !== undefined && !known.has(identity(entry));
        return [
          ...judgeSetuid(directory, found.filter(isNew), 'setuid-new'),
          ...judgeSetuid(
            directory,
            found.filter((entry) => !isNew(entry)),
            'setuid',
          ),
        ];
      }),
      ...searchTrouble(surveys, trouble),
      ...(open.length > 0 ? accountTrouble(unknown) : []),
    ],
    measurements: isKnown ? measured : [],
  };
}

const isSpecial = (entry: Entry) => entry.kind === 'file' && has(entry, 0o6000);
const identity = ({ path, mode, owner }: Pick<Entry, 'path' | 'mode' | 'owner'>) =>
  `${Number.parseInt(mode, 8) & 0o6000} ${owner} ${path}`;

/** Those that the newest record has which has searched this directory; undefined without one. */
function specialBefore(
  history: Context['history'],
  directory: string,
): ReadonlySet<string> | undefined {
  for (const { facts } of history) {
    const read = earlier.safeParse(facts);
    const before = read.data?.surveys.find((one) => one.directory === directory);
    if (before?.state === 'searched') return new Set(before.entries.map(identity));
  }
  return undefined;
}

function openTo(facts: WritableFacts, survey: Survey, id: 'files' | 'folders'): Finding<Id>[] {
  const { directory } = survey;
  const kind = id === 'files' ? 'file' : 'folder';
  const found = survey.entries.filter((entry) => entry.kind === kind && has(entry, 0o2));
  const remedyOf = (entry: Entry): Remedy =>
    takeFromOthers(entry, directory, 'w', asOthers(entry, facts, 'w'));
  // The one whose change needs care is the one that the remedy is about.
  const first = found.find((entry) => asOthers(entry, facts, 'w').length > 0) ?? found[0];
  if (!first) return [];
  const [account] = asOthers(first, facts, 'w');
  const args = { ...remedyOf(first) };
  return [
    {
      key: `${id}:${directory}`,
      severity: 'warning',
      message: { id, args: { directory, count: found.length, path: first.path } },
      remedy: account
        ? { id: 'remedy-through', args: { ...args, user: account.user } }
        : { id: 'remedy-chmod', args },
      evidence: listed(found, remedyOf),
    },
  ];
}

function judgeSetuid(
  directory: string,
  found: readonly Entry[],
  id: 'setuid-new' | 'setuid',
): Finding<Id>[] {
  const [first] = found;
  if (!first) return [];
  const remedyOf = (entry: Entry) => setMode(entry, directory, 'u-s,g-s');
  const { path, owner } = first;
  return [
    {
      key: `${id}:${directory}`,
      severity: id === 'setuid-new' ? 'critical' : 'warning',
      message: { id, args: { directory, count: found.length, path, owner } },
      remedy: { id: 'remedy-setuid', args: { ...remedyOf(first) } },
      evidence: listed(found, remedyOf),
    },
  ];
}
