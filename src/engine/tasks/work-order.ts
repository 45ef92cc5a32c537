import type { Application } from '../../catalogue/define-task.ts';
import type { Finding } from '../../core/finding.ts';
import type { SqlOutcome } from '../../core/sql.ts';
import type { HostLine } from '../line.ts';
import type { PlannedTask } from '../plan.ts';
import type { Places } from './conduct.ts';
import { told } from './plan-task.ts';

export type WorkEnd =
  | { readonly kind: 'done'; readonly said?: readonly SqlOutcome[] }
  | { readonly kind: 'failed'; readonly finding: Finding; readonly said?: readonly SqlOutcome[] }
  /** Nobody knows how it ends: the work may still be going on. */
  | { readonly kind: 'left'; readonly finding: Finding };

export interface WorkOrder {
  readonly step: PlannedTask;
  readonly application: Application<string>;
  readonly token: string;
  readonly about: string;
  readonly places: Places;
}

export function left({ signal }: HostLine, cause: string): WorkEnd {
  const args = { cause: signal.aborted ? 'interrupted' : cause };
  const remedy = 'task/left-running-remedy';
  return {
    kind: 'left',
    finding: told('apply', 'critical', 'task/left-running', args, { remedy }),
  };
}
