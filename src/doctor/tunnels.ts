import { ConnectionError, type HostSession } from '../connectors/session.ts';
import type { Finding } from '../core/finding.ts';
import { finding } from './finding.ts';
import { type HostNeeds, type NeededTunnel, namesOfSteps } from './needs.ts';
import type { TunnelReport } from './report.ts';

interface Tried {
  readonly report: TunnelReport;
  readonly findings: readonly Finding[];
}

/** Opens, and closes at once, every tunnel that a step will ask for. */
export async function tryTunnels(
  { tunnels, host: { user } }: HostNeeds,
  session: HostSession,
): Promise<{ readonly reports: readonly TunnelReport[]; readonly findings: readonly Finding[] }> {
  const tried = await Promise.all(tunnels.map((tunnel) => tryTunnel(tunnel, user, session)));
  return {
    reports: tried.map(({ report }) => report),
    findings: tried.flatMap(({ findings }) => findings),
  };
}

async function tryTunnel(tunnel: NeededTunnel, user: string, session: HostSession): Promise<Tried> {
  const { host, port, by } = tunnel;
  const target = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  try {
    const stream = await session.openTunnel(host, port);
    stream.destroy();
    return { report: { target, state: 'open' }, findings: [] };
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    const { id, args } = error.explanation;
    const about = { target, user, detail: args['detail'] ?? '', steps: namesOfSteps(by) };
    // The service may be what the step is to find; that sshd forbids to look is the doctor's business.
    return id === 'connection.refused.forwarding'
      ? {
          report: { target, state: 'forbidden' },
          findings: [finding('critical', `tunnel:${target}`, 'doctor/forwarding', about)],
        }
      : {
          report: { target, state: 'closed' },
          findings: [finding('warning', `tunnel:${target}`, 'doctor/tunnel', about)],
        };
  }
}
