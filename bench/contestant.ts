import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from './measure.ts';
import { addresses, type Sandbox } from './sandbox.ts';

/** Hosts at once, the same for everyone: what teiki takes. */
export const concurrency = 64;

export type ContestantName = 'teiki' | 'xargs ssh' | 'clush' | 'Ansible';

export interface Contestant {
  readonly name: ContestantName;
  command(hosts: number): Command;
  /** What went wrong in the run just done, undefined when every host has answered in full. */
  complaint(hosts: number, exitStatus: number): string | undefined;
}

export interface Arena {
  readonly directory: string;
  readonly root: string;
  readonly sandbox: Sandbox;
  /** The bundle that was built for the occasion. */
  readonly bundle: string;
  /** The script that teiki sends, and the nonce that its last line carries. */
  readonly script: string;
  readonly nonce: string;
  readonly instance: (hosts: number) => string;
}

/** What teiki negotiates with this sshd, said to OpenSSH's client; it would choose dearer ones. */
export function writeSshConfig(directory: string, sandbox: Sandbox): void {
  const knownHosts = join(directory, 'known-hosts');
  writeFileSync(knownHosts, `* ${sandbox.hostKey}\n`);
  writeFileSync(
    join(directory, 'ssh-config'),
    `User ${sandbox.user}
IdentityFile ${sandbox.identity}
IdentitiesOnly yes
PreferredAuthentications publickey
KexAlgorithms curve25519-sha256
HostKeyAlgorithms ssh-ed25519
Ciphers aes128-gcm@openssh.com
UserKnownHostsFile ${knownHosts}
GlobalKnownHostsFile /dev/null
StrictHostKeyChecking yes
BatchMode yes
LogLevel ERROR
`,
  );
}

/** Writes the addresses, a line each, and returns the path. */
export function hostFile(directory: string, hosts: number): string {
  const path = join(directory, `hosts-${hosts}`);
  writeFileSync(path, `${addresses(hosts).join('\n')}\n`);
  return path;
}
