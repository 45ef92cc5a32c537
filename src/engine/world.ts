import type { Connector, HostSession } from '../connectors/session.ts';
import type { SqlSession } from '../connectors/sql.ts';
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
  /**
   * Logs in to the PostgreSQL server of a host, or of a standby of it. Without it there is none.
   * Rejects with an SqlError.
   */
  readonly openSql?: (
    host: Host,
    session: () => Promise<HostSession>,
    target: { readonly server?: string; readonly database?: string },
    signal: AbortSignal,
  ) => Promise<SqlSession>;
  /** Secrets that the engine does not hand to a step, to be blanked out all the same. */
  readonly hidden?: readonly string[];
  readonly now: () => Date;
  /** The value of a variable that steps take a secret from (`env:NAME`); without it there are none. */
  readonly secret?: (name: string) => string | undefined;
}
