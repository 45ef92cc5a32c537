// Written by `npm run generate` from the files of src/catalogue. Do not edit.

import { check as auditBruteforce } from './audit/bruteforce.ts';
import { check as auditSuspiciousIps } from './audit/suspicious-ips.ts';
import { check as backupFreshness } from './backup/freshness.ts';
import { check as backupIntegrity } from './backup/integrity.ts';
import { check as capacitySample } from './capacity/sample.ts';
import type { Check } from './define.ts';
import type { Task } from './define-task.ts';
import { check as diskRootUsage } from './disk/root-usage.ts';
import { check as firewallListeners } from './firewall/listeners.ts';
import { check as firewallStatus } from './firewall/status.ts';
import { check as logsDiskUsage } from './logs/disk-usage.ts';
import { check as logsLargeFiles } from './logs/large-files.ts';
import { check as logsRotateConfig } from './logs/rotate-config.ts';
import { task as logsRotateForce } from './logs/rotate-force.ts';
import { check as perfCpu } from './perf/cpu.ts';
import { check as perfDiskIo } from './perf/disk-io.ts';
import { check as perfMemory } from './perf/memory.ts';
import { check as securityUpdates } from './security/updates.ts';
import { check as tlsFileExpiry } from './tls/file-expiry.ts';
import { task as tlsRenew } from './tls/renew.ts';
import { check as tlsServedCert } from './tls/served-cert.ts';
import { check as userCommand } from './user/command.ts';
import { check as userHttp } from './user/http.ts';

export const checks: readonly Check[] = [
  auditBruteforce,
  auditSuspiciousIps,
  backupFreshness,
  backupIntegrity,
  capacitySample,
  diskRootUsage,
  firewallListeners,
  firewallStatus,
  logsDiskUsage,
  logsLargeFiles,
  logsRotateConfig,
  perfCpu,
  perfDiskIo,
  perfMemory,
  securityUpdates,
  tlsFileExpiry,
  tlsServedCert,
  userCommand,
  userHttp,
];

export const tasks: readonly Task[] = [logsRotateForce, tlsRenew];
