import type { Instance } from '../config/instance.ts';
import { buildRecord, type RecordContext } from '../record/build.ts';
import type { RunResult } from '../record/run-result.ts';
import { type Written, writeRecord } from '../record/store.ts';
import type { Runbook } from '../runbook/model.ts';
import { version } from '../version.ts';
import { textOf } from './texts.ts';

/** Writes the record of a run into the instance, its page and the year's journal. */
export async function recordRun(
  directory: string,
  { config }: Pick<Instance, 'config'>,
  runbook: Runbook,
  result: RunResult,
  context: Pick<RecordContext, 'trigger' | 'actor' | 'approver'> & { readonly runId?: string },
): Promise<Written> {
  const record = buildRecord(result, {
    runId: localRunId(result.startedAt),
    ...context,
    team: config.team,
    timeZone: config.timezone,
    teikiVersion: version,
    runbook,
  });
  return await writeRecord(directory, record, async (uses) => ({
    ...(await textOf(config.timezone, uses)),
    locale: config.locale,
  }));
}

/** The time of a local run: `20261124T170500Z`. */
function localRunId(startedAt: string): string {
  return startedAt.replaceAll(/[-:]|\.\d+/g, '');
}
