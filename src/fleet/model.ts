/** Where a private key or another secret comes from; the value itself is never in a file of the instance. */
export type SecretSource =
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'agent' }
  | { readonly kind: 'path'; readonly path: string };

/** A host of the fleet with the fleet's defaults applied: all that a connector needs to know. */
export interface Host {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly identity: SecretSource;
  /** Secrets that unlock the identity, or replace it. */
  readonly passphrase?: SecretSource;
  readonly password?: SecretSource;
  readonly groups: readonly string[];
  /** Pins in the form of an OpenSSH public key: `ssh-ed25519 AAAA…`. */
  readonly hostKeys: readonly string[];
  /** Name of the host to go through; that host may have a jump host of its own. */
  readonly jump?: string;
  /** Local dates on which it is left alone. */
  readonly exclusions?: readonly {
    readonly from: string;
    readonly to: string;
    readonly reason: string;
  }[];
  /** Values for `${name}` in the `with` of a step. */
  readonly vars: Readonly<Record<string, string | number | boolean>>;
}

export interface Fleet {
  readonly hosts: ReadonlyMap<string, Host>;
  /** Text of the known_hosts file that pins hosts without `hostKeys` of their own (sshd(8)). */
  readonly knownHosts: string;
}
