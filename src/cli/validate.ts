import { catalogue } from '../catalogue/registry.ts';
import { loadInstance } from '../config/instance.ts';
import { formatIssue, hasErrors } from '../yaml/issue.ts';
import { exitStatus } from './exit-status.ts';
import type { GlobalOptions } from './program.ts';

/** `teiki validate` */
export async function validate(
  { format }: { readonly format: 'text' | 'json' },
  { dir }: GlobalOptions,
): Promise<number> {
  const { issues, runbooks, fleet } = await loadInstance(dir, { catalogue });
  if (format === 'json') {
    process.stdout.write(`${JSON.stringify(issues, null, 2)}\n`);
  } else {
    for (const issue of issues) process.stdout.write(`${formatIssue(issue)}\n`);
    const errors = issues.filter(({ level }) => level === 'error').length;
    const warnings = issues.length - errors;
    const counts = `${count(runbooks.length, 'runbook')}, ${count(fleet.hosts.size, 'host')}`;
    process.stdout.write(
      `${dir}: ${counts}; ${count(errors, 'error')}, ${count(warnings, 'warning')}\n`,
    );
  }
  return hasErrors(issues) ? exitStatus.wrongUsage : exitStatus.nothingNeedsAttention;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
