import { mkdir, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ensureBase } from './base.ts';
import { claimNumber } from './claim.ts';
import { destroy } from './destroy.ts';
import { Host, type HostUser } from './host.ts';
import { labCgroup, labFolder } from './names.ts';
import { makeSwitch, plugIn } from './network.ts';
import { generateKey, type KeyPair, seedHost } from './seed.ts';

export interface BootOptions {
  /** Lower-case letters, digits and hyphens, unique in the lab. */
  name: string;
  /** Beside `mks-maint`, who is always there; or that one with another shell. */
  users?: HostUser[];
}

const firstIndex = 10;
const lastIndex = 250;

/** A private network of hosts that belongs to this process and ends with it. */
export class Lab {
  readonly number: number;
  /** The client's key, which the users of every host accept. */
  readonly key: KeyPair;
  /** This machine's address as the hosts see it: where a test's own servers are reached. */
  readonly address: string;
  readonly #base: string;
  readonly #cgroup: string;
  readonly #hosts: Host[] = [];
  #nextIndex = firstIndex;

  private constructor(number: number, base: string, cgroup: string, address: string, key: KeyPair) {
    this.number = number;
    this.#base = base;
    this.#cgroup = cgroup;
    this.address = address;
    this.key = key;
  }

  /** Makes an empty lab; cleans away what crashed runs left. */
  static async start(): Promise<Lab> {
    const base = await ensureBase();
    const number = await claimNumber();
    try {
      const cgroup = await labCgroup(number);
      await mkdir(cgroup, { recursive: true });
      const address = await makeSwitch(number);
      const key = await generateKey(join(labFolder(number), 'client_key'));
      return new Lab(number, base, cgroup, address, key);
    } catch (error) {
      await destroy(number);
      throw error;
    }
  }

  /** The client's private key, OpenSSH's PEM text. */
  get privateKey(): string {
    return this.key.privateKey;
  }

  /** Clones and boots a host; resolves when SSH answers and its users are there. */
  async boot({ name, users = [] }: BootOptions): Promise<Host> {
    if (!/^[a-z][a-z0-9-]{0,30}$/.test(name) || name === 'switch') {
      throw new Error(`Expected a host name of lower-case letters, digits, hyphens: "${name}"`);
    }
    const index = this.#nextIndex++;
    if (index > lastIndex) throw new Error('A lab has no more than 241 addresses');
    const folder = join(labFolder(this.number), 'hosts', name);
    await mkdir(dirname(folder), { recursive: true });
    await mkdir(folder);
    await mkdir(join(folder, 'root'));
    const network = await plugIn(this.number, index, name);
    const { address, namespace } = network;
    const hostKey = await seedHost(folder, name, address, this.key.publicKey);
    const cgroup = join(this.#cgroup, name);
    const parts = { name, address, base: this.#base, folder, cgroup, namespace };
    const host = new Host(parts, network, hostKey, this.key.publicKey);
    this.#hosts.push(host);
    await host.start();
    for (const user of users) await host.addUser(user);
    return host;
  }

  /** Ends every host and leaves nothing behind. */
  async stop(): Promise<void> {
    await Promise.all(this.#hosts.map((host) => host.stop()));
    await destroy(this.number);
    // The group above all labs goes with the last; until then it refuses.
    await rmdir(dirname(this.#cgroup)).catch(() => {});
  }
}
