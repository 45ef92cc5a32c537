import type { Instance } from '../config/instance.ts';
import type { Runbook } from '../runbook/model.ts';
import { hostsNamed } from '../runbook/select.ts';

/** A step on a host that an open incident stands on. */
export interface Standing {
  readonly runbook: string;
  readonly host: string;
  readonly step: string;
}

/** The hosts of a runbook that are to be asked the same steps. */
export interface Recheck {
  readonly runbook: Runbook;
  readonly steps: readonly string[];
  readonly hosts: readonly string[];
}

/**
 * Which steps to run again, and where. A host that could not be reached is only connected to: no
 * step is in the list for it. What is no longer in a runbook or the fleet is left to the incidents,
 * which close for that reason.
 */
export function selectRechecks(
  standing: readonly Standing[],
  { runbooks, fleet }: Pick<Instance, 'runbooks' | 'fleet'>,
): readonly Recheck[] {
  return runbooks.flatMap((runbook) => {
    const here = standing.filter((one) => one.runbook === runbook.id);
    const hosts = hostsNamed(runbook.hosts, fleet).map(({ name }) => name);
    const asked = hosts.flatMap((host) => {
      const open = here.filter((one) => one.host === host).map(({ step }) => step);
      const steps = runbook.steps.map(({ id }) => id).filter((id) => open.includes(id));
      return open.length === 0 ? [] : [{ host, steps }];
    });
    return [...Map.groupBy(asked, ({ steps }) => steps.join(' ')).values()].map((group) => ({
      runbook,
      steps: group[0]?.steps ?? [],
      hosts: group.map(({ host }) => host),
    }));
  });
}
