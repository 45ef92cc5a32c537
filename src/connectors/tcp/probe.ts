import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import type { TcpEndpoint, TcpOutput, TcpProbe } from '../../core/probe.ts';
import type { Host } from '../../fleet/model.ts';
import { within } from '../abort.ts';
import { describeFailure, type TunnelSource, timeoutError, tunnelTo } from '../probing.ts';

export type TcpProber = (
  probe: TcpProbe,
  host: Pick<Host, 'address' | 'jump'>,
  session: TunnelSource | undefined,
  signal: AbortSignal,
) => Promise<TcpOutput>;

/**
 * Tries TCP connections and closes them at once. From the runner every address of the name is tried
 * apart; a host behind a jump host is not tried, for its address means nothing here. Never rejects:
 * what goes wrong is an `error` of the endpoint.
 */
export const probeTcp: TcpProber = async (probe, { address, jump }, session, signal) => {
  const started = performance.now();
  const isSelf = probe.host === 'self';
  const target = isSelf ? address : probe.host;
  const durationMs = () => Math.round(performance.now() - started);
  if (isSelf && jump !== undefined && probe.from === 'runner')
    return { behind: jump, endpoints: [], durationMs: durationMs() };
  const limit = {
    milliseconds: probe.timeoutSeconds * 1000,
    signal,
    onTimeout: () => timeoutError(probe.timeoutSeconds),
  };
  const attempt = async (to: string, port: number): Promise<TcpEndpoint> => {
    try {
      await within(limit, async (inner) =>
        probe.from === 'host'
          ? (await tunnelTo(session, to, port, inner)).destroy()
          : await connectOnce(to, port, inner),
      );
      return { address: to, port };
    } catch (error) {
      return { address: to, port, error: describeFailure(error) };
    }
  };
  const attempts = (to: string) => probe.ports.map((port) => attempt(to, port));
  try {
    const addresses =
      probe.from === 'host' ? [target] : await within(limit, () => addressesOf(target));
    const endpoints = await Promise.all(addresses.flatMap(attempts));
    return { endpoints, durationMs: durationMs() };
  } catch (error) {
    const failure = describeFailure(error);
    const endpoints = probe.ports.map((port) => ({ address: target, port, error: failure }));
    return { endpoints, durationMs: durationMs() };
  }
};

async function addressesOf(name: string): Promise<readonly string[]> {
  const found = await lookup(name, { all: true });
  return [...new Set(found.map(({ address }) => address))];
}

function connectOnce(host: string, port: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const onAbort = () => socket.destroy();
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('connect', resolve).once('error', reject);
    socket.once('connect', () => socket.resetAndDestroy());
    socket.once('close', () => signal.removeEventListener('abort', onAbort));
  });
}
