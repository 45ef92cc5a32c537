import { catalogue } from '../catalogue/registry.ts';
import type { Instance } from '../config/instance.ts';
import type { LedgerWindow } from '../ledger/model.ts';
import { nextOccurrence } from '../ledger/occurrences.ts';
import { envelopeOf } from '../notice/envelope.ts';
import type { Announced, DryRun } from '../notice/model.ts';
import { recordPaths } from '../record/paths.ts';
import type { MaintenanceRecord } from '../record/record.ts';
import type { Runbook } from '../runbook/model.ts';
import { appliedLevel } from '../runbook/notice.ts';
import { selectHosts } from '../runbook/select.ts';

/** Windows of level 2 and 3, with what their notices tell. */
export function announcedOf(
  { runbooks, fleet }: Pick<Instance, 'runbooks' | 'fleet'>,
  windows: readonly LedgerWindow[],
  records: readonly MaintenanceRecord[],
): readonly Announced[] {
  const byId = new Map(runbooks.map((runbook) => [runbook.id, runbook]));
  const dryRuns = new Map(runbooks.map(({ id }) => [id, latestDryRun(id, records)]));
  return windows.flatMap((window): Announced[] => {
    const runbook = byId.get(window.runbook.id);
    if (!runbook || runbook.level === 1) return [];
    const envelope = envelopeOf(runbook, selectHosts(runbook, fleet));
    const plan = dryRuns.get(runbook.id);
    const isNews = plan !== undefined && isForWindow(plan, window);
    return [
      { runbook, window, envelope, changes: changesAnything(runbook), ...(isNews && { plan }) },
    ];
  });
}

/** Whether a run by schedule makes changes that need the gates. */
export function changesAnything({ steps }: Runbook): boolean {
  return appliedLevel(steps, catalogue) >= 2;
}

function latestDryRun(id: string, records: readonly MaintenanceRecord[]): DryRun | undefined {
  const found = records
    .filter(({ run }) => run.runbook === id && run.mode === 'plan')
    .sort((a, b) => Date.parse(a.run.startedAt) - Date.parse(b.run.startedAt))
    .at(-1);
  if (!found) return undefined;
  const { markdown } = recordPaths(found);
  return { at: found.run.startedAt, record: markdown, steps: found.run.steps };
}

/** A dry run tells of the window that comes next after it. */
function isForWindow({ at }: DryRun, { startsAt }: LedgerWindow): boolean {
  const ahead = Date.parse(startsAt) - Date.parse(at);
  return ahead > 0 && ahead < 15 * 86_400_000;
}

/** Until when the window of a runbook may be moved: the next one begins then. */
export function latestStartOf(
  { runbooks, config }: Pick<Instance, 'runbooks' | 'config'>,
  runbook: string,
  startsAt: string,
): string {
  const found = runbooks.find(({ id }) => id === runbook);
  if (!found) return startsAt;
  return nextOccurrence(found.window, new Date(startsAt), config.timezone).startsAt;
}
