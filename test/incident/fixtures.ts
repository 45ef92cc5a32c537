import { type DesiredInput, desiredIncidents } from '../../src/incident/desired.ts';
import type { Desired } from '../../src/incident/model.ts';
import type { ReconcileOptions } from '../../src/incident/options.ts';
import { tickIncidents } from '../../src/incident/tick.ts';
import type { IncidentWords } from '../../src/incident/words.ts';
import type { MaintenanceRecord } from '../../src/record/record.ts';
import type { RunHost, RunStep } from '../../src/record/run-result.ts';
import type { Runbook, Step } from '../../src/runbook/model.ts';
import { host, messages, record, run } from '../record/fixtures.ts';
import { bot, MemoryTracker } from './memory-tracker.ts';

export const fleet = fleetOf({ app1: ['app', 'db'], app2: ['app'], db1: ['db'] });

export function fleetOf(hosts: Readonly<Record<string, readonly string[]>>) {
  return { hosts: new Map(Object.entries(hosts).map(([name, groups]) => [name, { groups }])) };
}

export function check(use: string, rest: Partial<Step> = {}): Step {
  return { id: use, kind: 'check', use, with: {}, apply: false, ...rest };
}

export function runbook(id: string, steps: readonly Step[], hosts = ['app', 'db']): Runbook {
  return {
    id,
    title: { ja: '週次システムヘルスチェック', en: 'Weekly system health check' },
    purpose: { ja: '確認', en: 'check' },
    level: 1,
    enabled: true,
    hosts,
    window: { every: 'week', on: 'monday', at: '02:00', minutes: 30 },
    steps,
    path: `runbooks/${id}.yml`,
  };
}

export const weekly = runbook('weekly-health', [
  check('logs.disk-usage'),
  check('disk.root-usage'),
  check('backup.freshness'),
]);

let runs = 0;

/** A record of a run that began at `at`; hosts are reachable unless said otherwise. */
export function at(
  startedAt: string,
  steps: readonly RunStep[],
  {
    hosts,
    runbook: id = 'weekly-health',
    runId,
  }: {
    readonly hosts?: readonly RunHost[];
    readonly runbook?: string;
    readonly runId?: string;
  } = {},
): MaintenanceRecord {
  runs += 1;
  const names = [...new Set(steps.map((step) => step.host))];
  return record(
    run(hosts ?? names.map((name) => host(name)), steps, {
      runbook: id,
      startedAt,
      endedAt: startedAt,
    }),
    { runId: runId ?? `${9000 + runs}-1` },
  );
}

export function desired(
  records: Iterable<MaintenanceRecord>,
  rest: Partial<Omit<DesiredInput, 'records'>> = {},
): Desired {
  return desiredIncidents({ records, runbooks: [weekly], fleet, scope: 'fleet', ...rest });
}

export const words: IncidentWords = {
  locale: 'en',
  messages,
  timeZone: 'Asia/Tokyo',
  links: { repository: 'https://github.com/acme/mks', branch: 'main', directory: 'maintenance' },
};

/** A team's repository with a clock: records come in, time passes, ticks happen. */
export class Scene {
  now = new Date('2026-11-23T03:00:00Z');
  readonly tracker = new MemoryTracker(() => this.now);
  records: MaintenanceRecord[] = [];
  input: Partial<Omit<DesiredInput, 'records'>> = {};
  options: Partial<ReconcileOptions> = {};

  get settings(): ReconcileOptions {
    return { now: this.now, words, self: bot, ...this.options };
  }

  desired(): Desired {
    return desired(this.records, this.input);
  }

  async tick() {
    this.tracker.calls.length = 0;
    const before = this.tracker.requests;
    const result = await tickIncidents(this.tracker, this.desired(), this.settings);
    return { ...result, requests: this.tracker.requests - before };
  }

  pass(days: number): void {
    this.now = new Date(this.now.getTime() + days * 86_400_000);
  }

  /** A run at the present time. */
  ran(steps: readonly RunStep[], rest: Parameters<typeof at>[2] = {}): void {
    const runId = `${9001 + this.records.length}-1`;
    this.records.push(at(this.now.toISOString(), steps, { runId, ...rest }));
  }
}
