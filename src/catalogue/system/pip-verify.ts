import { type Finding, finding, type Measurement } from '../../core/finding.ts';
import type { Message } from '../../core/message.ts';
import type { Verification } from '../define-task.ts';
import type { PipFacts } from './pip-facts.ts';
import type { PipMessage as Id } from './pip-messages.ts';
import type { PipParams } from './pip-params.ts';
import { notesOf, type PipChange } from './pip-plan.ts';

interface Seen {
  readonly before: PipFacts;
  readonly after: PipFacts;
  readonly change: PipChange;
}

/** The link points to the new environment, which has what was planned, and the service runs it. */
export function verifyPip({ before, after, change }: Seen, params: PipParams): Verification<Id> {
  const { service } = params;
  const { from, to, pins } = change;
  const { python, unit, target } = after;
  const findings: Finding<Id>[] = [];
  const key = `service:${service}`;
  if (target !== to) {
    const args = { to, target: target ?? '-' };
    findings.push(finding('venv', 'critical', 'not-switched', args, 'remedy-not-switched'));
    return { findings, changes: [] };
  }
  const installed = python?.installed ?? {};
  const wrong = pins.filter(({ name, version }) => installed[name] !== version);
  if (wrong.length > 0) {
    const names = wrong.map(({ name, version }) => `${name} ${version}`).join(', ');
    findings.push(
      finding('venv', 'critical', 'not-as-planned', { names, to }, 'remedy-not-switched'),
    );
  }
  if (unit.active !== 'active') {
    const args = { service, state: unit.active };
    findings.push(finding(key, 'critical', 'not-active', args, 'remedy-service'));
  } else if (python !== null && python.health !== 'ok' && python.health !== '-') {
    const args = { service, words: python.health };
    findings.push(finding(key, 'critical', 'unhealthy', args, 'remedy-service'));
  } else if (unit.pid !== 0 && unit.pid === before.unit.pid) {
    findings.push(finding(key, 'critical', 'not-restarted', { service }, 'remedy-service'));
  }
  if (python !== null && python.importFailure !== null) {
    const args = { module: params.import || '' };
    const found = finding('import', 'critical', 'import-fails', args, 'remedy-import-fails');
    findings.push({ ...found, evidence: python.importFailure });
  }
  findings.push(...auditOf(after, to));
  if (before.python) findings.push(...notesOf(before.python, pins, params));
  return {
    findings,
    measurements: measured(after, change, params),
    changes: [...differences(before, after), { id: 'switched', args: { from, to, service } }],
  };
}

/** From what was there to what is there, whatever the plan has said. */
function differences(before: PipFacts, after: PipFacts): Message<Id>[] {
  const old = before.python?.installed ?? {};
  const now = after.python?.installed ?? {};
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .sort()
    .flatMap((name): Message<Id>[] => {
      const [from, to] = [old[name], now[name]];
      if (from === to) return [];
      if (from === undefined) return [{ id: 'install', args: { name, to: to ?? '' } }];
      if (to === undefined) return [{ id: 'remove', args: { name, from } }];
      return [{ id: 'upgrade', args: { name, from, to } }];
    });
}

function measured(
  { results }: PipFacts,
  { to }: PipChange,
  { service }: PipParams,
): readonly Measurement[] {
  const [name, interruption = ''] = results;
  const centiseconds = /^interruption (\d+)$/.exec(interruption)?.[1];
  if (name !== `to ${to}` || centiseconds === undefined) return [];
  const value = Number(centiseconds) / 100;
  return [{ name: 'interruption', object: service, value, unit: 'seconds' }];
}

/** pip-audit, where it is installed: 0 nothing known, 1 known vulnerabilities, else it did not work. */
function auditOf({ results }: PipFacts, to: string): Finding<Id>[] {
  const [name, , audit = '', ...words] = results;
  const status = /^audit (\d+)$/.exec(audit)?.[1];
  if (name !== `to ${to}` || status === undefined || status === '0') return [];
  const found =
    status === '1'
      ? finding('audit', 'warning', 'vulnerable', { to }, 'remedy-vulnerable')
      : finding('audit', 'note', 'not-audited', { to });
  return [{ ...found, evidence: words.join('\n') }];
}
