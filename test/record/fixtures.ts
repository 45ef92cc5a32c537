import type { Messages } from '../../src/core/message.ts';
import { verdictOf } from '../../src/core/severity.ts';
import { engineMessages } from '../../src/engine/messages.ts';
import { buildRecord, type RecordContext } from '../../src/record/build.ts';
import type { MaintenanceRecord } from '../../src/record/record.ts';
import {
  outcomeOf,
  type RunFinding,
  type RunHost,
  type RunResult,
  type RunStep,
} from '../../src/record/run-result.ts';
import { collectMessages } from '../../src/text/render.ts';

/** Texts of their own, so that the golden pages change with the pages and not with the catalogue. */
export const messages: Messages = collectMessages(
  [
    {
      id: 'logs.disk-usage',
      title: { ja: 'ログディスク容量確認', en: 'Log disk usage' },
      messages: {
        space: {
          ja: '{path} のディスク使用率が {used}% です (しきい値 {limit}%、残り {availableBytes})',
          en: '{path} is {used}% full (limit {limit}%, {availableBytes} left)',
        },
        'space.short': { ja: 'ディスク使用率{used}%', en: 'Disk {used}% full' },
        'remedy-space': {
          ja: '大きなものを探してください: du -xh {mountPoint}',
          en: 'Find what is large: du -xh {mountPoint}',
        },
      },
      measures: {
        used: { ja: 'ディスク使用率', en: 'Disk in use' },
        available: { ja: '空き容量', en: 'Space left' },
      },
    },
    {
      id: 'logs.rotate-force',
      title: { ja: 'ログクリーンアップ', en: 'Log clean-up' },
      messages: {
        rotated: { ja: '{files} 個のファイルを回転', en: '{files} files rotated' },
      },
      measures: {},
    },
    {
      id: 'backup.freshness',
      title: { ja: 'バックアップファイル存在確認', en: 'Backup freshness' },
      messages: {
        old: {
          ja: '{kind} の最新のバックアップは {newestAt} のものです',
          en: 'The newest backup of {kind} is of {newestAt}',
        },
        copy: { ja: '{kind} の予備がありません', en: 'There is no other copy of {kind}' },
      },
      measures: {},
    },
  ],
  engineMessages,
  {
    'connection.timeout': {
      ja: '{hop} が {seconds} 秒以内に応答しません',
      en: '{hop} does not answer within {seconds} s',
    },
    'connection.timeout-remedy': {
      ja: 'ホストが動いているかを確かめてください',
      en: 'See that the host is up',
    },
  },
);

export function step(host: string, use: string, rest: Partial<RunStep> = {}): RunStep {
  return {
    host,
    step: use,
    use,
    verdict: 'ok',
    findings: [],
    measurements: [],
    facts: { read: true },
    durationMs: 12,
    ...rest,
  };
}

/** A full disk with what is measured of it. */
export function diskStep(host: string, used: number, availableBytes: number): RunStep {
  const finding: RunFinding = {
    key: 'filesystem:/dev/vda1',
    severity: used > 90 ? 'critical' : 'warning',
    message: {
      id: 'logs.disk-usage/space',
      args: { path: '/var/log', used, limit: used > 90 ? 90 : 80, availableBytes },
    },
    remedy: { id: 'logs.disk-usage/remedy-space', args: { mountPoint: '/var' } },
  };
  return step(host, 'logs.disk-usage', {
    verdict: verdictOf(used > 80 ? [finding] : []),
    findings: used > 80 ? [finding] : [],
    measurements: [
      { name: 'used', object: '/var', value: used, unit: 'percent' },
      { name: 'available', object: '/var', value: availableBytes, unit: 'bytes' },
    ],
  });
}

export function lostSteps(host: string, uses: readonly string[]): RunStep[] {
  const failure = { id: 'connection.timeout', args: { hop: host, seconds: 10 } };
  return [
    step(host, 'host.unreachable', {
      verdict: 'critical',
      facts: null,
      durationMs: 0,
      findings: [
        {
          key: 'host',
          severity: 'critical',
          message: failure,
          remedy: { ...failure, id: 'connection.timeout-remedy' },
        },
      ],
    }),
    ...uses.map((use) =>
      step(host, use, {
        verdict: 'unknown',
        facts: null,
        durationMs: 0,
        reason: { id: 'unknown/unreachable', args: {} },
      }),
    ),
  ];
}

export function host(name: string, reachable = true): RunHost {
  return { name, reachable, durationMs: reachable ? 900 : 10_000 };
}

export function run(
  hosts: readonly RunHost[],
  steps: readonly RunStep[],
  rest: Partial<RunResult> = {},
): RunResult {
  return {
    schema: 'teiki.run/1',
    runbook: 'weekly-health',
    window: { key: '2026-W48', every: 'week', startsAt: '2026-11-22T17:00:00Z' },
    mode: 'check',
    startedAt: '2026-11-22T17:07:00.000Z',
    endedAt: '2026-11-22T17:36:04.100Z',
    outcome: outcomeOf({ hosts, steps }),
    hosts,
    steps,
    ...rest,
  };
}

export const context: RecordContext = {
  runId: '123456-1',
  trigger: 'schedule',
  team: 'SREチーム',
  timeZone: 'Asia/Tokyo',
  teikiVersion: '0.1.0',
  runbook: {
    title: { ja: '週次システムヘルスチェック', en: 'Weekly system health check' },
    purpose: { ja: 'システムの基本的な健全性を確認', en: 'Confirm the basic health of the system' },
    level: 1,
    window: { every: 'week', on: 'monday', at: '02:00', minutes: 30 },
  },
};

export function record(result: RunResult, rest: Partial<RecordContext> = {}): MaintenanceRecord {
  return buildRecord(result, { ...context, ...rest });
}

const backupOld: RunFinding = {
  key: 'backup:db',
  severity: 'critical',
  message: {
    id: 'backup.freshness/old',
    args: { kind: 'db', newestAt: '2026-11-20T17:00:12Z' },
  },
  evidence: 'db_2026-11-21.dump | 0 bytes\n@everyone #1 <script>`x`</script>',
};

/** A week with everything in it: found, mended, lost, noted, measured. */
export const eventful = record(
  run(
    [host('app1'), host('app2'), host('db1', false)],
    [
      diskStep('app1', 85, 12_884_901_888),
      step('app1', 'logs.rotate-force', {
        task: {
          outcome: 'done',
          after: 'logs.disk-usage',
          changes: [{ id: 'logs.rotate-force/rotated', args: { files: 4 } }],
        },
      }),
      step('app1', 'backup.freshness', {
        verdict: 'critical',
        findings: [
          backupOld,
          {
            key: 'copy:db',
            severity: 'note',
            message: { id: 'backup.freshness/copy', args: { kind: 'db' } },
          },
        ],
      }),
      diskStep('app2', 60, 34_359_738_368),
      step('app2', 'backup.freshness', {
        verdict: 'unknown',
        facts: null,
        reason: { id: 'unknown/missing-tool', args: { tool: 'find' } },
        findings: [
          {
            key: 'unknown',
            severity: 'unknown',
            message: { id: 'unknown/missing-tool', args: { tool: 'find' } },
            remedy: { id: 'unknown/missing-tool-remedy', args: { tool: 'find' } },
          },
        ],
      }),
      ...lostSteps('db1', ['logs.disk-usage', 'backup.freshness']),
    ],
  ),
);

/** The week before: another disk was full, the backup was old, all hosts answered. */
export const before = record(
  run(
    [host('app1'), host('app2'), host('db1')],
    [
      diskStep('app1', 79, 17_179_869_184),
      step('app1', 'backup.freshness', {
        verdict: 'critical',
        findings: [{ ...backupOld, severity: 'warning' }],
      }),
      diskStep('app2', 93, 1_073_741_824),
      diskStep('db1', 88, 2_147_483_648),
    ],
    {
      window: { key: '2026-W47', every: 'week' },
      startedAt: '2026-11-15T17:07:00.000Z',
      endedAt: '2026-11-15T17:30:00.000Z',
    },
  ),
  { runId: '123000-1' },
);

/** A week in which all was well. */
export const quiet = record(run([host('app1')], [diskStep('app1', 42, 68_719_476_736)]));
