import { mustExecute } from './exec.ts';
import { namespacePrefix, rootLink, subnetOf, switchNamespace } from './names.ts';

/** Where a host is plugged in. */
export interface HostNetwork {
  address: string;
  /** Name of the host's own network namespace; its link is `eth0`. */
  namespace: string;
  switchNamespace: string;
  /** The host's port on the bridge, inside the switch's namespace. */
  port: string;
}

/**
 * Makes the bridge of a lab in a namespace of its own, where no firewall of the machine meddles,
 * and a link from the machine to it. Nothing routes beyond it.
 *
 * @returns the machine's own address, as the hosts see it.
 */
export async function makeSwitch(number: number): Promise<string> {
  const namespace = switchNamespace(number);
  const link = rootLink(number);
  const address = `${subnetOf(number)}.1`;
  await mustExecute('ip', ['netns', 'add', namespace]);
  await batch([
    `link add ${link} type veth peer name root netns ${namespace}`,
    `link set ${link} address ${macAddress(number, 1)}`,
    `address add ${address}/24 dev ${link}`,
    `link set ${link} up`,
  ]);
  await batch(
    ['link add br0 type bridge mcast_snooping 0', 'link set br0 up'].concat([
      'link set root master br0',
      'link set root up',
    ]),
    namespace,
  );
  return address;
}

/** Plugs a new host into the bridge of its lab. Its index is unique in the lab, 10 to 250. */
export async function plugIn(number: number, index: number, name: string): Promise<HostNetwork> {
  const namespace = `${namespacePrefix(number)}${name}`;
  const port = `port${index}`;
  const address = `${subnetOf(number)}.${index}`;
  await mustExecute('ip', ['netns', 'add', namespace]);
  await batch(
    [
      `link add ${port} type veth peer name eth0 netns ${namespace}`,
      `link set ${port} master br0`,
      `link set ${port} up`,
    ],
    switchNamespace(number),
  );
  await batch(
    [
      `link set eth0 address ${macAddress(number, index)}`,
      `address add ${address}/24 dev eth0`,
      'link set eth0 up',
      'link set lo up',
    ],
    namespace,
  );
  return { address, namespace, switchNamespace: switchNamespace(number), port };
}

/** Fixed per address: with random ones a reused address times out on the neighbours' cache. */
function macAddress(number: number, index: number): string {
  const byte = (value: number) => value.toString(16).padStart(2, '0');
  return `02:74:6b:00:${byte(number)}:${byte(index)}`;
}

async function batch(lines: string[], namespace?: string): Promise<void> {
  const where = namespace === undefined ? [] : ['-n', namespace];
  await mustExecute('ip', [...where, '-batch', '-'], { input: `${lines.join('\n')}\n` });
}
