import type { Prices } from '../config/prices.ts';
import type { Config } from '../config/schema.ts';
import type { Messages } from '../core/message.ts';
import type { LedgerWindow } from '../ledger/model.ts';
import type { MaintenanceRecord } from '../record/record.ts';
import type { IncidentFile } from './incident.ts';
import type { Period } from './period.ts';

/** All that a report is computed from: the same input gives the same bytes. */
export interface ReportInput {
  readonly period: Period;
  /** Until when the report looks: the end of the period, or the day it is made on. ISO 8601, UTC. */
  readonly until: string;
  readonly config: Pick<Config, 'timezone' | 'locale' | 'objectives' | 'team'>;
  /** Oldest first, and from a year before the period on: trends need what was before. */
  readonly records: readonly MaintenanceRecord[];
  /** Paths of records that cannot be read. */
  readonly damaged: readonly string[];
  /** Of the period, and of the period before. */
  readonly windows: readonly LedgerWindow[];
  readonly formerWindows: readonly LedgerWindow[];
  /** Absent when incidents have never been read. */
  readonly incidents?: IncidentFile;
  /** Absent when there is no `prices.yml`. */
  readonly prices?: Prices;
  /** Texts of the catalogue entries that the records name. */
  readonly messages: Messages;
}
