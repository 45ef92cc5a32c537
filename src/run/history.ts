import { readYear } from '../record/read.ts';
import type { History } from './plan-run.ts';

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
