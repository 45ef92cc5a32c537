import type { Context } from '../define.ts';
import { isDeferred } from './deferred.ts';
import { daysPending } from './pending-age.ts';
import type { UpdatesFinding } from './updates-judgement.ts';
import type { UpdatesParams } from './updates-params.ts';
import type { SecurityUpdate, UpdatesFacts } from './updates-state.ts';

/** Red Hat's words for what is not to wait for the next window. */
const urgent = ['critical', 'important'];
const isUrgent = ({ severity }: SecurityUpdate) => urgent.includes(severity ?? '');

/** What is pending now, what waits for the monthly window, and what no upgrade would install. */
export function judgePending(
  { pending, stuck, manager }: UpdatesFacts,
  params: UpdatesParams,
  context: Context,
): UpdatesFinding[] {
  const waits = ({ name }: SecurityUpdate) => isDeferred(name.replace(/:.*/, ''), params.deferred);
  const now = pending.filter((update) => !waits(update));
  const later = pending.filter(waits);
  const old = (list: readonly SecurityUpdate[], days: number) =>
    list.filter((update) => daysPending(update, context) > days);
  const remedy = manager === 'dnf' ? ('remedy-pending-dnf' as const) : ('remedy-pending' as const);
  return [
    ...judgeNow(now, old(now, params.criticalDays), params.criticalDays).map((finding) => ({
      ...finding,
      remedy: { id: remedy, args: {} },
      evidence: evidenceOf(now),
    })),
    ...judgeLater(later, old(later, params.deferredCriticalDays), params.deferredCriticalDays),
    ...judgeStuck(stuck),
  ];
}

function judgeNow(
  list: readonly SecurityUpdate[],
  old: readonly SecurityUpdate[],
  days: number,
): UpdatesFinding[] {
  if (list.length === 0) return [];
  const key = 'pending';
  const count = list.length;
  const pressing = list.filter(isUrgent);
  if (pressing.length > 0) {
    const args = { count, packages: namesOf(pressing) };
    return [{ key, severity: 'critical', message: { id: 'pending-urgent', args } }];
  }
  if (old.length > 0) {
    const args = { count, days, packages: namesOf(old) };
    return [{ key, severity: 'critical', message: { id: 'pending-long', args } }];
  }
  const args = { count, packages: namesOf(list) };
  return [{ key, severity: 'warning', message: { id: 'pending', args } }];
}

function judgeLater(
  list: readonly SecurityUpdate[],
  old: readonly SecurityUpdate[],
  days: number,
): UpdatesFinding[] {
  if (list.length === 0) return [];
  const count = list.length;
  const pressing = list.filter(isUrgent);
  const isCritical = pressing.length > 0 || old.length > 0;
  return [
    {
      key: 'deferred',
      severity: isCritical ? 'critical' : 'warning',
      message:
        pressing.length > 0
          ? { id: 'deferred-urgent', args: { count, packages: namesOf(pressing) } }
          : old.length > 0
            ? { id: 'deferred-long', args: { count, days, packages: namesOf(old) } }
            : { id: 'deferred', args: { count, packages: namesOf(list) } },
      remedy: { id: 'remedy-deferred', args: {} },
      evidence: evidenceOf(list),
    },
  ];
}

function judgeStuck(list: readonly SecurityUpdate[]): UpdatesFinding[] {
  const [first] = list;
  if (first === undefined) return [];
  return [
    {
      key: 'stuck',
      severity: 'warning',
      message: { id: 'stuck', args: { packages: namesOf(list) } },
      remedy: { id: 'remedy-stuck', args: { package: first.name } },
      evidence: evidenceOf(list),
    },
  ];
}

const shown = 5;

/** The first few names with their new versions; all of them are in the evidence. */
function namesOf(list: readonly SecurityUpdate[]): string {
  const names = list.slice(0, shown).map(({ name, to }) => `${name} ${to}`);
  return [...names, ...(list.length > shown ? ['…'] : [])].join(', ');
}

function evidenceOf(list: readonly SecurityUpdate[]): string {
  return list
    .map(({ name, from, to, origin, severity }) =>
      [name, from === '' ? to : `${from} → ${to}`, origin, ...(severity ? [severity] : [])].join(
        '\t',
      ),
    )
    .join('\n');
}
