import type { LedgerWindow } from '../../ledger/model.ts';

/** The form of `teiki due --json` and `teiki calendar --json`; times are ISO 8601 in UTC. */
export function asJson(windows: readonly LedgerWindow[], now: Date) {
  return {
    schema: 'teiki.windows/1',
    at: now.toISOString(),
    windows: windows.map(({ runbook, key, state, startsAt, endsAt, startBy, hosts }) => ({
      runbook: runbook.id,
      level: runbook.level,
      window: key,
      state,
      startsAt,
      endsAt,
      startBy,
      hosts,
    })),
  };
}
