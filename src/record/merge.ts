import { compareText, stableJson } from './json.ts';
import { outcomeOf, type RunResult } from './run-result.ts';

/**
 * One result from those of the shards, whatever order they come in.
 *
 * A host that is in two shards (a shard that was run again) counts as in the later one.
 *
 * @param hostOrder names in the order of the fleet; hosts that are not in it follow by name
 * @throws RangeError when there is nothing to merge, or the shards are not of one run
 */
export function mergeRuns(
  runs: readonly RunResult[],
  hostOrder: readonly string[] = [],
): RunResult {
  const [latest, ...others] = runs.toSorted(
    (a, b) =>
      -compareText(a.startedAt, b.startedAt) ||
      compareText(firstOf(a), firstOf(b)) ||
      compareText(stableJson(a), stableJson(b)),
  );
  if (!latest) throw new RangeError('There is no result to merge');
  for (const run of others) {
    if (identity(run) !== identity(latest)) {
      throw new RangeError(
        `Shards of one run differ: ${identity(latest)} and ${identity(run)}. Merge the results of one run only`,
      );
    }
  }
  const owner = new Map<string, RunResult>();
  for (const run of [latest, ...others]) {
    for (const host of hostsOf(run)) if (!owner.has(host)) owner.set(host, run);
  }
  const names = inOrder([...owner.keys()], hostOrder);
  const parts = new Map(
    [...new Set(owner.values())].map((run) => [
      run,
      {
        hosts: Map.groupBy(run.hosts, ({ name }) => name),
        steps: Map.groupBy(run.steps, ({ host }) => host),
      },
    ]),
  );
  const partsOf = (name: string) => {
    const run = owner.get(name);
    return run && parts.get(run);
  };
  const hosts = names.flatMap((name) => partsOf(name)?.hosts.get(name) ?? []);
  const steps = names.flatMap((name) => partsOf(name)?.steps.get(name) ?? []);
  // What an earlier attempt has taken is none of the time of this one.
  const told = parts.size > 0 ? [...parts.keys()] : runs;
  return {
    ...latest,
    mode: strongest(told),
    startedAt: extreme(told, ({ startedAt }) => startedAt, -1),
    endedAt: extreme(told, ({ endedAt }) => endedAt, 1),
    outcome: outcomeOf({ hosts, steps }),
    hosts,
    steps,
  };
}

/** Shards have different hosts, so the whole text is compared only where a shard has come twice. */
function firstOf({ hosts }: RunResult): string {
  return hosts[0]?.name ?? '';
}

function identity({ runbook, window }: RunResult): string {
  return `${runbook} ${window.key}`;
}

/** Each shard tells what came of its own hosts: one may have had something to change, another not. */
function strongest(runs: readonly RunResult[]): RunResult['mode'] {
  const modes = new Set(runs.map(({ mode }) => mode));
  return (['apply', 'plan', 'check'] as const).find((mode) => modes.has(mode)) ?? 'check';
}

function hostsOf(run: RunResult): Set<string> {
  return new Set([...run.hosts.map(({ name }) => name), ...run.steps.map(({ host }) => host)]);
}

function inOrder(names: readonly string[], order: readonly string[]): string[] {
  const rank = new Map(order.map((name, index) => [name, index]));
  const of = (name: string) => rank.get(name) ?? order.length;
  return [...names].sort((a, b) => of(a) - of(b) || compareText(a, b));
}

/** The first (-1) or last (1) time; ISO 8601 in UTC, but with or without a fraction. */
function extreme(runs: readonly RunResult[], of: (run: RunResult) => string, sign: -1 | 1): string {
  return runs.map(of).reduce((a, b) => (sign * (Date.parse(b) - Date.parse(a)) > 0 ? b : a));
}
