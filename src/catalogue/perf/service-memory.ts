import { z } from 'zod';
import { sh } from '../../core/shell.ts';

/** Memory of one systemd service, as its control group accounts for it. */
export interface ServiceMemory {
  readonly service: string;
  /** Without the page cache that could be dropped at once. */
  readonly usedBytes: number;
  /** MemoryMax of the unit; null when it has none. */
  readonly limitBytes: number | null;
}

export const services = z
  .array(z.string().regex(/^[A-Za-z0-9:_.@-]+$/, 'Expected a systemd service name'))
  .max(50)
  .default(['mks-backend'])
  .describe('systemd services whose own memory limit (MemoryMax) is looked at');

/**
 * What `systemctl show -p MemoryCurrent,MemoryMax` would tell, read from the control groups by the
 * shell itself (version 2, then version 1). A service that does not run has no group and no line.
 */
export const serviceMemory = (names: readonly string[], root = '/sys/fs/cgroup') => sh`
for service in ${names.map((name) => name.replace(/\.service$/, ''))}; do
  for slice in "" "/system-\${service%%@*}.slice"; do
    group=${root}/system.slice$slice/$service.service current=
    if [ -r "$group/memory.current" ]; then
      read -r current <"$group/memory.current" && read -r limit <"$group/memory.max"
    else
      group=${root}/memory/system.slice$slice/$service.service
      [ -r "$group/memory.usage_in_bytes" ] || continue
      read -r current <"$group/memory.usage_in_bytes" && read -r limit <"$group/memory.limit_in_bytes"
    fi
    cache=0
    while read -r key value; do
      case $key in inactive_file | total_inactive_file) cache=$value ;; esac
    done <"$group/memory.stat"
    printf 'service %s %s %s %s\n' "$service" "$current" "$limit" "$cache"
    break
  done
done`;

export function parseServiceMemory(stdout: string, totalBytes: number): readonly ServiceMemory[] {
  const lines = stdout.matchAll(/^service (\S+) (\d+) (\d+|max) (\d+)$/gm);
  return [...lines].map(([, service = '', current, limit, cache]) => ({
    service,
    usedBytes: Math.max(0, Number(current) - Number(cache)),
    // Version 1 writes "no limit" as a number beyond all memory.
    limitBytes: limit === 'max' || Number(limit) >= totalBytes ? null : Number(limit),
  }));
}
