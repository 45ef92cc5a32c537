import { readFileSync } from 'node:fs';
import type { Contestant, ContestantName } from './contestant.ts';
import { type Measured, measure } from './measure.ts';
import type { Sandbox } from './sandbox.ts';
import { median } from './statistics.ts';

/** All runs with one number of hosts; the runs of a contestant stand in the order of the rounds. */
export interface Race {
  readonly hosts: number;
  readonly runs: ReadonlyMap<ContestantName, readonly Measured[]>;
}

export interface RaceOptions {
  readonly hosts: number;
  /** Rounds of the two that are close; the others take part in every third. */
  readonly rounds: number;
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

const close: readonly ContestantName[] = ['teiki', 'xargs ssh'];
/** It would run for minutes, and says nothing new beyond 50. */
const mostHosts: Partial<Record<ContestantName, number>> = { Ansible: 50 };

/**
 * Round robin, and each round begins with another: whatever else the machine does falls on all
 * alike.
 * @throws Error when a run does not reach every host
 */
export async function race(
  contestants: readonly Contestant[],
  sandbox: Sandbox,
  { hosts, rounds, signal, report }: RaceOptions,
): Promise<Race> {
  const racing = contestants.filter(({ name }) => hosts <= (mostHosts[name] ?? hosts));
  const runs = new Map(racing.map(({ name }) => [name, [] as Measured[]]));
  for (let round = 0; round < rounds; round += 1) {
    const turn = racing.filter(({ name }) => round % 3 === 0 || close.includes(name));
    const first = round % turn.length;
    for (const contestant of [...turn.slice(first), ...turn.slice(0, first)]) {
      const result = await runOnce(contestant, sandbox, hosts, signal);
      runs.get(contestant.name)?.push(result);
      const wall = result.wallSeconds.toFixed(2);
      report(`${hosts} hosts, round ${round + 1}/${rounds}: ${contestant.name} ${wall} s`);
    }
  }
  return { hosts, runs };
}

/** One run of each that does not count: it fills the caches of the file system. */
export async function warmUp(
  contestants: readonly Contestant[],
  sandbox: Sandbox,
  signal: AbortSignal,
): Promise<void> {
  for (const contestant of contestants) await runOnce(contestant, sandbox, 1, signal);
}

async function runOnce(
  contestant: Contestant,
  sandbox: Sandbox,
  hosts: number,
  signal: AbortSignal,
): Promise<Measured> {
  const command = contestant.command(hosts);
  const result = await measure(sandbox, command, signal);
  const complaint = contestant.complaint(hosts, result.exitStatus);
  if (complaint !== undefined) {
    const said = readFileSync(`${command.output}.err`, 'utf8').slice(-1000);
    throw new Error(`${contestant.name}, exit status ${result.exitStatus}: ${complaint}\n${said}`);
  }
  return result;
}

export function medianOf(
  { runs }: Race,
  name: ContestantName,
  value: (run: Measured) => number | undefined,
): number {
  return median((runs.get(name) ?? []).map((run) => value(run) ?? Number.NaN));
}

/** Wall time of teiki by that of `other`, round by round. */
export function wallRatios({ runs }: Race, other: ContestantName): readonly number[] {
  const theirs = runs.get(other) ?? [];
  const ours = runs.get('teiki') ?? [];
  // Who takes part in every third round only is compared with the teiki of that round.
  const stride = Math.round(ours.length / Math.max(1, theirs.length));
  return theirs.map(
    ({ wallSeconds }, index) => (ours[index * stride]?.wallSeconds ?? Number.NaN) / wallSeconds,
  );
}
