import { isDocumentationAddress } from './address.ts';
import type { Fleet, Host } from './model.ts';

/** Hosts that nobody can reach, because their address is one from documentation. */
export function exampleHosts(fleet: Fleet): readonly Host[] {
  return [...fleet.hosts.values()].filter(({ address }) => isDocumentationAddress(address));
}

/** True as long as nobody has put a real host: there is nothing to run, and nothing is wrong. */
export function isUnconfigured(fleet: Fleet): boolean {
  return exampleHosts(fleet).length === fleet.hosts.size;
}
