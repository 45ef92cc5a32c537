import { probeHttp } from '../connectors/http/probe.ts';
import { sshConnector } from '../connectors/ssh/connector.ts';
import { probeTls } from '../connectors/tls/probe.ts';
import type { EngineWorld } from '../engine/run-host.ts';
import type { Fleet } from '../fleet/model.ts';

export interface RealWorldOptions {
  readonly fleet: Fleet;
  /** Where secrets are looked up. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The network and the clock as they are. */
export function realWorld({ fleet, environment }: RealWorldOptions): EngineWorld {
  return {
    connector: sshConnector({ fleet, environment }),
    probeTls,
    probeHttp,
    now: () => new Date(),
  };
}
