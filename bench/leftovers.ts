import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mountOf, prefix } from './control-group.ts';

/**
 * Removes what runs have left behind that were killed before they could: names carry the id of
 * the process that made them. Their own processes have ended with them (see `sandbox.ts`).
 */
export function removeLeftovers(): void {
  for (const name of staleIn(tmpdir())) {
    rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
  const mounts = [mountOf('cgroup2'), mountOf('cgroup', 'cpuacct'), mountOf('cgroup', 'memory')];
  for (const mount of mounts.filter((one) => one !== undefined)) {
    for (const name of staleIn(mount)) {
      try {
        rmdirSync(join(mount, name));
      } catch {
        // Something of it still runs; the next run tries again.
      }
    }
  }
}

function staleIn(directory: string): readonly string[] {
  return readdirSync(directory).filter((name) => {
    const pid = name.startsWith(prefix) ? name.slice(prefix.length).split('-')[0] : undefined;
    return pid !== undefined && !existsSync(`/proc/${pid}`);
  });
}
