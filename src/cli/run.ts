import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { catalogue } from '../catalogue/registry.ts';
import type { Config } from '../config/schema.ts';
import { type HostPlan, tasksOf } from '../engine/plan.ts';
import type { Conduct } from '../engine/tasks/conduct.ts';
import type { RunResult } from '../record/run-result.ts';
import { keepHeapSmall } from '../run/heap.ts';
import { readHistory } from '../run/history.ts';
import { planRun } from '../run/plan-run.ts';
import { realWorld } from '../run/real-world.ts';
import { runRunbook } from '../run/run-runbook.ts';
import { exitStatusOf, UsageError } from './exit-status.ts';
import { findRunbook, refuseIssues, soundInstance } from './instance.ts';
import type { GlobalOptions } from './program.ts';
import { type ProgressDisplay, plainProgress, silent } from './terminal/progress.ts';
import { styleFor } from './terminal/style.ts';

export interface RunCommandOptions {
  readonly host?: string[];
  readonly group?: string[];
  readonly step?: string[];
  readonly plan?: boolean;
  readonly apply?: boolean;
  readonly expectPlan?: string[];
  readonly override?: string;
  readonly json?: string;
  readonly record?: boolean;
}

/** Hosts at once: sshd's MaxStartups and two cores of a runner set the measure. */
const concurrency = 64;

/** `teiki run <runbook>` */
export async function run(
  id: string,
  options: RunCommandOptions,
  { dir, quiet }: GlobalOptions,
): Promise<number> {
  keepHeapSmall();
  const instance = await soundInstance(dir);
  const runbook = findRunbook(instance, id);
  const { config, fleet } = instance;
  const history = await readHistory(dir, runbook.id, new Date());
  const selection = {
    ...(options.host && { hosts: options.host }),
    ...(options.group && { groups: options.group }),
    ...(options.step && { steps: options.step }),
  };
  const { plans, issues } = planRun(runbook, fleet, catalogue, selection, history);
  refuseIssues(issues);
  if (plans.length === 0) {
    throw new UsageError(
      `no host of the fleet belongs to ${runbook.id} (hosts: ${runbook.hosts.join(', ')})`,
    );
  }
  const conduct = conductOf(options, plans);
  const progress = quiet ? silent : await progressOn(process.stderr, plans.length);
  const stop = new AbortController();
  const interrupt = () => stop.abort(new Error('interrupted'));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    const world = realWorld({
      fleet,
      environment: process.env,
      postgres: config.services.postgres,
    });
    const result = await runRunbook(runbook, plans, world, {
      timeZone: config.timezone,
      concurrency,
      signal: stop.signal,
      conduct,
      onProgress: progress.show,
    });
    progress.end();
    if (options.json !== undefined) await writeJson(options.json, result);
    if (options.json !== '-') {
      process.stdout.write(await table(result, config));
    }
    if (options.record) {
      const { recordRun } = await import('../run/records.ts');
      const { files } = await recordRun(dir, instance, runbook, result, { trigger: 'local' });
      for (const file of files) process.stderr.write(`${join(dir, file)}\n`);
    }
    return exitStatusOf(result);
  } finally {
    progress.end();
    process.removeListener('SIGINT', interrupt).removeListener('SIGTERM', interrupt);
  }
}

/**
 * A person's command plans, unless told to change something; then every task, marked or not.
 * @throws UsageError when level 2 or 3 would be applied and no reason is given
 */
function conductOf(
  { apply = false, expectPlan, override }: RunCommandOptions,
  plans: readonly HostPlan[],
): Omit<Conduct, 'runId'> {
  if (!apply && (expectPlan || override !== undefined)) {
    throw new UsageError('--expect-plan and --override go with --apply');
  }
  if (!apply) return { changes: 'none' };
  if (override?.trim() === '') throw new UsageError('--override needs a reason');
  const gated = plans
    .flatMap(({ steps }) => tasksOf(steps))
    .find(({ task, after }) => task.level >= 2 && after === undefined);
  if (gated && override === undefined) {
    throw new UsageError(
      `${gated.task.id} is of level ${gated.task.level}: it is not applied without notice and approval; in an emergency add --override "reason", which the record shows`,
    );
  }
  return {
    changes: 'all',
    ...(expectPlan && { expectedPlans: expectPlan }),
    ...(override !== undefined && { override }),
  };
}

/** What a person sees is loaded while the hosts are at work, or after: they need not wait for it. */
async function table(
  result: RunResult,
  { locale, timezone }: Pick<Config, 'locale' | 'timezone'>,
): Promise<string> {
  const { renderResult } = await import('./terminal/result.ts');
  const { textOf } = await import('../run/texts.ts');
  const uses = result.steps.map(({ use }) => use);
  const view = { locale, text: await textOf(timezone, uses), style: styleFor(process.stdout) };
  return renderResult(result, { ...view, width: terminalWidth() });
}

async function progressOn(stream: NodeJS.WriteStream, total: number): Promise<ProgressDisplay> {
  const style = styleFor(stream);
  if (!stream.isTTY) return plainProgress(stream, style, total);
  const { liveProgress } = await import('./terminal/live-progress.ts');
  return liveProgress(stream, style, total);
}

/** Cells: of the terminal, or what COLUMNS asks for (POSIX, environment variables), or 100. */
function terminalWidth(): number {
  return process.stdout.columns ?? (Number(process.env['COLUMNS']) || 100);
}

async function writeJson(file: string, value: unknown): Promise<void> {
  const text = `${JSON.stringify(value, null, 2)}\n`;
  if (file === '-') process.stdout.write(text);
  else await writeFile(file, text);
}
