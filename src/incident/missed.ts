import { type Missed, missedOf } from '../ledger/missed.ts';
import type { LedgerWindow } from '../ledger/model.ts';
import { incidentKey } from './identity.ts';
import type { Desired, Ended, Incident, IncidentRow, Standing } from './model.ts';

/** Not found on a host but by the ledger: a window that nobody carried out. */
export const missedUse = 'schedule.missed';

const place = (runbook: string) => `${runbook}/${missedUse}:${missedUse}`;
const placePattern = new RegExp(`^([^/]*)/${missedUse}:${missedUse}$`);

/**
 * Adds an incident for each runbook that has missed a window. GitHub drops and delays ticks and
 * tells nobody; whichever tick comes next sees it here.
 */
export function withMissed(desired: Desired, windows: readonly LedgerWindow[], now: Date): Desired {
  const lost = missedOf(windows, now).map(
    (one) => [keyOf(one.runbook.id), incidentOf(one)] as const,
  );
  const scheduled = new Map(windows.map(({ runbook, hosts }) => [runbook.id, hosts]));
  /** What stands no more has been made up for: the ledger knows, whatever the records say. */
  const fateOf = (runbook: string): Ended =>
    scheduled.has(runbook) ? { why: 'mended', at: now.toISOString() } : { why: 'not-checked' };
  const ended = [...scheduled.keys()].flatMap((runbook) => {
    if (lost.some(([key]) => key === keyOf(runbook))) return [];
    const hosts = scheduled.get(runbook) ?? [];
    return [[keyOf(runbook), new Map(hosts.map(({ host }) => [host, fateOf(runbook)]))] as const];
  });
  return {
    incidents: new Map([...desired.incidents, ...lost]),
    ended: new Map([...desired.ended, ...ended]),
    fateOf: (steps, host) => {
      const runbook = runbookOf(steps);
      return runbook === undefined ? desired.fateOf(steps, host) : fateOf(runbook);
    },
    isChecked: (steps) => {
      const runbook = runbookOf(steps);
      return runbook === undefined ? desired.isChecked(steps) : scheduled.has(runbook);
    },
  };
}

function keyOf(runbook: string): string {
  return incidentKey(missedUse, runbook);
}

function runbookOf(steps: readonly string[]): string | undefined {
  return steps.map((step) => placePattern.exec(step)?.[1]).find((id) => id !== undefined);
}

function incidentOf({ runbook, windows }: Missed): Incident {
  const severity = runbook.level === 1 ? 'warning' : 'critical';
  const [first] = windows;
  const hosts = new Set(windows.flatMap((window) => lostHosts(window)));
  const rows = [...hosts].map((host): IncidentRow => {
    const own = windows.filter((window) => lostHosts(window).includes(host));
    const last = own.at(-1) ?? first;
    const standing: Standing = {
      host,
      use: missedUse,
      step: missedUse,
      runbook,
      finding: {
        key: runbook.id,
        severity,
        message: {
          id: own.length === 1 ? 'schedule/missed' : 'schedule/missed-several',
          args: { count: own.length, window: last.key, startByAt: last.startBy },
        },
        remedy: { id: 'schedule/missed-remedy', args: { runbook: runbook.id } },
      },
      severity,
      firstSeen: own[0]?.startBy ?? first.startBy,
      lastSeen: last.startBy,
      confirmed: true,
    };
    return { host, severity, standing: [standing] };
  });
  return {
    key: keyOf(runbook.id),
    object: runbook.id,
    uses: [missedUse],
    steps: [place(runbook.id)],
    severity,
    since: first.startBy,
    lastSeen: windows.at(-1)?.startBy ?? first.startBy,
    rows,
    owners: [],
  };
}

function lostHosts({ hosts }: LedgerWindow): readonly string[] {
  return hosts.filter(({ state }) => state === 'missed').map(({ host }) => host);
}
