import type { Listener } from './sockets.ts';

/** All sockets of one port and protocol: a service has one for each address. */
export interface Group {
  readonly service: string;
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  readonly listeners: readonly Listener[];
  /** Those that others than the host itself can reach. */
  readonly outside: readonly Listener[];
}

export function groupListeners(listeners: readonly Listener[]): readonly Group[] {
  const groups = Map.groupBy(listeners, ({ port, protocol }) => `${port}/${protocol}`);
  return [...groups].flatMap(([service, list]) => {
    const [first] = list;
    if (first === undefined) return [];
    const { port, protocol } = first;
    const outside = list.filter(({ isLoopback }) => !isLoopback);
    return [{ service, port, protocol, listeners: list, outside }];
  });
}

/** Arguments of messages: where it listens, and who. */
export function describeListeners(listeners: readonly Listener[]): {
  readonly addresses: string;
  readonly process: string;
} {
  const addresses = new Set(listeners.map(({ address }) => address));
  const processes = new Set(listeners.flatMap((one) => one.processes));
  return {
    addresses: [...addresses].join(', '),
    process: processes.size > 0 ? [...processes].join(', ') : '?',
  };
}
