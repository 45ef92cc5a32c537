import { join } from 'node:path';
import { findCgroup2 } from './prerequisites.ts';

/** Each lab has a folder here, named by its number: the mark that it exists. */
export const labsFolder = '/var/lib/teiki-lab';

/** Folder of one lab. */
export function labFolder(number: number): string {
  return join(labsFolder, String(number));
}

/** First three bytes of a lab's /24, such as `10.213.0`. */
export function subnetOf(number: number): string {
  return `10.213.${number}`;
}

/** Prefix of the network namespaces of a lab. */
export function namespacePrefix(number: number): string {
  return `teiki${number}-`;
}

/** The namespace with the bridge of a lab; its ports are `root` and one per host. */
export function switchNamespace(number: number): string {
  return `${namespacePrefix(number)}switch`;
}

/** The link by which this machine's own processes reach the hosts of a lab. */
export function rootLink(number: number): string {
  return `teiki${number}`;
}

/**
 * The control group of a lab, with one group per host below.
 *
 * @throws Error when no cgroup v2 file system is mounted.
 */
export async function labCgroup(number: number): Promise<string> {
  const mount = await findCgroup2();
  if (mount === undefined) throw new Error('No cgroup v2 file system is mounted');
  return join(mount, 'teiki-lab', String(number));
}
