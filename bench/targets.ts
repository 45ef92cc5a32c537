import { medianOf, type Race, wallRatios } from './race.ts';
import type { StartUp } from './start-up.ts';
import { median, medianInterval } from './statistics.ts';

/** What teiki promises about its speed, and what came out. */
export interface Target {
  readonly what: string;
  readonly promised: string;
  readonly measured: string;
  readonly reached: boolean;
}

export function judge(races: readonly Race[], startUp: StartUp): readonly Target[] {
  return [
    ...races.filter(({ hosts }) => hosts > 1).map(againstSsh),
    ...races.filter(({ runs, hosts }) => hosts > 1 && runs.has('Ansible')).map(againstAnsible),
    ...perFurtherHost(races),
    ...races.filter(({ hosts }) => hosts > 1).map(serverCpu),
    {
      what: '`--version` against an empty script',
      promised: '≤ 1.5 times',
      measured: `${startUp.ratio.toFixed(2)} times`,
      reached: startUp.ratio <= 1.5,
    },
  ];
}

function againstSsh(race: Race): Target {
  const ratios = wallRatios(race, 'xargs ssh');
  const [low, high] = medianInterval(ratios);
  const middle = median(ratios);
  return {
    what: `wall time by that of xargs ssh, ${race.hosts} hosts`,
    promised: 'median ≤ 1.05, upper bound ≤ 1.10',
    measured: `${middle.toFixed(2)} (95 %: ${low.toFixed(2)} to ${high.toFixed(2)})`,
    reached: middle <= 1.05 && high <= 1.1,
  };
}

function againstAnsible(race: Race): Target {
  const times = 1 / median(wallRatios(race, 'Ansible'));
  return {
    what: `faster than Ansible, ${race.hosts} hosts`,
    promised: '≥ 15 times',
    measured: `${times.toFixed(1)} times`,
    reached: times >= 15,
  };
}

/** From the second largest race to the largest, so that start-up is in neither. */
function perFurtherHost(races: readonly Race[]): readonly Target[] {
  const [fewer, more] = races.toSorted((a, b) => a.hosts - b.hosts).slice(-2);
  if (!fewer || !more) return [];
  const slope = (value: Parameters<typeof medianOf>[2]) =>
    (medianOf(more, 'teiki', value) - medianOf(fewer, 'teiki', value)) / (more.hosts - fewer.hosts);
  const cpuMs = 1000 * slope(({ clientCpuSeconds }) => clientCpuSeconds);
  const megabytes = slope(({ clientPeakBytes }) => clientPeakBytes) / 1e6;
  const range = `per further host (${fewer.hosts} to ${more.hosts})`;
  return [
    {
      what: `client CPU ${range}`,
      promised: '≤ 5 ms',
      measured: `${cpuMs.toFixed(1)} ms`,
      reached: cpuMs <= 5,
    },
    {
      what: `client memory ${range}`,
      promised: '≤ 0.1 MB',
      measured: `${megabytes.toFixed(2)} MB`,
      reached: megabytes <= 0.1,
    },
  ];
}

function serverCpu(race: Race): Target {
  const cpuMs = (1000 * medianOf(race, 'teiki', (run) => run.serverCpuSeconds)) / race.hosts;
  return {
    what: `server CPU per host, connection included, ${race.hosts} hosts`,
    promised: '≤ 60 ms',
    measured: `${cpuMs.toFixed(0)} ms`,
    reached: cpuMs <= 60,
  };
}
