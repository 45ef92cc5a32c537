import type { Finding } from '../../core/finding.ts';
import type { Judgement } from '../define.ts';
import type { StatesFacts, StuckProcess } from './zombies-facts.ts';
import type { zombiesMessages } from './zombies-messages.ts';

type Id = keyof typeof zombiesMessages;

interface Limits {
  readonly warning: number;
  readonly critical: number;
  readonly olderThanSeconds: number;
}

export function judgeStates(
  { stuck }: StatesFacts,
  { warning, critical, olderThanSeconds }: Limits,
): Judgement<Id> {
  const old = stuck.filter(({ ageSeconds }) => ageSeconds > olderThanSeconds);
  const zombies = old.filter(({ state }) => state === 'Z');
  const blocked = old.filter(({ state }) => state === 'D');
  const severity = zombies.length > critical ? 'critical' : 'warning';
  const byParent = Map.groupBy(zombies, ({ unit, parent }) => unit || parent);
  const findings = [...byParent]
    .filter(([, list]) => list.length > warning)
    .map(([place, list]) => zombiesOf(place, list, severity));
  return {
    findings: [...findings, ...blockedOf(blocked)],
    measurements: [
      { name: 'zombies', value: zombies.length, unit: 'count' },
      { name: 'blocked', value: blocked.length, unit: 'count' },
    ],
  };
}

function zombiesOf(
  place: string,
  list: readonly StuckProcess[],
  severity: Finding['severity'],
): Finding<Id> {
  const [one] = list;
  const unit = one?.unit ?? '';
  const parents = [...new Set(list.map(({ parentPid }) => parentPid))].slice(0, 5).join(', ');
  const args = { count: list.length, parent: one?.parent ?? '?', pid: parents, place };
  // A scope is a login session or a container: it has no command to restart it.
  const isService = unit.endsWith('.service');
  const remedy =
    one?.parentPid === 1 ? 'remedy-init' : isService ? 'remedy-restart' : 'remedy-parent';
  return {
    key: `parent:${place}`,
    severity,
    message: { id: unit === '' ? 'zombies' : 'zombies-of-unit', args },
    remedy: { id: remedy, args },
    evidence: evidenceOf(list),
  };
}

/** One finding by command: the same disk or mount holds them all. */
function blockedOf(list: readonly StuckProcess[]): readonly Finding<Id>[] {
  return [...Map.groupBy(list, ({ name }) => name)].map(([name, same]) => {
    const args = { count: same.length, name, pid: same[0]?.pid ?? 0 };
    const rest = { remedy: { id: 'remedy-blocked', args }, evidence: evidenceOf(same) } as const;
    return {
      key: `blocked:${name}`,
      severity: 'warning',
      message: { id: 'blocked', args },
      ...rest,
    };
  });
}

function evidenceOf(list: readonly StuckProcess[]): string {
  const lines = list
    .toSorted((a, b) => b.ageSeconds - a.ageSeconds)
    .map(({ pid, state, parentPid, ageSeconds, name }) =>
      [`pid ${pid}`, `ppid ${parentPid}`, state, `${ageSeconds} s`, name].join('\t'),
    );
  const more = lines.length > 20 ? [`… ${lines.length - 20}`] : [];
  return [...lines.slice(0, 20), ...more].join('\n');
}
