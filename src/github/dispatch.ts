import type { GitHubClient } from './client.ts';

export interface Dispatch {
  /** File name below `.github/workflows`. */
  readonly workflow: string;
  /** Branch or tag. */
  readonly ref: string;
  /** At most 25; the workflow must declare them. */
  readonly inputs?: Readonly<Record<string, string>>;
}

/**
 * Starts a workflow: the one event besides `repository_dispatch` that `GITHUB_TOKEN` can cause.
 * Not repeated when the answer is lost, for a second run of maintenance is worse than a late one.
 * @throws GitHubError
 */
export async function dispatchWorkflow(
  client: GitHubClient,
  { workflow, ref, inputs = {} }: Dispatch,
): Promise<void> {
  const route = '/actions/workflows/{workflow_id}/dispatches';
  await client.call('POST', route, { workflow_id: workflow, ref, inputs });
}
