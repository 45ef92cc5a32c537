import { Unparsable } from '../define.ts';
import type { Sections } from './sections.ts';

export interface Space {
  readonly mounts: readonly { readonly mount: string; readonly freeBytes: number }[];
  /** Downloads, installed size after, installed size before. */
  readonly downloadBytes: number;
  readonly newBytes: number;
  readonly oldBytes: number;
}

export function parseSpace(sections: Sections): Space {
  const numbers = (word: string) =>
    sections
      .lines('sizes')
      .flatMap((line) => (line.startsWith(word) ? line.split(' ').slice(1).map(Number) : []));
  const [downloadBytes = 0, newKib = 0] = numbers('new');
  const [oldKib = 0] = numbers('old');
  const mounts = sections
    .lines('space')
    .filter((line) => !line.startsWith('Filesystem'))
    .map((line) => {
      const [, , , available, , mount] = line.trim().split(/\s+/);
      const freeBytes = Number(available) * 1024;
      if (mount === undefined || Number.isNaN(freeBytes))
        throw new Unparsable('the lines of "df -P -k"', line);
      return { mount, freeBytes };
    });
  return {
    mounts: mounts.filter(({ mount }, at) => mounts.findIndex((one) => one.mount === mount) === at),
    downloadBytes,
    newBytes: newKib * 1024,
    oldBytes: oldKib * 1024,
  };
}

const mebibyte = 1024 * 1024;

export interface Shortage {
  readonly mount: string;
  readonly freeBytes: number;
  readonly neededBytes: number;
}

/**
 * File systems that would be too full. dpkg lays a package's new files beside the old ones, the
 * kept packages take as much as is installed at most, and both may be on the same file system.
 */
export function shortagesOf(
  { mounts, downloadBytes, newBytes, oldBytes }: Space,
  spare: { readonly minFreeMiB: number; readonly minFreeBootMiB: number },
  hasKernel: boolean,
): Shortage[] {
  const growth = Math.max(0, newBytes - oldBytes) + Math.min(newBytes, 256 * mebibyte);
  const kept = downloadBytes + oldBytes;
  const has = (mount: string) => mounts.some((one) => one.mount === mount);
  return mounts
    .map(({ mount, freeBytes }) => {
      if (mount === '/boot')
        return { mount, freeBytes, neededBytes: hasKernel ? spare.minFreeBootMiB * mebibyte : 0 };
      const takesFiles = mount === '/usr' || (mount === '/' && !has('/usr'));
      const takesPackages = mount === '/var' || (mount === '/' && !has('/var'));
      const use = (takesFiles ? growth : 0) + (takesPackages ? kept : 0);
      return { mount, freeBytes, neededBytes: Math.ceil(spare.minFreeMiB * mebibyte + use) };
    })
    .filter(({ freeBytes, neededBytes }) => freeBytes < neededBytes);
}
