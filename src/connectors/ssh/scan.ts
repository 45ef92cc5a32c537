import { NodeSSH } from 'node-ssh';
import type { ServerHostKeyAlgorithm } from 'ssh2';
import type { Host } from '../../fleet/model.ts';
import { within } from '../abort.ts';
import { algorithms } from './algorithms.ts';
import { SshConnector, type SshConnectorOptions } from './connector.ts';
import { handshakeTimeout } from './errors.ts';
import { fingerprint, keyType } from './public-key.ts';
import { type Progress, sshError } from './ssh-error.ts';

export interface OfferedKey {
  readonly type: string;
  /** `ssh-ed25519 AAAA…`, as `hostKeys` in fleet.yml takes it. */
  readonly line: string;
  readonly fingerprint: string;
}

const scanned: readonly (readonly ServerHostKeyAlgorithm[])[] = [
  ['ssh-ed25519'],
  ['ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'],
  ['rsa-sha2-512', 'rsa-sha2-256'],
];

export type HostKeyScanner = (
  host: Host,
  options: { readonly signal: AbortSignal },
) => Promise<readonly OfferedKey[]>;

/**
 * Asks hosts for their host keys, for `teiki hostkeys` and nothing else: whoever sits in between
 * can answer, so a person must compare the fingerprints before they are pinned. Nobody logs in,
 * but jump hosts on the way are logged in to, with their keys checked.
 */
export function hostKeyScanner(options: SshConnectorOptions): HostKeyScanner {
  const connector = new SshConnector(options);
  return async (host, { signal }) => {
    const keys: OfferedKey[] = [];
    for (const names of scanned) {
      const blob = await offeredKey(connector, host, names, signal);
      if (blob !== undefined) keys.push(describe(blob));
    }
    return keys;
  };
}

function describe(blob: Buffer): OfferedKey {
  const type = keyType(blob);
  return { type, line: `${type} ${blob.toString('base64')}`, fingerprint: fingerprint(blob) };
}

function offeredKey(
  connector: SshConnector,
  host: Host,
  names: readonly ServerHostKeyAlgorithm[],
  signal: AbortSignal,
): Promise<Buffer | undefined> {
  const milliseconds = connector.limits.handshakeTimeoutMs;
  const onTimeout = () => handshakeTimeout(host, milliseconds);
  return connector.reach(host, signal, async (stream, inner, lease) => {
    const progress: Progress = {
      phase: 'banner',
      received: '',
      acceptedMethods: [],
      refusal: undefined,
    };
    let offered: Buffer | undefined;
    const ssh = new NodeSSH();
    const connecting = ssh.connect({
      sock: stream,
      username: host.user,
      algorithms: { ...algorithms, serverHostKey: [...names] },
      hostVerifier: (key: Buffer) => {
        offered = key;
        return false;
      },
      readyTimeout: 0,
    });
    ssh.connection?.on('error', () => {});
    stream.once('data', (chunk: Buffer) => {
      progress.received = chunk.toString('latin1', 0, 80);
    });
    try {
      await within({ milliseconds, signal: inner, onTimeout }, () => connecting);
    } catch (error) {
      const typeIsMissing = error instanceof Error && /no matching host key/.test(error.message);
      if (offered === undefined && !typeIsMissing) {
        throw inner.aborted ? error : sshError(host, { keys: [], revoked: [] }, error, progress);
      }
    } finally {
      connecting.catch(() => {});
      stream.destroy();
    }
    lease?.release();
    return offered;
  });
}
