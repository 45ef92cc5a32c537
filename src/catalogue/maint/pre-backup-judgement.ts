import { verdictOf } from '../../core/severity.ts';
import { evaluateIntegrity } from '../backup/integrity-judgement.ts';
import type { RunFacts } from '../backup/run-facts.ts';
import { planBackup, type RunChange, verifyBackup } from '../backup/run-judgement.ts';
import type { RunMessage } from '../backup/run-messages.ts';
import { kindsOf, type RunParams } from '../backup/run-params.ts';
import type { Context } from '../define.ts';
import type { Plan, Verification } from '../define-task.ts';
import type { preBackupMessages } from './pre-backup-messages.ts';

type Id = RunMessage | keyof typeof preBackupMessages;
type Params = RunParams & { readonly etc: readonly string[] };

/** As for any backup; but one that nobody has read to its end is none to begin maintenance with. */
export function planPreBackup(
  facts: RunFacts,
  params: Params,
  context: Context,
): Plan<RunChange, Id> {
  const plan = planBackup(facts, params, context);
  if (plan.kind === 'no-op' && isVerified(facts, params, context)) return plan;
  const anew =
    plan.kind === 'no-op'
      ? planBackup(facts, { ...params, notAgainWithinMinutes: 0 }, context)
      : plan;
  if (anew.kind !== 'change' || params.etc.length === 0) return anew;
  const { directory, etc } = params;
  const archive = { id: 'etc', args: { paths: etc.join(', '), directory } } as const;
  return { ...anew, changes: [...anew.changes, archive] };
}

function isVerified(facts: RunFacts, params: Params, context: Context): boolean {
  const { directory, timeoutSeconds } = params;
  const kinds = kindsOf(params);
  const newest = facts.kinds.map(({ name, backups }) => ({
    kind: name,
    file: backups.find(({ state }) => state === 'finished')?.file,
  }));
  const read = newest.flatMap(
    ({ kind, file }) =>
      facts.checked.find((one) => one.kind === kind && one.file !== null && one.file === file) ??
      [],
  );
  if (read.length < kinds.length) return false;
  const { findings } = evaluateIntegrity(
    { kinds: read },
    { directory, kinds, timeoutSeconds },
    { ...context, history: [] },
  );
  return !['critical', 'unknown'].includes(verdictOf(findings));
}

export function verifyPreBackup(
  seen: { readonly before: RunFacts; readonly after: RunFacts },
  params: Params,
  context: Context,
): Verification<Id> {
  return verifyBackup(seen, params, context);
}
