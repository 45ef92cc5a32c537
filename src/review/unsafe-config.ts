import type { Config } from '../config/schema.ts';
import type { MessageArgs } from '../core/message.ts';
import { shown, without } from './difference.ts';
import type { Compared, Risk } from './unsafe.ts';

type Side = Pick<Config, 'lateness' | 'noticeDays' | 'armHours'>;
type Number = readonly [key: string, of: (config: Side) => number, worse: 'more' | 'less'];

const numbers: readonly Number[] = [
  ['noticeDays', ({ noticeDays }) => noticeDays, 'less'],
  ['armHours', ({ armHours }) => armHours, 'more'],
  ['lateness.level2Minutes', ({ lateness }) => lateness.level2Minutes, 'more'],
  ['lateness.level3Minutes', ({ lateness }) => lateness.level3Minutes, 'more'],
];

/** What config.yml takes away from the gates, or from those who are told. */
export function configRisks({ before, after, today }: Compared): readonly Risk[] {
  const [old, fresh] = [before.config, after.config];
  const weakened = numbers.flatMap(([key, of, worse]) => {
    const [was, is] = [of(old), of(fresh)];
    return (worse === 'more' ? is > was : is < was) ? [weaker(key, was, is)] : [];
  });
  const gone = (
    [
      ['environment', old.environment, fresh.environment],
      ['contacts.emergency', old.contacts.emergency, fresh.contacts.emergency],
      ['contacts.channel', old.contacts.channel, fresh.contacts.channel],
      ['heartbeat', shown(old.heartbeat), shown(fresh.heartbeat)],
    ] as const
  ).flatMap(([key, was, is]) => {
    // Another person may be called; another environment is another list of approvers.
    const isLost = key === 'environment' ? was !== is : is === undefined;
    return was !== undefined && isLost ? [weaker(key, was, is)] : [];
  });
  const fourEyes = old.fourEyes && !fresh.fourEyes ? [weaker('fourEyes', 'true', 'false')] : [];
  const isPublic = old.publicRepository !== 'no' && fresh.publicRepository === 'no';
  const names = isPublic ? [weaker('publicRepository', old.publicRepository, 'no')] : [];
  const users = (config: Config) => config.notify.filter(({ audience }) => audience === 'users');
  const told = without(
    users(old).map((one) => shown(one) ?? ''),
    users(fresh).map((one) => shown(one) ?? ''),
  ).map((one) => weaker('notify', one, undefined));
  return [...weakened, ...gone, ...fourEyes, ...names, ...told, ...thawed(old, fresh, today)];
}

/** Days that are frozen no more, of those to come. */
function thawed(old: Config, fresh: Config, today: string): readonly Risk[] {
  return old.freezes.flatMap(({ from, to, reason }) => {
    const begin = from > today ? from : today;
    if (begin > to || isCovered(begin, to, fresh.freezes)) return [];
    return [risk('review/risk-freeze', { from, to, reason })];
  });
}

interface Days {
  readonly from: string;
  readonly to: string;
}

export function isCovered(from: string, to: string, by: readonly Days[]): boolean {
  let day = from;
  while (day <= to) {
    const current = day;
    const cover = by.find((one) => one.from <= current && current <= one.to);
    if (!cover) return false;
    day = dayAfter(cover.to);
  }
  return true;
}

function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

function weaker(key: string, was: string | number, is: string | number | undefined): Risk {
  if (is === undefined) return risk('review/risk-removed', { key, before: String(was) });
  return risk('review/risk-weaker', { key, before: String(was), after: String(is) });
}

function risk(id: string, args: MessageArgs): Risk {
  return { message: { id, args }, file: 'config.yml' };
}
