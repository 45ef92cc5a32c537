import type { MaintenanceRecord } from '../record/record.ts';
import type { RunFinding, RunHost, RunStep } from '../record/run-result.ts';
import { type Ended, type Source, type Standing, unreachable } from './model.ts';
import { lasting, sourceOf } from './observation.ts';
import type { Places } from './places.ts';

type KeyOf = (standing: Pick<Standing, 'host' | 'use' | 'finding'>) => string;
/** What stands at one place of one host, by finding key. */
type Here = Map<string, Standing>;

/**
 * Reads records, oldest first, and knows at the end what stands.
 *
 * Only an answer can end a finding: a step that was judged, without anything unknown in it. A run
 * that did not reach the host, could not judge the step or left it out says nothing about it.
 */
export class History {
  readonly #places: Places;
  readonly #keyOf: KeyOf;
  readonly #standing = new Map<string, Here>();
  readonly #incidents = new Map<string, { count: number; since: string }>();
  readonly #ended = new Map<string, Map<string, Ended>>();
  /**
   * What goes is taken away after all that comes at the same time, in one run or in the shards of
   * one: an incident that moves from one host to another has not been away.
   */
  #leaving: (() => void)[] = [];
  #time = '';

  constructor(places: Places, keyOf: KeyOf) {
    this.#places = places;
    this.#keyOf = keyOf;
  }

  get ended(): ReadonlyMap<string, ReadonlyMap<string, Ended>> {
    this.#flush();
    return this.#ended;
  }

  standing(): Standing[] {
    return [...this.#standing.values()].flatMap((here) => [...here.values()]);
  }

  since(key: string): string | undefined {
    this.#flush();
    return this.#incidents.get(key)?.since;
  }

  add(record: MaintenanceRecord): void {
    if (record.run.startedAt !== this.#time) this.#flush();
    this.#time = record.run.startedAt;
    const source = sourceOf(record);
    const causes = new Map<string, RunStep>();
    for (const step of record.run.steps) {
      if (step.use === unreachable.use) causes.set(step.host, step);
    }
    for (const host of record.run.hosts) this.#reach(host, causes, record, source);
    for (const step of record.run.steps) {
      if (step.use !== unreachable.use) this.#step(step, causes, record, source);
    }
  }

  #flush(): void {
    for (const leave of this.#leaving) leave();
    this.#leaving = [];
  }

  #reach(
    { name: host, reachable, failure }: RunHost,
    causes: ReadonlyMap<string, RunStep>,
    record: MaintenanceRecord,
    source: () => Source,
  ): void {
    if (!this.#places.has(host)) return;
    const told = causes.get(host)?.findings;
    const finding: RunFinding = {
      key: unreachable.key,
      severity: 'critical',
      message: failure ?? { id: 'unknown/unreachable', args: {} },
    };
    const findings = told ?? (reachable ? [] : [finding]);
    const place = `${host} ${unreachable.use}`;
    if (findings.length === 0 && !this.#standing.has(place)) return;
    const where = { host, use: unreachable.use, step: unreachable.use, runbook: runbookOf(record) };
    this.#judge(place, where, findings, { whole: true, why: 'mended' }, source);
  }

  #step(
    step: RunStep,
    causes: ReadonlyMap<string, RunStep>,
    record: MaintenanceRecord,
    source: () => Source,
  ): void {
    const place = this.#places.of(record.run.runbook, step);
    if (!place) return;
    const name = `${step.host} ${place.question}`;
    const findings = findingsOf(step, causes.has(step.host));
    const unknown =
      step.verdict === 'unknown' || findings.some((one) => one.severity === 'unknown');
    const why = step.verdict === 'skipped' && !step.task ? 'not-applicable' : 'mended';
    const gated = step.verdict === 'skipped' && step.task !== undefined;
    const where = { host: step.host, use: step.use, step: step.step, runbook: runbookOf(record) };
    if (findings.length > 0 || this.#standing.has(name)) {
      this.#judge(name, where, findings, { whole: !unknown && !gated, why }, source);
    }
    const remedy = `${step.host} ${place.remedy ?? ''}`;
    if (step.verdict === 'ok' && place.remedy !== undefined && this.#standing.has(remedy)) {
      this.#judge(remedy, where, [], { whole: true, why: 'mended' }, source);
    }
  }

  #judge(
    place: string,
    where: Pick<Standing, 'host' | 'use' | 'step' | 'runbook'>,
    findings: readonly RunFinding[],
    { whole, why }: { readonly whole: boolean; readonly why: Ended['why'] },
    source: () => Source,
  ): void {
    const here = this.#standing.get(place) ?? new Map<string, Standing>();
    this.#standing.set(place, here);
    const found = new Map(lasting(findings).map((one) => [one.finding.key, one]));
    for (const [key, former] of here) {
      if (found.has(key)) continue;
      if (!whole) here.set(key, { ...former, confirmed: false });
      else {
        here.delete(key);
        this.#leaving.push(() => this.#leave(place, former, why, source()));
      }
    }
    if (here.size === 0 && found.size === 0) this.#standing.delete(place);
    for (const [key, { finding, severity }] of found) {
      const former = here.get(key);
      // What cannot be judged any more has not become better.
      if (former?.severity === 'critical' && severity === 'unknown') {
        here.set(key, { ...former, confirmed: false });
        continue;
      }
      const { at } = source();
      const firstSeen = former?.firstSeen ?? at;
      const standing: Standing = {
        ...where,
        finding,
        severity,
        firstSeen,
        lastSeen: at,
        source: source(),
        confirmed: true,
      };
      here.set(key, standing);
      if (!former) this.#arrive(standing);
    }
  }

  #arrive(standing: Standing): void {
    const key = this.#keyOf(standing);
    const incident = this.#incidents.get(key);
    if (incident) incident.count += 1;
    else this.#incidents.set(key, { count: 1, since: standing.firstSeen });
    this.#ended.get(key)?.delete(standing.host);
  }

  #leave(place: string, standing: Standing, why: Ended['why'], source: Source): void {
    const key = this.#keyOf(standing);
    const incident = this.#incidents.get(key);
    if (incident) incident.count -= 1;
    if (incident?.count === 0) this.#incidents.delete(key);
    if (this.#standing.get(place)?.has(standing.finding.key)) return;
    const hosts = this.#ended.get(key) ?? new Map<string, Ended>();
    this.#ended.set(key, hosts.set(standing.host, { why, source }));
  }
}

/** An unknown step asks for attention, unless the host's own finding stands for it. */
function findingsOf(step: RunStep, hasCause: boolean): readonly RunFinding[] {
  if (step.verdict !== 'unknown' || step.findings.length > 0 || hasCause) return step.findings;
  const message = step.reason ?? { id: 'verdict/unknown', args: {} };
  if (message.id === 'unknown/unreachable') return [];
  const remedy = { id: `${message.id}-remedy`, args: message.args };
  return [{ key: 'unknown', severity: 'unknown', message, remedy }];
}

function runbookOf({ run, runbook }: MaintenanceRecord): Standing['runbook'] {
  return { id: run.runbook, title: runbook.title };
}
