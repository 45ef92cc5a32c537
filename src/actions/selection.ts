import type { Instance } from '../config/instance.ts';
import type { Runbook } from '../runbook/model.ts';
import { SelectionError, selectHosts } from '../runbook/select.ts';
import { suggest } from '../yaml/nearest.ts';
import { ActionError } from './action-error.ts';

/** The hosts of a runbook that an input names, by host or group. @throws ActionError */
export function hostsNamed(
  runbook: Runbook,
  { fleet }: Instance,
  wanted: readonly string[] | undefined,
) {
  try {
    const isHost = (name: string) => fleet.hosts.has(name);
    const filter = wanted && {
      hosts: wanted.filter(isHost),
      groups: wanted.filter((name) => !isHost(name)),
    };
    const hosts = selectHosts(runbook, fleet, filter);
    if (hosts.length > 0) return hosts;
    const which = (wanted ?? runbook.hosts).join(', ');
    throw new ActionError(`No host of the fleet is meant by ${runbook.id}: ${which}`);
  } catch (error) {
    if (error instanceof SelectionError) throw new ActionError(`Input \`hosts\`: ${error.message}`);
    throw error;
  }
}

/** The steps that an input names. @throws ActionError */
export function stepsNamed({ id, steps }: Runbook, wanted: readonly string[] | undefined) {
  const known = steps.map((step) => step.id);
  const stranger = wanted?.find((name) => !known.includes(name));
  if (stranger === undefined) return wanted;
  const hint = suggest(stranger, known, 'its steps') ?? '';
  throw new ActionError(`Input \`steps\`: ${id} has no step \`${stranger}\`: ${hint}`);
}
