import { finding, type Measurement } from '../../core/finding.ts';
import { quote } from '../../core/shell.ts';
import type { Context, Judgement } from '../define.ts';
import { coverage, surplus } from './gfs.ts';
import { withoutSlash } from './kinds.ts';
import { restoreAdvice } from './strategy-advice.ts';
import type { StrategyFacts } from './strategy-facts.ts';
import { type Found, iso } from './strategy-finding.ts';
import { type Growth, growthFindings, growthOf } from './strategy-growth.ts';
import { type Kind, knownOf, type Sized } from './strategy-known.ts';
import type { StrategyMessage as Id } from './strategy-messages.ts';
import { judgePace } from './strategy-pace.ts';
import type { StrategyParams } from './strategy-params.ts';

export function evaluateStrategy(
  facts: StrategyFacts,
  params: StrategyParams,
  { host, history }: Context,
): Judgement<Id> {
  const directory = withoutSlash(params.directory);
  if (facts.state !== 'listed') return { findings: [cannotList(directory, facts)] };
  const now = host.epochSeconds;
  const findings: Found[] = [];
  const measurements: Measurement[] = [];
  const growths: Growth[] = [];
  for (const kind of facts.kinds) {
    const object = kind.name;
    const known = knownOf(kind, history);
    const [newest] = kind.backups;
    measurements.push({ name: 'count', object, value: kind.count, unit: 'count' });
    if (!newest) {
      findings.push(
        finding(object, 'critical', 'none', { kind: object, directory }, 'look', {
          directory: quote(directory),
        }),
      );
      continue;
    }
    measurements.push(
      { name: 'kept', object, value: kind.sizeBytes, unit: 'bytes' },
      { name: 'newest', object, value: newest.sizeBytes, unit: 'bytes' },
    );
    const pace = judgePace(kind, known, params, now);
    const growth = growthOf(object, known);
    if (growth) {
      growths.push(growth);
      const value = Math.round(growth.perDay * 30);
      measurements.push({ name: 'growth', object, value, unit: 'bytes' });
    }
    measurements.push(...pace.measurements);
    findings.push(
      ...pace.findings,
      ...judgeKeeping(kind, known, params, now),
      ...growthFindings(object, growth, newest),
    );
  }
  const advice = restoreAdvice(facts, params, history, growths);
  findings.push(...judgeSpace(facts, params, directory), ...advice.findings, ...toldOf(params));
  return { findings, measurements: [...measurements, ...advice.measurements] };
}

function judgeKeeping(
  { name: kind, backups }: Kind,
  known: readonly Sized[],
  { keep, directory }: StrategyParams,
  now: number,
): Found[] {
  const times = backups.map(({ modifiedAtSeconds }) => modifiedAtSeconds);
  const first = Math.min(...known.map(({ modifiedAtSeconds }) => modifiedAtSeconds));
  const found: Found[] = [];
  for (const { span, wanted, there, missing, before } of coverage(times, keep, now, first)) {
    const args = { kind, span, wanted, there, missing };
    const key = `${kind}:${span}`;
    if (missing > 0) found.push(finding(key, 'warning', 'missing-periods', args, 'keep-remedy'));
    else if (before > 0) {
      found.push(finding(key, 'note', 'young', { ...args, first: iso(first) }));
    }
  }
  const more = surplus(backups, keep, now);
  const bytes = more.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (more.length > 0) {
    const args = { kind, count: more.length, bytes, oldest: more.at(-1)?.file ?? '-' };
    found.push(
      finding(`${kind}:surplus`, 'note', 'surplus', args, 'surplus-remedy', {
        directory: quote(withoutSlash(directory)),
      }),
    );
  }
  return found;
}

/** Room for all that the plan keeps, at today's size. */
function judgeSpace(
  { kinds, availableBytes }: StrategyFacts,
  params: StrategyParams,
  directory: string,
): Found[] {
  const { days, weeks, months } = params.keep;
  const newest = kinds.reduce((sum, { backups }) => sum + (backups[0]?.sizeBytes ?? 0), 0);
  const there = kinds.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const needBytes = (days + weeks + months + 1) * newest;
  if (availableBytes === null || newest === 0) return [];
  if (there + availableBytes >= needBytes) return [];
  const args = { directory, needBytes, haveBytes: there + availableBytes };
  return [finding('space', 'warning', 'space', args, 'space-remedy')];
}

/** What nobody can see from the host. */
function toldOf({ offSite, encrypted }: StrategyParams): Found[] {
  const found: Found[] = [];
  if (offSite === 'no') found.push(finding('off-site', 'warning', 'no-off-site', {}, 'off-site'));
  if (offSite === 'unknown')
    found.push(finding('off-site', 'note', 'not-told', { what: 'off-site' }, 'tell'));
  if (encrypted === 'no' && offSite !== 'no') {
    found.push(finding('encryption', 'warning', 'not-encrypted', {}, 'encrypt'));
  }
  if (encrypted === 'unknown') {
    found.push(finding('encryption', 'note', 'not-told', { what: 'encryption' }, 'tell'));
  }
  return found;
}

function cannotList(directory: string, { state, complaint }: StrategyFacts): Found {
  const id = state === 'listed' ? 'unreadable' : state;
  const remedy = id === 'unreadable' ? 'remedy-unreadable' : 'remedy-missing';
  const one = finding('directory', 'unknown', id, { directory }, remedy, {
    directory: quote(directory),
  });
  return complaint ? { ...one, evidence: complaint } : one;
}
