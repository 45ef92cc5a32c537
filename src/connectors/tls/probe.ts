import { lookup } from 'node:dns/promises';
import type { ConnectionOptions } from 'node:tls';
import type { TlsEndpoint, TlsOutput, TlsProbe } from '../../core/probe.ts';
import { within } from '../abort.ts';
import {
  describeFailure,
  type ProbeOptions,
  type TunnelSource,
  timeoutError,
  tunnelTo,
} from '../probing.ts';
import { anyProtocol, shakeHands, speaksOldProtocol, type TlsWay } from './handshake.ts';
import { trustWith } from './trust.ts';

export type TlsProber = (
  probe: TlsProbe,
  session: TunnelSource | undefined,
  signal: AbortSignal,
) => Promise<TlsOutput>;

/**
 * Carries out TLS probes. From the runner every address of the name is tried apart; from the host,
 * through its session, the host resolves the name and there is one endpoint. Never rejects: what
 * goes wrong is an `error` of the endpoint.
 */
export function tlsProber({ extraCa }: ProbeOptions = {}): TlsProber {
  return async (probe, session, signal) => {
    const started = performance.now();
    const trust = trustWith(extraCa);
    const endpoints =
      probe.from === 'host'
        ? [await fromHost(probe, session, trust, signal)]
        : await fromRunner(probe, trust, signal);
    return { endpoints, durationMs: Math.round(performance.now() - started) };
  };
}

export const probeTls: TlsProber = tlsProber();

function fromHost(
  probe: TlsProbe,
  session: TunnelSource | undefined,
  trust: ConnectionOptions,
  signal: AbortSignal,
): Promise<TlsEndpoint> {
  const open = async (inner: AbortSignal) => ({
    stream: await tunnelTo(session, probe.host, probe.port, inner),
  });
  return endpoint(probe, probe.host, open, trust, signal);
}

async function fromRunner(
  probe: TlsProbe,
  trust: ConnectionOptions,
  signal: AbortSignal,
): Promise<readonly TlsEndpoint[]> {
  try {
    const addresses = await within(limitOf(probe, signal), () => lookup(probe.host, { all: true }));
    const distinct = [...new Set(addresses.map(({ address }) => address))];
    return await Promise.all(
      distinct.map((address) =>
        endpoint(probe, address, async () => ({ address, port: probe.port }), trust, signal),
      ),
    );
  } catch (error) {
    return [{ address: probe.host, error: describeFailure(error), chain: [] }];
  }
}

async function endpoint(
  probe: TlsProbe,
  address: string,
  open: (signal: AbortSignal) => Promise<TlsWay>,
  trust: ConnectionOptions,
  signal: AbortSignal,
): Promise<TlsEndpoint> {
  try {
    return await within(limitOf(probe, signal), async (inner) => {
      const attempt = async (options: ConnectionOptions) =>
        await shakeHands(await open(inner), probe.serverName, options, inner);
      try {
        return { address, ...(await attempt(trust)) };
      } catch (error) {
        if (!speaksOldProtocol(error)) throw error;
        // Node sets protocols per trust store, so a private CA is not known here: `protocol` is.
        return { address, ...(await attempt(anyProtocol)) };
      }
    });
  } catch (error) {
    return { address, error: describeFailure(error), chain: [] };
  }
}

function limitOf({ timeoutSeconds }: TlsProbe, signal: AbortSignal) {
  return {
    milliseconds: timeoutSeconds * 1000,
    signal,
    onTimeout: () => timeoutError(timeoutSeconds),
  };
}
