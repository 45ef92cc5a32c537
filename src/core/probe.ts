import type { ShellText } from './shell.ts';
import type { SqlOutput, SqlProbe } from './sql.ts';

/** How a check gets at its facts. Probes are data: the engine and the connectors carry them out. */
export type Probe = ShellProbe | TlsProbe | HttpProbe | TcpProbe | SqlProbe;

/**
 * A POSIX `sh` fragment that runs on the host as part of the one script of the run, in a subshell
 * of its own, under `LC_ALL=C` and a fixed `PATH`, with stdin closed.
 *
 * It must work in dash, bash and busybox ash, print raw facts, and exit 0 when it has gathered
 * them: any other exit status makes the verdict `unknown`, with stderr as evidence.
 */
export interface ShellProbe {
  readonly kind: 'shell';
  readonly script: ShellText;
  /** Tools without which the probe cannot work: a missing one is `unknown`, and is named. */
  readonly requires: readonly string[];
  /** Enforced on the host, and again by the runner. */
  readonly timeoutSeconds: number;
  /**
   * `heavy` probes read much: they run one after the other when all else is done, so that the
   * sampling probes do not measure our own work.
   */
  readonly weight: 'light' | 'heavy';
  /** Exit statuses that count as "facts gathered". */
  readonly exitStatuses: readonly number[];
  /** Bytes of stdout that are kept; more makes the output `truncated`, hence the verdict `unknown`. */
  readonly maxOutputBytes: number;
  /**
   * A sampling probe: `script` is run `count` times, `everySeconds` apart, beginning when the
   * whole script begins, while the light probes run. Its outputs follow each other in stdout.
   */
  readonly sampling?: { readonly everySeconds: number; readonly count: number };
  /** What it shares with others of the same host, which are then one probe. */
  readonly joint?: Joint;
}

/**
 * Probes that read the same large thing can read it together. Those with the same key become one,
 * whose script comes of what each of them wants.
 */
export interface Joint {
  readonly key: string;
  readonly want: unknown;
  readonly script: (wants: readonly unknown[]) => ShellText;
  /** Of what all have printed together that which belongs to the one at this place. */
  readonly answer: (stdout: string, index: number) => string;
}

/** A TLS handshake with `host:port`, from the runner or, through the SSH connection, from the host. */
export interface TlsProbe {
  readonly kind: 'tls';
  readonly from: 'runner' | 'host';
  readonly host: string;
  readonly port: number;
  readonly serverName: string;
  readonly timeoutSeconds: number;
}

/** An HTTP request, from the runner or, through the SSH connection, from the host. */
export interface HttpProbe {
  readonly kind: 'http';
  readonly from: 'runner' | 'host';
  readonly url: string;
  readonly method: 'GET' | 'HEAD';
  readonly timeoutSeconds: number;
  readonly maxBodyBytes: number;
}

/**
 * Whether TCP connections to some ports come about, from the runner or, through the SSH connection,
 * from the host. They are closed at once; nothing is sent.
 */
export interface TcpProbe {
  readonly kind: 'tcp';
  readonly from: 'runner' | 'host';
  /** `self` is the address that the fleet has for the maintained host. */
  readonly host: string;
  readonly ports: readonly number[];
  /** Time for one connection; all are tried at once. */
  readonly timeoutSeconds: number;
}

export interface ShellOutput {
  /** Decoded by `decodeBytes`: bytes that are not UTF-8 appear as `\xNN`. */
  readonly stdout: string;
  readonly stderr: string;
  readonly exitStatus: number;
  readonly durationMs: number;
}

export interface TlsCertificate {
  readonly subject: string;
  readonly issuer: string;
  /** SHA-256 of the DER form, upper-case hexadecimal with colons, as openssl prints it. */
  readonly fingerprint256: string;
  readonly serialNumber: string;
  /** ISO 8601, UTC. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly subjectAltName: string;
}

/** One address of the probed name; several are probed apart, for they may serve different files. */
export interface TlsEndpoint {
  readonly address: string;
  /** Set when no handshake came about: `ECONNREFUSED`, `timeout`, an OpenSSL error code … */
  readonly error?: { readonly code: string; readonly message: string };
  readonly protocol?: string;
  /** Leaf first, as the server sent it (without what the runner's trust store would add). */
  readonly chain: readonly TlsCertificate[];
  /** Node's `authorizationError`: `CERT_HAS_EXPIRED`, `UNABLE_TO_VERIFY_LEAF_SIGNATURE` … */
  readonly authorizationError?: string;
  /** Why the leaf is not for the name, whatever else is wrong with it (`tls.checkServerIdentity`). */
  readonly identityError?: string;
}

export interface TlsOutput {
  readonly endpoints: readonly TlsEndpoint[];
  readonly durationMs: number;
}

export interface HttpOutput {
  /**
   * Set when no answer came: `ECONNREFUSED`, `ENOTFOUND`, `timeout`, Node's code of a TLS error …
   * The other fields are then empty and the status 0.
   */
  readonly error?: { readonly code: string; readonly message: string };
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly bodyTruncated: boolean;
  readonly durationMs: number;
}

/** One port at one address. */
export interface TcpEndpoint {
  readonly address: string;
  readonly port: number;
  /** Set when no connection came about: `ECONNREFUSED`, `timeout`, `EHOSTUNREACH` … */
  readonly error?: { readonly code: string; readonly message: string };
}

export interface TcpOutput {
  /** Set when the host is reached through a jump host only, so that `self` says nothing from the runner. */
  readonly behind?: string;
  readonly endpoints: readonly TcpEndpoint[];
  readonly durationMs: number;
}

export type ProbeOutput = ShellOutput | TlsOutput | HttpOutput | TcpOutput | SqlOutput;

export type OutputOf<P extends Probe> = P extends ShellProbe
  ? ShellOutput
  : P extends TlsProbe
    ? TlsOutput
    : P extends HttpProbe
      ? HttpOutput
      : P extends SqlProbe
        ? SqlOutput
        : TcpOutput;

const defaults = {
  kind: 'shell',
  requires: [],
  timeoutSeconds: 30,
  weight: 'light',
  exitStatuses: [0],
  maxOutputBytes: 256 * 1024,
} as const;

/** A shell probe with the usual limits: 30 s, 256 KiB, light, exit status 0. */
export function shell(
  script: ShellText,
  options: Partial<Omit<ShellProbe, 'kind' | 'script'>> = {},
): ShellProbe {
  return { ...defaults, ...options, script };
}
