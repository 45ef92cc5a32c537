import { type Finding, finding } from '../../core/finding.ts';
import type { Message } from '../../core/message.ts';
import type { Plan } from '../define-task.ts';
import type { ServicesFacts, UnitState } from './services-facts.ts';
import type { ServicesMessage as Id } from './services-messages.ts';
import type { ServiceParams, ServicesParams } from './services-params.ts';

export interface ServicesChange {
  readonly services: readonly Pick<ServiceParams, 'unit' | 'action'>[];
}

interface Candidate {
  readonly service: ServiceParams;
  readonly state: UnitState;
  readonly health: string;
}

export function planServices(
  facts: ServicesFacts,
  params: ServicesParams,
): Plan<ServicesChange, Id> {
  const all = candidates(facts, params);
  const refusals: Finding<Id>[] = [];
  const here = all.filter(isHere);
  const units = params.services.map(({ unit }) => unit).join(', ');
  if (here.length === 0) return { kind: 'no-op', reason: { id: 'none-here', args: { units } } };
  if (facts.needs !== null && facts.needs.ways.length === 0)
    refusals.push(finding('services', 'unknown', 'need-unknown', {}, 'remedy-need-unknown'));
  for (const one of here) refusals.push(...standsInTheWay(one));
  const wanted = here.filter((one) => isWanted(one, facts));
  if (facts.nginx !== null && here.some(({ service }) => service.test === 'nginx')) {
    const found = finding('nginx', 'critical', 'nginx-broken', {}, 'remedy-nginx');
    refusals.push({ ...found, evidence: facts.nginx });
  }
  if (refusals.length > 0) return { kind: 'refused', findings: refusals };
  if (wanted.length === 0)
    return { kind: 'no-op', reason: { id: 'nothing-needed', args: { units } } };
  return {
    kind: 'change',
    change: { services: wanted.map(({ service: { unit, action } }) => ({ unit, action })) },
    changes: wanted.map(described),
    findings: notesOf(facts, params),
  };
}

export function candidates(
  { units, health }: ServicesFacts,
  { services }: ServicesParams,
): Candidate[] {
  return services.flatMap((service, index) => {
    const state = units[index];
    return state ? [{ service, state, health: health[index] ?? '' }] : [];
  });
}

/** An optional unit may be missing; any other is refused. */
function isHere({ service: { optional }, state: { load } }: Candidate): boolean {
  return load !== 'not-found' || !optional;
}

function isWanted({ state }: Candidate, facts: ServicesFacts): boolean {
  return facts.needs === null || isNeeded(state, facts);
}

/** What a person should know of the plan, before and after it. */
export function notesOf(facts: ServicesFacts, params: ServicesParams): Finding<Id>[] {
  const all = candidates(facts, params);
  const findings: Finding<Id>[] = all
    .filter((one) => !isHere(one))
    .map(({ service: { unit } }) => finding(`service:${unit}`, 'note', 'absent', { unit }));
  const here = all.filter(isHere);
  const rest = here.filter((one) => !isWanted(one, facts)).map(({ service: { unit } }) => unit);
  if (rest.length > 0)
    findings.push(finding('services', 'note', 'not-needed', { units: rest.join(', ') }));
  const wanted = here.filter((one) => isWanted(one, facts));
  return [...findings, ...wanted.flatMap((one) => warnings(one, facts))];
}

/** Whatever is wrong before is found before: nothing is half done for a reason that was known. */
function standsInTheWay({ service, state, health }: Candidate): Finding<Id>[] {
  const { unit, action } = service;
  const key = `service:${unit}`;
  if (state.load !== 'loaded') {
    const args = { unit, state: state.load };
    return [finding(key, 'critical', 'missing', args, 'remedy-missing')];
  }
  if (state.active !== 'active') {
    const args = { unit, state: state.active };
    return [finding(key, 'critical', 'not-active', args, 'remedy-not-active')];
  }
  if (action === 'reload' && !state.canReload)
    return [finding(key, 'critical', 'cannot-reload', { unit }, 'remedy-cannot-reload')];
  if (health === 'ok') return [];
  return [finding(key, 'critical', 'unhealthy', { unit, words: health }, 'remedy-unhealthy')];
}

function isNeeded({ names, members }: UnitState, { needs }: ServicesFacts): boolean {
  return [...names, ...members].some((name) => needs?.units.some((one) => one.name === name));
}

function warnings({ service, state }: Candidate, facts: ServicesFacts): Finding<Id>[] {
  const { unit, action } = service;
  const key = `service:${unit}`;
  const found: Finding<Id>[] = [];
  if (state.stale) found.push(finding(key, 'warning', 'stale', { unit }, 'remedy-stale'));
  if (action === 'reload' && facts.needs !== null)
    found.push(finding(key, 'warning', 'reload-keeps', { unit }, 'remedy-reload-keeps'));
  return found;
}

function described({ service: { unit, action }, state }: Candidate): Message<Id> {
  if (action === 'reload') return { id: 'reload', args: { unit, state: state.active } };
  const members = state.members.join(', ') || 'none';
  return { id: 'restart', args: { unit, state: state.active, members } };
}
