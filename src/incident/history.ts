import { isRecheck } from '../record/recheck.ts';
import type { MaintenanceRecord } from '../record/record.ts';
import type { RunFinding, RunHost, RunStep } from '../record/run-result.ts';
import { type Ended, type Source, type Standing, unreachable } from './model.ts';
import { findingsOf, lasting, runbookOf, sourceOf } from './observation.ts';
import type { Places } from './places.ts';
import { Spans } from './spans.ts';

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
  readonly #spans = new Spans();
  /** The last run that has judged a place as a whole. */
  readonly #judged = new Map<string, () => Ended>();

  constructor(places: Places, keyOf: KeyOf) {
    this.#places = places;
    this.#keyOf = keyOf;
  }

  get ended(): Spans['ended'] {
    return this.#spans.ended;
  }

  standing(): Standing[] {
    return [...this.#standing.values()].flatMap((here) => [...here.values()]);
  }

  /** What became of something that these places had found before the records begin. */
  fateOf(places: readonly string[]): Ended | 'unheard' {
    if (places.length === 0) return { why: 'not-checked' };
    const ends = places.map((place) => this.#judged.get(place)?.());
    const [end] = ends;
    return end && !ends.includes(undefined) ? end : 'unheard';
  }

  since(key: string): string | undefined {
    return this.#spans.since(key);
  }

  add(record: MaintenanceRecord): void {
    this.#spans.at(record.run.startedAt);
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
    if (findings.length === 0) this.#judged.set(place, () => ({ why: 'mended', source: source() }));
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
    // A look between the windows plans a task and carries none out: what failed is not mended by that.
    const planned = step.task?.outcome === 'planned' && isRecheck(record.runId);
    const gated = (step.verdict === 'skipped' && step.task !== undefined) || planned;
    const where = { host: step.host, use: step.use, step: step.step, runbook: runbookOf(record) };
    const whole = !unknown && !gated;
    if (whole) this.#judged.set(name, () => ({ why, source: source() }));
    if (findings.length > 0 || this.#standing.has(name)) {
      this.#judge(name, where, findings, { whole, why }, source);
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
        const end = { why, source: source() };
        this.#spans.leave(this.#keyOf(former), former.host, end, () => here.has(key));
      }
    }
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
      if (!former) this.#spans.arrive(this.#keyOf(standing), standing);
    }
  }
}
