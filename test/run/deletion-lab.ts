import { setTimeout as sleep } from 'node:timers/promises';
import { task as purge } from '../../src/catalogue/logs/purge-old.ts';
import { task as cleanup } from '../../src/catalogue/tmp/cleanup.ts';
import type { Conduct } from '../../src/engine/tasks/conduct.ts';
import type { RunResult } from '../../src/record/run-result.ts';
import type { Host } from '../lab/host.ts';
import type { Lab } from '../lab/lab.ts';
import { grantRights } from '../lab/rights.ts';
import { conductInLab } from './lab-task.ts';

/** Runs one of the tasks that delete files, with the rights that it declares and no others. */
export async function conductDeletion(
  lab: Lab,
  host: Host,
  use: 'tmp.cleanup' | 'logs.purge-old',
  given: Readonly<Record<string, unknown>>,
  conduct: Partial<Conduct> = {},
): Promise<RunResult> {
  const rights =
    use === 'tmp.cleanup'
      ? cleanup.privileged(cleanup.params.parse(given))
      : purge.privileged(purge.params.parse(given));
  await grantRights(host, rights);
  await notAtTheFullHour();
  return conductInLab(lab, host, [{ use, with: given }], { changes: 'all', ...conduct });
}

/** Plans reckon ages from the full hour, so that two plans around it rightly differ. */
async function notAtTheFullHour(): Promise<void> {
  const left = 3_600_000 - (Date.now() % 3_600_000);
  if (left < 20_000) await sleep(left + 1000);
}

/** `deleted files=3 freedBytes=60000 left=0`: the changes of the only step, with these arguments. */
export function changesIn({ steps }: RunResult, ...names: readonly string[]): string[] {
  return (steps[0]?.task?.changes ?? [])
    .filter(({ id }) => !id.endsWith('/space'))
    .map(({ id, args }) =>
      [id.split('/').at(-1), ...names.map((name) => `${name}=${args[name]}`)].join(' '),
    );
}

/** The hash of the plan of the only step. */
export function planIn({ steps }: RunResult): string {
  const facts = (steps[0]?.facts ?? {}) as { readonly plan?: string };
  return facts.plan ?? '';
}
