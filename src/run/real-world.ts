import type { PostgresService } from '../config/services-schema.ts';
import { sshConnector } from '../connectors/ssh/connector.ts';
import type { SshLimits } from '../connectors/ssh/limits.ts';
import { probeTcp } from '../connectors/tcp/probe.ts';
import type { EngineWorld } from '../engine/run-host.ts';
import type { Fleet } from '../fleet/model.ts';
import { databases } from './databases.ts';

export interface RealWorldOptions {
  readonly fleet: Fleet;
  /** Where secrets are looked up. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly limits?: Partial<SshLimits>;
  /** `services.postgres` of the configuration. */
  readonly postgres?: PostgresService | undefined;
}

/** The network and the clock as they are. */
export function realWorld({ fleet, environment, limits, postgres }: RealWorldOptions): EngineWorld {
  const connector = sshConnector({ fleet, environment, ...(limits && { limits }) });
  return {
    connector,
    ...(postgres && databases(postgres, { fleet, environment, connector })),
    // Loaded when a check needs them: Node's HTTP client takes as long to load as all the rest.
    probeTls: async (...probe) => {
      const { probeTls } = await import('../connectors/tls/probe.ts');
      return await probeTls(...probe);
    },
    probeHttp: async (...probe) => {
      const { probeHttp } = await import('../connectors/http/probe.ts');
      return await probeHttp(...probe);
    },
    probeTcp,
    now: () => new Date(),
    secret: (name) => environment[name],
  };
}
