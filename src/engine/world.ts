import type { Connector, HostSession } from '../connectors/session.ts';
import type {
  HttpOutput,
  HttpProbe,
  TcpOutput,
  TcpProbe,
  TlsOutput,
  TlsProbe,
} from '../core/probe.ts';
import type { Host } from '../fleet/model.ts';

/** Everything through which the engine touches the world. */
export interface EngineWorld {
  readonly connector: Connector;
  /** Carries out a probe from the runner or, through the session, from the host. Never rejects. */
  readonly probeTls: (
    probe: TlsProbe,
    session: HostSession,
    signal: AbortSignal,
  ) => Promise<TlsOutput>;
  readonly probeHttp: (
    probe: HttpProbe,
    session: HostSession,
    signal: AbortSignal,
  ) => Promise<HttpOutput>;
  readonly probeTcp: (
    probe: TcpProbe,
    host: Host,
    session: HostSession,
    signal: AbortSignal,
  ) => Promise<TcpOutput>;
  readonly now: () => Date;
  /** The value of a variable that steps take a secret from (`env:NAME`); without it there are none. */
  readonly secret?: (name: string) => string | undefined;
}
