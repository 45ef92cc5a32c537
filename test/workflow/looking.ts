import { fileIn, filesIn } from './harness/repository.ts';
import type { RanJob, RanWorkflow } from './harness/world.ts';
import type { Team } from './team.ts';

/** The parts of a record that tests look at. */
export interface Recorded {
  readonly run: {
    readonly outcome: string;
    readonly hosts: readonly { readonly name: string; readonly reachable: boolean }[];
    readonly steps: readonly { readonly host: string; readonly verdict: string }[];
  };
}

/** Records at the tip of a branch, oldest first. */
export function recordsOf({ repository }: Team, branch = 'main'): readonly Recorded[] {
  const paths = filesIn(repository, 'maintenance/records/', branch).filter((path) =>
    /\/\d{4}-\d\d-\d\d-[^/]+\.json$/.test(path),
  );
  return paths.map((path) => JSON.parse(fileIn(repository, path, branch) ?? '') as Recorded);
}

export function verdicts(records: readonly Recorded[]): readonly string[] {
  return records.flatMap(({ run }) => run.steps.map(({ host, verdict }) => `${host} ${verdict}`));
}

/** The jobs of the reusable workflow, one for each shard. */
export function jobsNamed({ jobs }: RanWorkflow, id: string): readonly RanJob[] {
  return jobs.filter(({ job }) => job === `maintenance / ${id}`);
}

export function annotationsOf({ jobs }: RanWorkflow) {
  return jobs.flatMap(({ steps }) => steps.flatMap(({ annotations }) => annotations));
}
