import type { RunMeasurement, RunStep } from '../../src/record/run-result.ts';
import { diskStep, step } from '../record/fixtures.ts';
import { noise } from './random.ts';

const gib = 1024 ** 3;
const dayMs = 86_400_000;

interface Disk {
  readonly mount: string;
  readonly sizeGiB: number;
  used: number;
  readonly perWeek: number;
  readonly chance: number;
}

/** What is on the disks of a host, week by week. */
export class Disks {
  readonly #disks: readonly Disk[];
  readonly #random: () => number;

  constructor(host: string, random: () => number) {
    const first = host === 'app1';
    this.#random = random;
    this.#disks = [
      { mount: '/', sizeGiB: 40, used: 14, perWeek: 0, chance: 0.15 },
      { mount: '/var', sizeGiB: 60, used: 28, perWeek: first ? 0.72 : 0.31, chance: 0.35 },
      { mount: '/opt/mks', sizeGiB: 500, used: 150, perWeek: first ? 2.35 : 1.1, chance: 1.6 },
    ];
  }

  week(): void {
    for (const disk of this.#disks) {
      const growth = disk.perWeek + noise(this.#random) * disk.chance;
      disk.used = Math.max(1, Math.min(disk.sizeGiB * 0.97, disk.used + growth));
    }
  }

  /** In percent, of /var. */
  get logs(): number {
    const disk = this.#disks[1];
    return disk ? Math.round((disk.used / disk.sizeGiB) * 100) : 0;
  }

  rotate(): void {
    const disk = this.#disks[1];
    if (disk) disk.used -= disk.sizeGiB * 0.3;
  }

  get left(): number {
    const disk = this.#disks[1];
    return disk ? Math.round((disk.sizeGiB - disk.used) * gib) : 0;
  }

  measurements(): RunMeasurement[] {
    return this.#disks.flatMap(({ mount: object, sizeGiB, used }) => {
      const bytes = (name: string, value: number) =>
        ({ name, object, value: Math.round(value * gib), unit: 'bytes' }) as const;
      return [bytes('size', sizeGiB), bytes('used', used), bytes('available', sizeGiB - used)];
    });
  }
}

/** The weekly steps of one host. */
export function weeklySteps(
  host: string,
  at: number,
  disks: Disks,
  random: () => number,
): RunStep[] {
  const weeks = (at - Date.parse('2025-01-01T00:00:00Z')) / (7 * dayMs);
  disks.week();
  const found = diskStep(host, disks.logs, disks.left);
  const rotated = disks.logs > 80;
  if (rotated) disks.rotate();
  const percent = (name: string, value: number): RunMeasurement => ({
    name,
    value: Math.round(Math.max(1, Math.min(99, value)) * 10) / 10,
    unit: 'percent',
  });
  const bytes = (name: string, object: string, value: number): RunMeasurement => ({
    name,
    object,
    value: Math.round(value * gib),
    unit: 'bytes',
  });
  const cpu = 24 + weeks * 0.16 + noise(random) * 3;
  const memory = 58 + weeks * 0.09 + noise(random) * 2;
  const latency = 60 + weeks * 0.35 + Math.abs(noise(random)) * 45 + (random() > 0.96 ? 900 : 0);
  return [
    found,
    ...(rotated
      ? [
          step(host, 'logs.rotate-force', {
            task: {
              outcome: 'done',
              after: 'logs.disk-usage',
              mended: found.findings.map(({ message }) => message),
              changes: [{ id: 'logs.rotate-force/rotated', args: { files: 4 } }],
            },
          }),
        ]
      : []),
    step(host, 'capacity.sample', {
      measurements: [
        ...disks.measurements(),
        bytes('directory', '/opt/mks/uploads', 90 + weeks * (host === 'app1' ? 1.9 : 0.8)),
        bytes('backup', 'db', 3.2 + weeks * 0.05 + noise(random) * 0.05),
        bytes('backup', 'uploads', 60 + weeks * 0.9 + noise(random)),
        percent('cpu-p50', cpu * 0.5),
        percent('cpu-p95', cpu),
        percent('memory-p50', memory - 2),
        percent('memory-p95', memory),
      ],
    }),
    certificate(host, at),
    step(host, 'http', {
      measurements: [
        {
          name: 'latency',
          object: 'http://127.0.0.1:5100/api/v1/health',
          value: Math.round(latency),
          unit: 'milliseconds',
        },
      ],
    }),
  ];
}

/** Renewed twice too late in two years. */
function certificate(host: string, at: number): RunStep {
  const day = Math.floor((at - Date.parse('2025-02-01T00:00:00Z')) / dayMs);
  const days = 90 - (((day % 90) + 90) % 90);
  const soon = days < 14 && host === 'app2';
  return step(host, 'tls.file-expiry', {
    verdict: soon ? 'warning' : 'ok',
    findings: soon
      ? [
          {
            key: 'certificate:/etc/nginx/ssl/mks.crt',
            severity: 'warning',
            message: {
              id: 'tls.file-expiry/expires',
              args: { path: '/etc/nginx/ssl/mks.crt', days },
            },
          },
        ]
      : [],
  });
}
