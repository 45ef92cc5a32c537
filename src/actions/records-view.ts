import type { Instance } from '../config/instance.ts';
import type { Environment } from '../git/git.ts';
import type { Job } from './job.ts';

/** Where earlier records are read. */
export interface RecordsView {
  readonly directory: string;
  readonly close: () => Promise<void>;
}

/** The name of our own branch, or that of the run; the default branch where the run is of a tag. */
export function recordsBranch({ config }: Instance, { context }: Job): string {
  const [, branch] = /^refs\/heads\/(.+)$/.exec(context.ref) ?? [];
  return config.records.branch ?? branch ?? context.repository.defaultBranch ?? 'main';
}

/**
 * Records as the work tree has them, or, where they are on a branch of their own, as that has.
 * When it cannot be fetched, the run goes on without them: they are for comparing.
 */
export async function viewRecords(
  job: Job,
  instance: Instance,
  directory: string,
): Promise<RecordsView> {
  const local = { directory, close: () => Promise.resolve() };
  if (instance.config.records.branch === undefined) return local;
  try {
    const tree = await openTree(job, instance, directory);
    return { directory: tree.folder, close: () => tree.close() };
  } catch (error) {
    job.outputs.annotate('warning', error instanceof Error ? error.message : String(error));
    return local;
  }
}

/** The branch for records, to write to. @throws GitError */
export async function openTree(job: Job, instance: Instance, directory: string) {
  const { RecordsTree } = await import('../git/records-tree.ts');
  return await RecordsTree.open({
    directory,
    branch: recordsBranch(instance, job),
    create: instance.config.records.branch !== undefined,
    remote: 'origin',
    paths: ['records'],
    environment: job.environment satisfies Environment,
  });
}
