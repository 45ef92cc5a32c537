import { mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mustExecute } from './exec.ts';
import type { Host } from './host.ts';

/** Takes the fault away again. */
export type Mend = () => Promise<void>;

/** Unplugs the host from the network: connects time out, nothing is refused. */
export async function cutOff(host: Host): Promise<Mend> {
  const { switchNamespace, port } = host.network;
  const set = (state: string) =>
    mustExecute('ip', ['-n', switchNamespace, 'link', 'set', port, state]);
  await set('down');
  return async () => {
    await set('up');
  };
}

/** Hangs the host: connects succeed, as the kernel takes them, and the banner never comes. */
export async function freeze(host: Host): Promise<Mend> {
  const file = join(host.cgroup, 'cgroup.freeze');
  await writeFile(file, '1');
  return () => writeFile(file, '0');
}

/** Limits the link to this rate in both directions, in kilobits per second. */
export async function slowLink(host: Host, kilobitsPerSecond: number): Promise<Mend> {
  const { namespace, switchNamespace, port } = host.network;
  const ends = [
    { namespace, link: 'eth0' },
    { namespace: switchNamespace, link: port },
  ];
  const tc = (verb: string, end: { namespace: string; link: string }, ...rest: string[]) =>
    mustExecute('tc', ['-n', end.namespace, 'qdisc', verb, 'dev', end.link, 'root', ...rest]);
  // A burst of one segmentation-offload packet: anything less would be dropped whole.
  const limit = ['tbf', 'rate', `${kilobitsPerSecond}kbit`, 'burst', '64kb', 'latency', '500ms'];
  for (const end of ends) await tc('replace', end, ...limit);
  return async () => {
    for (const end of ends) await tc('delete', end);
  };
}

/** Loses this share of the packets that the host sends, in percent, 1 to 99. */
export async function losePackets(host: Host, percent: number): Promise<Mend> {
  const { switchNamespace, port } = host.network;
  const nft = (script: string) =>
    mustExecute('ip', ['netns', 'exec', switchNamespace, 'nft', '-f', '-'], { input: script });
  await nft(`table netdev lose-${port} {
    chain ingress {
      type filter hook ingress device "${port}" priority 0;
      numgen random mod 100 < ${percent} drop
    }
  }`);
  return async () => {
    await nft(`delete table netdev lose-${port}`);
  };
}

/** Takes a command away from every user of the host. */
export async function removeTool(host: Host, tool: string): Promise<Mend> {
  const path = await host.must('command -v "$1"', { args: [tool] });
  await host.must('mkdir -p /var/lib/lab-removed && mv "$1" "/var/lib/lab-removed/$2"', {
    args: [path, tool],
  });
  return async () => {
    await host.must('mv "/var/lib/lab-removed/$2" "$1"', { args: [path, tool] });
  };
}

export interface SmallFileSystem {
  sizeMebibytes: number;
  /** Number of inodes. Default: what the file system's own rule gives. */
  inodes?: number;
  /** Probes tend to skip `tmpfs`; `ext4` is a real block device. Default: ext4. */
  type?: 'ext4' | 'tmpfs';
}

/** Mounts a small file system at a path of the host, to be filled without harm. */
export async function mountSmall(host: Host, path: string, small: SmallFileSystem): Promise<Mend> {
  const { sizeMebibytes, inodes, type = 'ext4' } = small;
  await host.must('mkdir -p "$1"', { args: [path] });
  if (type === 'tmpfs') {
    const count = inodes === undefined ? '' : `,nr_inodes=${inodes}`;
    const options = `size=${sizeMebibytes}m${count}`;
    await host.must('mount -t tmpfs -o "$2" lab "$1"', { args: [path, options] });
  } else {
    await mountLoop(host, path, sizeMebibytes, inodes);
  }
  return async () => {
    await host.must('umount "$1"', { args: [path] });
  };
}

async function mountLoop(
  host: Host,
  path: string,
  sizeMebibytes: number,
  inodes: number | undefined,
): Promise<void> {
  const folder = join(host.folder, 'disks');
  const image = join(folder, `${encodeURIComponent(path)}.img`);
  await mkdir(folder, { recursive: true });
  await writeFile(image, '');
  await truncate(image, sizeMebibytes * 1024 * 1024);
  const count = inodes === undefined ? [] : ['-N', String(inodes)];
  await mustExecute('mkfs.ext4', ['-q', '-F', '-m', '0', ...count, image]);
  const device = await mustExecute('losetup', ['--find', '--show', image]);
  try {
    const minor = device.replace(/^\D+/, '');
    await host.must(
      '[ -b "$2" ] || mknod -m 660 "$2" b 7 "$3"; chgrp disk "$2"; mount -t ext4 "$2" "$1"',
      { args: [path, device, minor] },
    );
  } finally {
    // Busy: the kernel lets go of it, and of the image, when the last mount is gone.
    await mustExecute('losetup', ['--detach', device]);
  }
  await rm(image);
}

/** Fills a file system until this many KiB are left for everyone. */
export async function fillSpace(host: Host, path: string, leaveKibibytes = 0): Promise<Mend> {
  const filler = join(path, '.lab-filler');
  await host.must(
    `free=$(($(df --output=avail -k "$1" | tail -n 1) - $3))
     [ "$free" -le 0 ] || fallocate -l "\${free}K" "$2" || head -c "\${free}K" /dev/zero > "$2"`,
    { args: [path, filler, String(leaveKibibytes)] },
  );
  return async () => {
    await host.must('rm -f "$1"', { args: [filler] });
  };
}

/** Uses up inodes until this many are left. */
export async function fillInodes(host: Host, path: string, leave = 0): Promise<Mend> {
  const folder = join(path, '.lab-inodes');
  await host.must(
    `mkdir "$2" && free=$(($(df --output=iavail "$1" | tail -n 1) - $3))
     [ "$free" -le 0 ] || (cd "$2" && seq "$free" | xargs touch)`,
    { args: [path, folder, String(leave)] },
  );
  return async () => {
    await host.must('rm -rf "$1"', { args: [folder] });
  };
}
