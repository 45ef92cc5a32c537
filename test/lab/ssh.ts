import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CommandResult, execute } from './exec.ts';
import type { Host } from './host.ts';
import type { Lab } from './lab.ts';

/** Runs a command on a host by the system's ssh client, with nothing but the pinned host key. */
export async function ssh(
  lab: Pick<Lab, 'key'>,
  host: Host,
  user: string,
  command: string,
  hostKey = host.hostKey,
): Promise<CommandResult> {
  const knownHosts = join(host.folder, 'known_hosts');
  await writeFile(knownHosts, `${host.address} ${hostKey}\n`);
  const options = ['BatchMode=yes', 'IdentitiesOnly=yes', 'ConnectTimeout=5', 'LogLevel=ERROR']
    .concat(['StrictHostKeyChecking=yes', `UserKnownHostsFile=${knownHosts}`])
    .flatMap((option) => ['-o', option]);
  const target = `${user}@${host.address}`;
  return execute('ssh', ['-F', 'none', '-i', lab.key.privateKeyFile, ...options, target, command]);
}
