import type { Finding } from '../../core/finding.ts';
import type { Severity } from '../../core/severity.ts';
import type { Judgement } from '../define.ts';
import type { Episode } from './episodes.ts';
import type { reviewMessages } from './review-messages.ts';
import type { LoadedGroups, RuleFile } from './rules.ts';

type Id = keyof typeof reviewMessages;

export interface ReviewFacts {
  readonly reason: string | null;
  readonly files: readonly RuleFile[];
  readonly groups: LoadedGroups;
  /** From 0 to 1. */
  readonly watched: number;
  readonly alerts: readonly {
    readonly alert: string;
    readonly episodes: number;
    readonly mostInADay: number;
  }[];
}

/** Most episodes of one set of labels that began within 24 hours. Episodes come oldest first. */
export function mostInADay(episodes: readonly Episode[]): number {
  const begins = new Map<string, number[]>();
  let most = 0;
  for (const { labels, startAt } of episodes) {
    const start = Date.parse(startAt);
    const recent = (begins.get(labels) ?? []).filter((one) => start - one < 24 * 3_600_000);
    recent.push(start);
    begins.set(labels, recent);
    most = Math.max(most, recent.length);
  }
  return most;
}

function found(
  [key, severity]: readonly [string, Severity],
  id: Id,
  args: Readonly<Record<string, string | number>>,
  remedy: Id,
  evidence = '',
): Finding<Id> {
  const said = { key, severity, message: { id, args }, remedy: { id: remedy, args } };
  return evidence === '' ? said : { ...said, evidence };
}

export function reviewAlerts(
  facts: ReviewFacts,
  params: { readonly url: string; readonly weeks: number; readonly flapping: number },
): Judgement<Id> {
  const { reason, files, groups, alerts } = facts;
  const wrong = files.flatMap((file) => judgeFile(file, reason === null ? groups : null));
  if (reason !== null) {
    const args = { url: params.url, what: 'rules, query', reason };
    const silent = found(['prometheus', 'unknown'], 'no-answer', args, 'remedy-no-answer');
    return { findings: [...wrong, silent] };
  }
  const percent = Math.floor(facts.watched * 100);
  return {
    findings: [
      ...wrong,
      ...judgeRules(groups),
      ...alerts
        .filter(({ mostInADay }) => mostInADay >= params.flapping)
        .map(({ alert, mostInADay: count }) =>
          found([`flapping:${alert}`, 'warning'], 'flapping', { alert, count }, 'remedy-flapping'),
        ),
      ...judgeSilence(facts, params.weeks, percent),
    ],
    measurements: [
      { name: 'watched', value: facts.watched * 100, unit: 'percent' },
      ...alerts.map(
        ({ alert, episodes }) =>
          ({ name: 'episodes', object: alert, value: episodes, unit: 'count' }) as const,
      ),
    ],
  };
}

/** @param groups null when nobody knows what is loaded */
function judgeFile(file: RuleFile, groups: LoadedGroups | null): Finding<Id>[] {
  const { path, state, exitStatus, output, rules } = file;
  const judged = (severity: Severity, id: Id, remedy: Id = 'remedy-file', more = {}) =>
    found([`file:${path}`, severity], id, { path, ...more }, remedy, output);
  if (state === 'missing') return [judged('unknown', 'file-missing')];
  if (state === 'unreadable') return [judged('unknown', 'file-unreadable')];
  const findings: Finding<Id>[] = [];
  if (exitStatus !== 0) findings.push(judged('critical', 'file-wrong'));
  // A lint error alone is told as "FAILED", with the exit status 0 and without a number of rules.
  else if (rules === null) findings.push(judged('warning', 'lint'));
  if (!groups) return findings;
  const loaded = groups.filter((group) => group.file === path);
  const count = loaded.reduce((sum, group) => sum + group.rules.length, 0);
  if (loaded.length === 0 && rules !== 0) {
    findings.push(judged('critical', 'not-loaded', 'remedy-load'));
  } else if (rules !== null && rules !== count) {
    findings.push(judged('warning', 'stale', 'remedy-load', { count: rules, loaded: count }));
  }
  return findings;
}

function judgeRules(groups: LoadedGroups): Finding<Id>[] {
  const all = groups.flatMap(({ rules }) => rules);
  if (!all.some(({ type }) => type === 'alerting')) {
    return [found(['rules', 'critical'], 'no-alerts', {}, 'remedy-load')];
  }
  const broken = all.filter(({ health }) => health === 'err');
  if (broken.length === 0) return [];
  const names = broken.map(({ name }) => name).join(', ');
  const evidence = broken.map(({ name, lastError }) => `${name}: ${lastError}`).join('\n');
  return [found(['health', 'critical'], 'broken', { names }, 'remedy-broken', evidence)];
}

function judgeSilence(
  { groups, alerts, watched }: ReviewFacts,
  weeks: number,
  percent: number,
): Finding<Id>[] {
  const fired = new Set(alerts.map(({ alert }) => alert));
  const rules = groups.flatMap((group) => group.rules);
  const never = new Set(
    rules
      .filter(({ type, name }) => type === 'alerting' && !fired.has(name))
      .map(({ name }) => name),
  );
  const args = { weeks, percent };
  const names = [...never].join(', ');
  return [
    ...(never.size > 0 && watched > 0
      ? [found(['never', 'note'], 'never-fired', { ...args, names }, 'remedy-never')]
      : []),
    ...(percent < 99
      ? [found(['data', watched === 0 ? 'unknown' : 'note'], 'gaps', args, 'remedy-gaps')]
      : []),
  ];
}
