import { isOpenToWorld } from './rule.ts';
import type { StatusFacts } from './status-facts.ts';
import type { StatusFinding } from './status-judgement.ts';
import type { StatusParams } from './status-params.ts';

/** TCP ports to try: what must fail, and what anybody should reach. */
export function portsToTry({ expected, internal }: StatusParams): readonly number[] {
  const open = expected.filter(({ protocol, from }) => protocol === 'tcp' && from === undefined);
  return [...new Set([...internal, ...open.map(({ port }) => port)])];
}

/**
 * A refused connection is no fault of the firewall's: nothing listens, which is for
 * firewall.listeners to judge. Only silence shows that something drops what should be let in.
 */
export function judgeAttempts(
  { attempts, firewall }: StatusFacts,
  { internal, expected }: StatusParams,
): StatusFinding[] {
  const isAnybodys = (port: number) =>
    expected.some((one) => one.port === port && one.protocol === 'tcp' && one.from === undefined);
  return (attempts ?? []).flatMap(({ address, port, error }): StatusFinding[] => {
    if (internal.includes(port) && !isAnybodys(port)) {
      if (error !== null) return [];
      return [
        {
          ...{ key: `reached:${port}/tcp`, severity: 'critical' },
          message: { id: 'internal-reached', args: { port: `${port}/tcp`, address } },
          remedy: { id: 'remedy-internal-reached', args: { port } },
        },
      ];
    }
    const family = address.includes(':') ? 6 : 4;
    const isLetIn = firewall === null || isOpenToWorld(firewall, { port, protocol: 'tcp' }, family);
    if (error === null || error === 'ECONNREFUSED' || error === 'aborted' || !isLetIn) return [];
    return [
      {
        ...{ key: `unreached:${port}/tcp`, severity: 'warning' },
        message: { id: 'unreached', args: { port: `${port}/tcp`, address, code: error } },
        remedy: { id: 'remedy-unreached', args: {} },
      },
    ];
  });
}
