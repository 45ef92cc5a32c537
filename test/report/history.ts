import { type Occurrence, occurrencesBetween } from '../../src/ledger/occurrences.ts';
import { stableJson } from '../../src/record/json.ts';
import { recordPaths } from '../../src/record/paths.ts';
import type { MaintenanceRecord } from '../../src/record/record.ts';
import type { RunResult, RunStep } from '../../src/record/run-result.ts';
import type { Window } from '../../src/runbook/model.ts';
import { host, lostSteps, record, run, step } from '../record/fixtures.ts';
import { Disks, weeklySteps } from './history-measures.ts';
import { noise, seeded } from './random.ts';

const zone = 'Asia/Tokyo';
const names = ['app1', 'app2'] as const;
const minute = 60_000;

const plans = {
  'daily-backup-check': { every: 'day', at: '04:17', minutes: 30 },
  'weekly-health': { every: 'week', on: 'monday', at: '02:00', minutes: 60 },
  'monthly-update': { every: 'month', on: 'first monday', at: '03:00', minutes: 60 },
} as const satisfies Record<string, Window>;
type RunbookId = keyof typeof plans;

const titles = {
  'daily-backup-check': { ja: '日次バックアップ確認', en: 'Daily backup check' },
  'weekly-health': { ja: '週次システムヘルスチェック', en: 'Weekly system health check' },
  'monthly-update': { ja: '月次システム更新', en: 'Monthly system update' },
} as const;

/** Nothing ran in these days: the runner's network was being moved. */
const silence = ['2026-08-10', '2026-08-14'] as const;
const packages = [
  ['openssl', '3.0.15-1~deb12u'],
  ['nginx-light', '1.22.1-9+deb12u'],
  ['libpq5', '15.10-0+deb12u'],
  ['linux-image-amd64', '6.1.119-'],
  ['curl', '7.88.1-10+deb12u'],
] as const;

/** Two years of records of two hosts, from a seed: dropped ticks, late ones, clean-ups, bad nights. */
export function twoYears(seed = 2026): readonly MaintenanceRecord[] {
  const random = seeded(seed);
  const disks = new Map(names.map((name) => [name, new Disks(name, random)]));
  const [from, to] = [new Date('2024-12-31T15:00:00Z'), new Date('2026-12-31T15:00:00Z')];
  const occurrences = (Object.keys(plans) as RunbookId[])
    .flatMap((id) =>
      occurrencesBetween(plans[id], from, to, zone).map((occurrence) => ({ id, occurrence })),
    )
    .sort((a, b) => Date.parse(a.occurrence.startsAt) - Date.parse(b.occurrence.startsAt));
  let number = 1000;
  return occurrences.flatMap(({ id, occurrence }) => {
    const { date } = occurrence;
    if (date >= silence[0] && date <= silence[1]) return [];
    const frozen = id === 'monthly-update' && date > '2025-12-28' && date < '2026-01-05';
    if (frozen || random() < 0.008) return [];
    number += 1;
    const late = id !== 'monthly-update' && random() < 0.05 ? 150 : 0;
    const at = Date.parse(occurrence.startsAt) + Math.round(7 + random() * 12 + late) * minute;
    const lost = random() < 0.01 ? names[1] : undefined;
    const steps = names.flatMap((name) => {
      const hostDisks = disks.get(name);
      if (name === lost || !hostDisks) return lostSteps(name, []);
      if (id === 'weekly-health') return weeklySteps(name, at, hostDisks, random);
      return id === 'daily-backup-check'
        ? backupSteps(name, random)
        : updateSteps(name, random, number);
    });
    const hosts = names.map((name) => host(name, name !== lost));
    return [recordOf(id, occurrence, at, run(hosts, steps, { runbook: id }), String(number))];
  });
}

function recordOf(
  id: RunbookId,
  { key, startsAt }: Occurrence,
  at: number,
  result: RunResult,
  number: string,
): MaintenanceRecord {
  const window = plans[id];
  const minutes = id === 'monthly-update' ? 11 : 2;
  return record(
    {
      ...result,
      window: { key, every: window.every, startsAt },
      mode: id === 'daily-backup-check' ? 'check' : 'apply',
      startedAt: new Date(at).toISOString(),
      endedAt: new Date(at + minutes * minute).toISOString(),
    },
    {
      runId: `${number}-1`,
      runbook: {
        title: titles[id],
        purpose: titles[id],
        level: id === 'monthly-update' ? 2 : 1,
        window,
      },
    },
  );
}

/** A bad night comes now and then. */
function backupSteps(name: string, random: () => number): RunStep[] {
  const bad = random() < 0.006;
  const args = { kind: 'db', file: 'db_nightly.dump', ageHours: 50, maxAgeHours: 26 };
  return [
    step(name, 'backup.freshness', {
      verdict: bad ? 'critical' : 'ok',
      findings: bad
        ? [
            {
              key: 'backup:db',
              severity: 'critical',
              message: { id: 'backup.freshness/old', args },
            },
          ]
        : [],
    }),
  ];
}

function updateSteps(name: string, random: () => number, number: number): RunStep[] {
  const chosen = packages.filter(() => random() < 0.45);
  const month = Math.floor(number / 40);
  return [
    step(name, 'system.apt-upgrade', {
      task: {
        outcome: chosen.length === 0 ? 'no-op' : 'done',
        changes: chosen.map(([one, version]) => ({
          id: 'system.apt-upgrade/upgraded',
          args: { package: one, from: `${version}${month}`, to: `${version}${month + 1}` },
        })),
      },
    }),
    step(name, 'backup.restore-test', {
      task: { outcome: 'done', changes: [] },
      measurements: [
        {
          name: 'restore',
          object: 'db',
          value: Math.round(840 + (number - 1000) * 0.6 + noise(random) * 60),
          unit: 'seconds',
        },
      ],
    }),
  ];
}

/** As the files of an instance. */
export function recordFiles(records: readonly MaintenanceRecord[]): Record<string, string> {
  return Object.fromEntries(records.map((one) => [recordPaths(one).json, stableJson(one)]));
}
