import type { Instance } from '../config/instance.ts';
import { buildRecord, type RecordContext } from '../record/build.ts';
import { readYear } from '../record/read.ts';
import type { RunResult } from '../record/run-result.ts';
import { type Written, writeRecord } from '../record/store.ts';
import type { Runbook } from '../runbook/model.ts';
import { version } from '../version.ts';
import type { History } from './plan-run.ts';
import { textOf } from './texts.ts';

/** How many earlier records of a runbook a check may look back on. */
const lookBack = 30;

/** What earlier runs of a runbook have read, for checks that compare (the last TOC, counters, sizes). */
export async function readHistory(directory: string, runbook: string, now: Date): Promise<History> {
  const year = now.getUTCFullYear();
  const years = await Promise.all(
    [year - 1, year, year + 1].map((one) => readYear(directory, one, { runbook })),
  );
  const newestFirst = years
    .flatMap(({ records }) => records)
    .slice(-lookBack)
    .reverse();
  return (host, step) =>
    newestFirst.flatMap(({ run }) =>
      run.steps
        .filter(
          (one) =>
            one.host === host && one.step === step && one.facts !== undefined && one.facts !== null,
        )
        .map(({ facts }) => ({ at: new Date(run.startedAt), facts })),
    );
}

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
  return await writeRecord(directory, record, {
    ...textOf(config.timezone),
    locale: config.locale,
  });
}

/** The time of a local run: `20261124T170500Z`. */
function localRunId(startedAt: string): string {
  return startedAt.replaceAll(/[-:]|\.\d+/g, '');
}
