import type { ConnectionError } from '../../connectors/session.ts';
import type { KnownHosts } from '../../connectors/ssh/known-hosts.ts';
import { fingerprint, type PublicKey, parsePublicKey } from '../../connectors/ssh/public-key.ts';
import type { OfferedKey } from '../../connectors/ssh/scan.ts';
import type { Host } from '../../fleet/model.ts';

interface ComparedKey extends OfferedKey {
  readonly pinned: boolean;
}

export interface Pin {
  readonly type: string;
  readonly fingerprint: string;
  readonly offered: boolean;
}

export interface HostKeys {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /**
   * `same`: every pin is offered; `changed`: one is not; `missing`: nothing is pinned yet;
   * `unreachable`: the host did not show its keys.
   */
  readonly state: 'same' | 'changed' | 'missing' | 'unreachable';
  readonly keys: readonly ComparedKey[];
  readonly pins: readonly Pin[];
  readonly failure?: ConnectionError;
}

/** What a host offers now beside what is pinned in fleet.yml or, without that, in known_hosts. */
export function compareKeys(
  host: Host,
  knownHosts: KnownHosts,
  offered: readonly OfferedKey[],
): HostKeys {
  const known = pinnedKeys(host, knownHosts);
  const prints = new Set(offered.map((key) => key.fingerprint));
  const pins = known.map(({ type, blob }) => {
    const print = fingerprint(blob);
    return { type, fingerprint: print, offered: prints.has(print) };
  });
  const pinned = new Set(pins.map((pin) => pin.fingerprint));
  const keys = offered.map((key) => ({ ...key, pinned: pinned.has(key.fingerprint) }));
  const state =
    pins.length === 0 ? 'missing' : pins.every((pin) => pin.offered) ? 'same' : 'changed';
  return { ...placeOf(host), state, keys, pins };
}

export function unanswered(host: Host, knownHosts: KnownHosts, failure: ConnectionError): HostKeys {
  const pins = pinnedKeys(host, knownHosts).map(({ type, blob }) => ({
    type,
    fingerprint: fingerprint(blob),
    offered: false,
  }));
  return { ...placeOf(host), state: 'unreachable', keys: [], pins, failure };
}

function pinnedKeys(host: Host, knownHosts: KnownHosts): readonly PublicKey[] {
  if (host.hostKeys.length === 0) return knownHosts.lookUp(host.address, host.port).plain;
  return host.hostKeys.flatMap((line) => parsePublicKey(line) ?? []);
}

function placeOf({ name, address, port }: Host) {
  return { name, address, port };
}
