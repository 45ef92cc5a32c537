import type { SecuritySource } from './apt-policy.ts';
import type { Update } from './apt-simulation.ts';

export interface SecurityUpdate extends Update {
  /** As the vendor's advisory has it, in lower case; null where the archive tells none. */
  readonly severity: string | null;
}

/** What a command said when it failed. */
export interface Failure {
  readonly exitStatus: number;
  readonly text: string;
}

/** Whether what apt tells can be relied on. */
export interface ListState {
  /** Who holds a lock of apt's or dpkg's, after waiting. */
  readonly lock: { readonly pid: number; readonly command: string } | null;
  readonly refresh: Failure | null;
  /** When the lists were last fetched or tried, seconds since the epoch; null when there are none. */
  readonly listsAtSeconds: number | null;
  /** Lists that their own archive has declared too old, with the time. */
  readonly expiries: readonly { readonly list: string; readonly at: string }[];
  readonly securitySource: SecuritySource;
}

export interface AptState extends ListState {
  readonly hasExtendedSupport: boolean;
  readonly otherUpdates: number;
  readonly removals: readonly string[];
  readonly held: readonly string[];
  readonly keptBack: readonly string[];
  readonly phased: readonly string[];
  /** What dpkg has left half done; empty when nothing is. */
  readonly audit: string;
  readonly unattended: {
    readonly installed: boolean;
    readonly on: boolean;
    readonly timer: string;
  };
}

export interface UpdatesFacts {
  readonly manager: 'apt' | 'dnf' | 'none';
  readonly pending: readonly SecurityUpdate[];
  /** Security updates that no upgrade installs: the package is held, kept back or pinned. */
  readonly stuck: readonly SecurityUpdate[];
  /** The package manager has failed, so nothing is known about what is pending. */
  readonly failure: Failure | null;
  readonly apt: AptState | null;
  readonly kernels: readonly string[];
  readonly rebootRequired: readonly string[] | null;
}
