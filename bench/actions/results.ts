import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stableJson } from '../../src/record/json.ts';
import { outcomeOf, type RunResult, type RunStep } from '../../src/record/run-result.ts';
import { stepIds, window } from './instance.ts';

const facts = {
  availableBytes: 47_108_096,
  device: '/dev/vdc1',
  full: null,
  inodesUsedPercent: 1,
  mountPoint: '/var/log/mks-backend',
  readOnly: false,
  sizeBytes: 67_108_864,
  usedPercent: 30,
};

function stepOf(host: string, step: string, isFull: boolean): RunStep {
  const args = { path: '/var/log', used: 85, limit: 80, availableBytes: 47_108_096 };
  return {
    host,
    step,
    use: 'logs.disk-usage',
    verdict: isFull ? 'warning' : 'ok',
    findings: isFull
      ? [
          {
            key: 'filesystem:/dev/vdc1',
            severity: 'warning',
            message: { id: 'logs.disk-usage/space', args },
            remedy: { id: 'logs.disk-usage/remedy-space', args: { mountPoint: '/var/log' } },
          },
        ]
      : [],
    measurements: [
      { name: 'used', object: '/var/log', value: 30, unit: 'percent' },
      { name: 'available', object: '/var/log', value: 47_108_096, unit: 'bytes' },
      { name: 'inodes', object: '/var/log', value: 1, unit: 'percent' },
    ],
    facts,
    durationMs: 30,
  };
}

/**
 * Writes the result of each shard, as the action run does: every step with facts and measurements
 * as those of a disk, and a finding on every hundredth host. Returns the files.
 */
export function writeResults(
  folder: string,
  shards: readonly (readonly string[])[],
): readonly string[] {
  mkdirSync(folder, { recursive: true });
  return shards.map((names, shard) => {
    const hosts = names.map((name) => ({ name, reachable: true, durationMs: 900 }));
    const steps = names.flatMap((host) =>
      stepIds.map((id, index) => stepOf(host, id, index === 0 && host.endsWith('00'))),
    );
    const result: RunResult = {
      schema: 'teiki.run/1',
      runbook: 'weekly-health',
      window,
      mode: 'check',
      startedAt: '2026-11-22T17:09:20.000Z',
      endedAt: '2026-11-22T17:09:50.000Z',
      outcome: outcomeOf({ hosts, steps }),
      hosts,
      steps,
    };
    const file = join(folder, `shard-${shard + 1}.json`);
    writeFileSync(file, stableJson(result));
    return file;
  });
}
