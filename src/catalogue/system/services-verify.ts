import { type Finding, finding, type Measurement } from '../../core/finding.ts';
import type { Message } from '../../core/message.ts';
import type { Verification } from '../define-task.ts';
import type { ServicesFacts, UnitState } from './services-facts.ts';
import type { ServicesMessage as Id } from './services-messages.ts';
import type { ServicesParams } from './services-params.ts';
import { candidates, notesOf, type ServicesChange } from './services-plan.ts';

interface Seen {
  readonly before: ServicesFacts;
  readonly after: ServicesFacts;
  readonly change: ServicesChange;
}

interface Result {
  readonly how: string;
  readonly seconds: number;
}

/** All active, processes new (restart) or the same (reload), healthy, each with its interruption. */
export function verifyServices(
  { before, after, change }: Seen,
  params: ServicesParams,
): Verification<Id> {
  const results = resultsOf(before, after);
  const was = candidates(before, params);
  const findings: Finding<Id>[] = notesOf(before, params);
  const changes: Message<Id>[] = [];
  const measurements: Measurement[] = [];
  const unreached: string[] = [];
  for (const { service, state, health } of candidates(after, params)) {
    const { unit, action } = service;
    const old = was.find((one) => one.service.unit === unit)?.state;
    if (!change.services.some((one) => one.unit === unit) || !old) continue;
    const key = `service:${unit}`;
    const result = results.get(unit);
    if (results.size > 0 && !result) {
      unreached.push(unit);
      continue;
    }
    if (result?.how === 'failed' || result?.how === 'test') {
      const id = action === 'restart' ? 'did-not-come-up' : 'reload-failed';
      findings.push(finding(key, 'critical', id, { unit }, 'remedy-come-up'));
      continue;
    }
    if (state.active !== 'active') {
      const args = { unit, state: state.active };
      findings.push(finding(key, 'critical', 'not-active', args, 'remedy-come-up'));
    } else if (health !== 'ok') {
      const args = { unit, words: health };
      findings.push(finding(key, 'critical', 'unhealthy', args, 'remedy-unhealthy'));
    } else if (action === 'restart') {
      findings.push(...unchanged(old, state, before, after));
    } else if (old.pid !== state.pid) {
      const args = { unit, before: old.pid, after: state.pid };
      findings.push(finding(key, 'warning', 'new-process', args));
    }
    if (!result) continue;
    const { how, seconds } = result;
    if (how === 'again')
      findings.push(finding(key, 'warning', 'second-try', { unit }, 'remedy-unhealthy'));
    measurements.push({ name: 'interruption', object: unit, value: seconds, unit: 'seconds' });
    const args = { unit, seconds };
    changes.push(
      action === 'restart' ? { id: 'restarted', args } : { id: 'reloaded', args: { unit } },
    );
  }
  if (unreached.length > 0)
    findings.push(finding('services', 'note', 'not-reached', { units: unreached.join(', ') }));
  return { findings, changes, measurements };
}

/** A unit whose processes are those of its members (PostgreSQL's clusters) is judged by them as well. */
function unchanged(
  old: UnitState,
  now: UnitState,
  before: ServicesFacts,
  after: ServicesFacts,
): Finding<Id>[] {
  const findings: Finding<Id>[] = [];
  const same = (a: UnitState, b: UnitState) =>
    a.invocation === b.invocation && (a.pid === 0 || a.pid === b.pid);
  const told = (unit: string) =>
    finding(`service:${unit}`, 'critical', 'not-restarted', { unit }, 'remedy-come-up');
  if (same(old, now)) findings.push(told(now.id));
  for (const member of before.members) {
    if (!old.members.includes(member.id) || member.active !== 'active') continue;
    const later = after.members.find(({ id }) => id === member.id);
    if (later?.active !== 'active') {
      const args = { unit: member.id, state: later?.active ?? 'gone' };
      findings.push(
        finding(`service:${member.id}`, 'critical', 'not-active', args, 'remedy-come-up'),
      );
    } else if (same(member, later)) findings.push(told(member.id));
  }
  return findings;
}

/** What this apply has noted; nothing when the file is still that of an earlier one. */
function resultsOf(before: ServicesFacts, after: ServicesFacts): ReadonlyMap<string, Result> {
  const [begun, ...lines] = after.results;
  if (begun === undefined || begun === before.results[0]) return new Map();
  return new Map(
    lines.map((line) => {
      const [unit = '', , how = '', centiseconds = '0'] = line.split(' ');
      return [unit, { how, seconds: Number(centiseconds) / 100 }];
    }),
  );
}
