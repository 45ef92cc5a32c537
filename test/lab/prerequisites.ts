import { readFile } from 'node:fs/promises';
import { execute } from './exec.ts';

/** Commands that the lab runs on this machine, and the Debian package that brings each. */
const commands = {
  debootstrap: 'debootstrap',
  ip: 'iproute2',
  tc: 'iproute2',
  nft: 'nftables',
  busybox: 'busybox',
  ssh: 'openssh-client',
  unshare: 'util-linux',
  flock: 'util-linux',
  losetup: 'mount',
};

/** Everything that a host needs of the kernel, tried once in namespaces that vanish at the end. */
const probe = `
set -e
mount -t tmpfs tmpfs "$1"
mkdir "$1/lower" "$1/upper" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=$1/lower,upperdir=$1/upper,workdir=$1/work" "$1/root"
ip link add lab0 type bridge
ip link add lab1 type veth peer name lab2
`;

/**
 * Makes sure that hosts can be booted here; installs missing packages on Debian and Ubuntu.
 *
 * @returns undefined when they can, otherwise the reason for a person to read.
 */
export async function ensurePrerequisites(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'the lab needs Linux';
  if (process.getuid?.() !== 0) return 'the lab needs root: run the tests with sudo';
  if ((await findCgroup2()) === undefined) return 'no cgroup v2 file system is mounted';
  const failure = await installCommands(commands);
  if (failure !== undefined) return failure;
  const isolation = ['--mount', '--net', '--pid', '--uts', '--ipc', '--cgroup', '--fork'];
  const arguments_ = [...isolation, 'sh', '-c', probe, 'probe', '/mnt'];
  const { exitStatus, stderr } = await execute('unshare', arguments_);
  return exitStatus === 0 ? undefined : `the kernel refuses what a host needs: ${stderr.trim()}`;
}

/** Where the cgroup v2 hierarchy is mounted: /sys/fs/cgroup, or below it in hybrid mode. */
export async function findCgroup2(): Promise<string | undefined> {
  const mounts = await readFile('/proc/self/mounts', 'utf8');
  return /^\S+ (\S+) cgroup2 rw/m.exec(mounts)?.[1];
}

/**
 * Installs the packages of those commands that are missing.
 *
 * @returns undefined when all are there, otherwise the reason.
 */
export async function installCommands(
  packageOf: Record<string, string>,
): Promise<string | undefined> {
  const missing = await missingCommands(Object.keys(packageOf));
  if (missing.length === 0) return undefined;
  const packages = [...new Set(missing.map((name) => packageOf[name] ?? name))];
  const names = packages.join(', ');
  if ((await missingCommands(['apt-get'])).length > 0) {
    return `missing packages, and no apt-get to install them: ${names}`;
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: string[]) => execute('apt-get', args, { env, timeoutSeconds: 300 });
  const install = () => apt('install', '-q', '-y', '--no-install-recommends', ...packages);
  let result = await install();
  if (result.exitStatus !== 0) {
    // The package lists may be absent or older than the archive.
    await apt('update', '-q');
    result = await install();
  }
  if (result.exitStatus === 0) return undefined;
  return `could not install ${names}: ${result.stderr.trim()}`;
}

async function missingCommands(names: string[]): Promise<string[]> {
  const script = 'for name; do command -v "$name" >/dev/null || echo "$name"; done';
  const path = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;
  const env = { ...process.env, PATH: path };
  const { stdout } = await execute('sh', ['-c', script, 'sh', ...names], { env });
  return stdout.split('\n').filter((name) => name !== '');
}
