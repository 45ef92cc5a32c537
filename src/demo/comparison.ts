import type { RunResult } from '../record/run-result.ts';
import { type PlantedFault, plantedFaults } from './story.ts';

export interface Comparison {
  /** Planted, but not found. */
  readonly missed: readonly PlantedFault[];
  /** Found, but not planted. */
  readonly unexpected: readonly PlantedFault[];
  /** Found, and true of the machine that the demo runs on: nobody can plant that away. */
  readonly ofThisMachine: readonly PlantedFault[];
}

/** Entries that measure the machine below the embedded hosts. */
const machineUses: ReadonlySet<string> = new Set([
  'logs.disk-usage',
  'disk.root-usage',
  'perf.cpu',
  'perf.memory',
  'perf.disk-io',
  'capacity.sample',
]);

/** Holds what a run has found against what was planted. Notes ask for nothing and do not count. */
export function compareWithStory({ steps }: Pick<RunResult, 'steps'>): Comparison {
  const findings = steps.flatMap(({ host, use, findings }) =>
    findings
      .filter(({ severity }) => severity !== 'note')
      .map(({ key, severity }) => ({ host, use, key, severity })),
  );
  const isOfMachine = ({ use, key }: (typeof findings)[number]) =>
    machineUses.has(use) || key === 'space';
  const faults = findings.filter((finding) => !isOfMachine(finding)).map(toFault);
  return {
    missed: without(plantedFaults, faults),
    unexpected: without(faults, plantedFaults),
    ofThisMachine: findings.filter(isOfMachine).map(toFault),
  };
}

function toFault({ host, use, severity }: PlantedFault): PlantedFault {
  return { host, use, severity };
}

/** Each fault of `others` takes one away. */
function without(
  faults: readonly PlantedFault[],
  others: readonly PlantedFault[],
): readonly PlantedFault[] {
  const left = others.map(describeFault);
  return faults.filter((fault) => {
    const at = left.indexOf(describeFault(fault));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** `app2 backup.integrity critical` */
export function describeFault({ host, use, severity }: PlantedFault): string {
  return `${host} ${use} ${severity}`;
}
