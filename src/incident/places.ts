import { stableJson } from '../record/json.ts';
import type { RunStep } from '../record/run-result.ts';
import type { Runbook } from '../runbook/model.ts';
import { unreachable } from './model.ts';

/** As much of the fleet as incidents need; `Fleet` is one. */
export interface FleetView {
  readonly hosts: ReadonlyMap<string, { readonly groups: readonly string[] }>;
}

/**
 * Something that is asked of a host: a check with its parameters. Runbooks that ask the same share
 * it, so that the daily run closes what the weekly one has found.
 */
export interface Place {
  readonly question: string;
  readonly runbook: Runbook;
  /** The task that an `ok` of this step makes unnecessary. */
  readonly remedy?: string;
}

/** The places of today's runbooks and fleet: records of anything else are of the past. */
export class Places {
  readonly #runbooks: ReadonlyMap<string, RunbookPlaces>;
  readonly #fleet: FleetView;

  constructor(runbooks: readonly Runbook[], fleet: FleetView) {
    this.#fleet = fleet;
    this.#runbooks = new Map(
      runbooks.map((runbook) => [runbook.id, placesOf(runbook, fleet)] as const),
    );
  }

  has(host: string): boolean {
    return this.#fleet.hosts.has(host);
  }

  of(runbookId: string, { host, step, use, task }: RunStep): Place | undefined {
    const runbook = this.#runbooks.get(runbookId);
    if (!runbook?.hosts.has(host)) return undefined;
    const found = runbook.steps.get(task?.after ?? step);
    if (!found) return undefined;
    if (task?.after !== undefined && found.task?.use === use) {
      return { question: found.task.question, runbook: runbook.runbook };
    }
    if (found.use !== use) return undefined;
    const remedy = found.task && { remedy: found.task.question };
    return { question: found.question, runbook: runbook.runbook, ...remedy };
  }

  /** Places on a host of those steps (`<runbook>/<step>:<check>`) that are still carried out. */
  named(steps: readonly string[], host: string): string[] {
    return steps.flatMap((name) => {
      const { runbook, step, use } = parsed(name);
      if (use === unreachable.use) return this.has(host) ? [`${host} ${use}`] : [];
      const places = this.#runbooks.get(runbook);
      if (!places?.hosts.has(host)) return [];
      const found = places.steps.get(step);
      const tasks = [...places.steps.values()].flatMap(({ task }) => task ?? []);
      const question = found?.use === use ? found : tasks.find((task) => task.use === use);
      return question ? [`${host} ${question.question}`] : [];
    });
  }

  hasStep(steps: readonly string[]): boolean {
    return [...this.#fleet.hosts.keys()].some((host) => this.named(steps, host).length > 0);
  }
}

function parsed(name: string) {
  const [, runbook = '', step = '', use = ''] = /^([^/]*)\/(.*):([^:]*)$/.exec(name) ?? [];
  return { runbook, step, use };
}

interface Question {
  readonly use: string;
  readonly question: string;
}

interface RunbookPlaces {
  readonly runbook: Runbook;
  readonly hosts: ReadonlySet<string>;
  readonly steps: ReadonlyMap<string, Question & { readonly task?: Question }>;
}

function placesOf(runbook: Runbook, fleet: FleetView): RunbookPlaces {
  const named = new Set(runbook.hosts);
  const hosts = [...fleet.hosts].filter(
    ([name, { groups }]) => named.has(name) || groups.some((group) => named.has(group)),
  );
  const steps = runbook.steps.map((step) => {
    const task = step.then && questionOf(step.then.task, step.then.with);
    return [step.id, { ...questionOf(step.use, step.with), ...(task && { task }) }] as const;
  });
  return {
    runbook,
    hosts: new Set(hosts.map(([name]) => name)),
    steps: new Map(steps),
  };
}

function questionOf(use: string, parameters: Readonly<Record<string, unknown>>): Question {
  return { use, question: `${use} ${stableJson(parameters)}` };
}
