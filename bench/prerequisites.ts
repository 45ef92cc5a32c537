import { installCommands } from '../test/lab/prerequisites.ts';

/** Commands that the benchmark runs, and the Debian package that brings each. */
const commands = {
  sshd: 'openssh-server',
  ssh: 'openssh-client',
  'ssh-keygen': 'openssh-client',
  clush: 'clustershell',
  'ansible-playbook': 'ansible-core',
  python3: 'python3',
  openssl: 'openssl',
  ip: 'iproute2',
  unshare: 'util-linux',
  nsenter: 'util-linux',
  xargs: 'findutils',
};

/** @returns why the benchmark cannot run here, for a person to read; undefined when it can. */
export async function obstacle(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'it needs the namespaces and control groups of Linux';
  if (process.getuid?.() !== 0) return 'it needs root: sudo env "PATH=$PATH" npm run bench';
  return await installCommands(commands);
}
