// Written by `npm run generate` from the files of src/catalogue. Do not edit.
import { check as backupFreshness } from './backup/freshness.ts';
import { check as diskRootUsage } from './disk/root-usage.ts';
import { check as logsDiskUsage } from './logs/disk-usage.ts';
import { check as capacitySample } from './capacity/sample.ts';
import { check as logsLargeFiles } from './logs/large-files.ts';
import { check as perfCpu } from './perf/cpu.ts';
import { check as perfDiskIo } from './perf/disk-io.ts';
import { check as perfMemory } from './perf/memory.ts';
import { check as command } from './user/command.ts';
import { check as http } from './user/http.ts';
import type { Check } from './define.ts';

export const checks: readonly Check[] = [
  backupFreshness,
  diskRootUsage,
  logsDiskUsage,
  capacitySample,
  logsLargeFiles,
  perfCpu,
  perfDiskIo,
  perfMemory,
  command,
  http,
];
