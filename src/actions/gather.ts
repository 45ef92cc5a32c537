import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fleet } from '../fleet/model.ts';
import { mergeRuns } from '../record/merge.ts';
import { outcomeOf, RunResult, type RunStep } from '../record/run-result.ts';
import type { Runbook } from '../runbook/model.ts';
import { hostsOf, type PlanDocument } from './plan-document.ts';

export interface Gathered {
  readonly results: readonly RunResult[];
  /** Files that are no result of this run; told, never fatal. */
  readonly damaged: readonly { readonly path: string; readonly detail: string }[];
}

/** The results of shards below a folder, as download-artifact leaves them; none when it is not there. */
export async function gather(folder: string, plan: PlanDocument): Promise<Gathered> {
  const results: RunResult[] = [];
  const damaged: { path: string; detail: string }[] = [];
  for (const path of await filesIn(folder)) {
    try {
      const result = RunResult.safeParse(JSON.parse(await readFile(join(folder, path), 'utf8')));
      if (!result.success) {
        const [issue] = result.error.issues;
        throw new Error(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
      }
      const { runbook, window } = result.data;
      if (runbook !== plan.runbook || window.key !== plan.window.key) {
        throw new Error(`it is of ${runbook} ${window.key}`);
      }
      results.push(result.data);
    } catch (error) {
      damaged.push({ path, detail: error instanceof Error ? error.message : String(error) });
    }
  }
  return { results, damaged };
}

/**
 * One result of all hosts of the plan. A host without one (its job was cancelled, failed or lost
 * its runner) was not carried out: unknown, with one finding, as if it could not be reached.
 */
export function wholeResult(
  results: readonly RunResult[],
  plan: PlanDocument,
  runbook: Runbook,
  fleet: Fleet,
  now: Date,
): { readonly result: RunResult; readonly missing: readonly string[] } {
  const answered = new Set(results.flatMap(({ hosts }) => hosts.map(({ name }) => name)));
  const missing = hostsOf(plan).filter((name) => !answered.has(name));
  if (missing.length === 0 && results.length > 0) {
    return { result: mergeRuns(results, [...fleet.hosts.keys()]), missing };
  }
  const [first] = results;
  const hosts = missing.map((name) => ({
    name,
    reachable: false,
    durationMs: 0,
    failure: { id: 'run/no-result', args: {} },
  }));
  const absent: RunResult = {
    schema: 'teiki.run/1',
    runbook: plan.runbook,
    window: plan.window,
    mode: 'check',
    startedAt: first?.startedAt ?? now.toISOString(),
    endedAt: first?.endedAt ?? now.toISOString(),
    outcome: 'not-run',
    hosts,
    steps: missing.flatMap((host) => stepsNotRun(host, plan, runbook)),
  };
  if (!first) return { result: absent, missing };
  const merged = mergeRuns([...results, absent], [...fleet.hosts.keys()]);
  return { result: { ...merged, outcome: outcomeOf(merged) }, missing };
}

function stepsNotRun(host: string, plan: PlanDocument, { steps }: Runbook): RunStep[] {
  const reason = { id: 'run/no-result', args: {} };
  const nothing = { host, measurements: [], durationMs: 0, reason };
  const remedy = { id: 'run/no-result-remedy', args: {} };
  const cause: RunStep = {
    ...nothing,
    step: 'host.unreachable',
    use: 'host.unreachable',
    verdict: 'unknown',
    findings: [{ key: 'host', severity: 'unknown', message: reason, remedy }],
  };
  const left = steps
    .filter(({ id }) => plan.steps?.includes(id) ?? true)
    .map(
      ({ id, use }): RunStep => ({ ...nothing, step: id, use, verdict: 'unknown', findings: [] }),
    );
  return [cause, ...left];
}

async function filesIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true });
    return entries.filter((path) => path.endsWith('.json')).sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
