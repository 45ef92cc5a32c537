export interface ShardOptions {
  /** GitHub runs at most 256 jobs of a matrix. */
  readonly max: number;
  /** A job costs a started minute, so a few hosts are not worth one of their own. */
  readonly hostsPerShard: number;
}

/** Cuts the hosts, in their order, into as few shards as the sizes ask for, all nearly the same. */
export function cutShards(
  hosts: readonly string[],
  { max, hostsPerShard }: ShardOptions,
): readonly (readonly string[])[] {
  const wanted = Math.min(max, Math.ceil(hosts.length / hostsPerShard));
  return Array.from({ length: wanted }, (_, index) =>
    hosts.slice(bound(index, wanted, hosts), bound(index + 1, wanted, hosts)),
  );
}

function bound(index: number, of: number, { length }: readonly string[]): number {
  return Math.floor((index * length) / of);
}
