import { catalogue } from '../catalogue/registry.ts';
import { type Instance, loadInstance } from '../config/instance.ts';
import type { Runbook } from '../runbook/model.ts';
import { formatIssue, hasErrors, type Issue } from '../yaml/issue.ts';
import { suggest } from '../yaml/nearest.ts';
import { UsageError } from './exit-status.ts';

/**
 * The instance of `--dir`, free of errors.
 * @throws UsageError with every error of every file
 */
export async function soundInstance(directory: string): Promise<Instance> {
  const instance = await loadInstance(directory, { catalogue });
  refuseIssues(instance.issues);
  return instance;
}

/** @throws UsageError when there is an error among them */
export function refuseIssues(issues: readonly Issue[]): void {
  if (!hasErrors(issues)) return;
  const errors = issues.filter(({ level }) => level === 'error');
  const list = errors.map((issue) => formatIssue(issue)).join('\n');
  throw new UsageError(
    `the instance has ${errors.length} error${errors.length === 1 ? '' : 's'}\n${list}`,
  );
}

/** @throws UsageError naming the nearest runbook */
export function findRunbook({ runbooks }: Instance, id: string): Runbook {
  const found = runbooks.find((runbook) => runbook.id === id);
  if (found) return found;
  const known = runbooks.map((runbook) => runbook.id);
  throw new UsageError(
    `there is no runbook \`${id}\`: ${suggest(id, known, 'the runbooks') ?? 'runbooks/ is empty'}`,
  );
}
