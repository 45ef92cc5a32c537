import type { ServerHostKeyAlgorithm } from 'ssh2';
import type { Host } from '../../fleet/model.ts';
import { message } from '../messages.ts';
import { ConnectionError } from '../session.ts';
import type { KnownHosts } from './known-hosts.ts';
import { fingerprint, keyType, type PublicKey, parsePublicKey } from './public-key.ts';

/** The keys that a host may present. */
export interface Pins {
  readonly keys: readonly PublicKey[];
  readonly revoked: readonly PublicKey[];
}

/**
 * The pins of `host`: its own `hostKeys`, or those of the known_hosts file when it has none.
 * @throws ConnectionError when only certificate authorities vouch for it, which ssh2 cannot verify
 */
export function pinsOf(host: Host, knownHosts: KnownHosts): Pins {
  const known = knownHosts.lookUp(host.address, host.port);
  const own = host.hostKeys.flatMap((text) => parsePublicKey(text) ?? []);
  const keys = host.hostKeys.length > 0 ? own : known.plain;
  if (keys.length === 0 && known.certificateAuthorities.length > 0) {
    throw new ConnectionError(
      'host-key-unknown',
      host.name,
      message('connection.host-key-unknown.certificate', { hop: host.name }),
    );
  }
  return { keys, revoked: known.revoked };
}

const rsa: readonly ServerHostKeyAlgorithm[] = ['rsa-sha2-512', 'rsa-sha2-256'];
const algorithmsByType: Readonly<Record<string, readonly ServerHostKeyAlgorithm[]>> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
  'ssh-rsa': rsa,
};

/**
 * What to ask the server for: only pinned types, for a server with several keys would otherwise
 * show one that nobody has pinned. Without pins everything, so that the refusal can name the key.
 */
export function hostKeyAlgorithms({ keys }: Pins): ServerHostKeyAlgorithm[] {
  const pinned = Object.entries(algorithmsByType).filter(([type]) =>
    keys.some((key) => key.type === type),
  );
  return (pinned.length > 0 ? pinned : Object.entries(algorithmsByType)).flatMap(
    ([, names]) => names,
  );
}

/** Why `offered` is not the key of `host`; undefined when it is. */
export function hostKeyRefusal(
  host: Host,
  pins: Pins,
  offered: Buffer,
): ConnectionError | undefined {
  const isOffered = ({ blob }: PublicKey) => blob.equals(offered);
  const args = {
    hop: host.name,
    address: host.address,
    port: host.port,
    type: keyType(offered),
    offered: fingerprint(offered),
    pinned: describePins(pins),
  };
  if (pins.revoked.some(isOffered)) {
    const explanation = message('connection.host-key-changed.revoked', args);
    return new ConnectionError('host-key-changed', host.name, explanation);
  }
  if (pins.keys.some(isOffered)) return undefined;
  const failure = pins.keys.length === 0 ? 'host-key-unknown' : 'host-key-changed';
  return new ConnectionError(failure, host.name, message(`connection.${failure}`, args));
}

export function describePins({ keys }: Pins): string {
  return keys.map(({ type, blob }) => `${type} ${fingerprint(blob)}`).join(', ') || '-';
}
