import type { Task } from '../../src/catalogue/define-task.ts';
import type { Finding } from '../../src/core/finding.ts';
import { type Severity, severities } from '../../src/core/severity.ts';
import { contextOf, loadTaskCases } from '../../test/catalogue/task-case-file.ts';
import type { Observed } from './observed.ts';

/** What a task has said in its cases, before and after the change; see `observe` for checks. */
export function observeTask(task: Task): Observed {
  const messages = new Map<string, { severities: Set<Severity>; remedies: Set<string> }>();
  const note = (findings: readonly Finding[]) => {
    for (const { message, severity, remedy } of findings) {
      const seen = messages.get(message.id) ?? { severities: new Set(), remedies: new Set() };
      messages.set(message.id, seen);
      seen.severities.add(severity);
      if (remedy) seen.remedies.add(remedy.id);
    }
  };
  const cases = loadTaskCases(task.id).map(({ name, content }) => {
    if ('unparsable' in content.expect) return { name, shows: 'unknown' };
    const params = task.params.parse(content.with);
    const context = contextOf(content);
    // A case holds whole outputs, which its schema cannot tie to the probes of one task.
    const before = task.parse(content.outputs as never, params);
    const plan = task.plan(before, params, context);
    if (plan.kind === 'no-op') return { name, shows: plan.kind };
    note(plan.findings ?? []);
    if (plan.kind === 'refused' || !content.after) return { name, shows: plan.kind };
    const after = task.parse(content.after as never, params);
    const { findings } = task.verify({ before, after, change: plan.change }, params, context);
    note(findings);
    return { name, shows: plan.kind };
  });
  return {
    messages: new Map(
      [...messages].map(([id, seen]) => [
        id,
        {
          severities: severities.filter((severity) => seen.severities.has(severity)),
          remedies: [...seen.remedies].sort(),
        },
      ]),
    ),
    skipped: new Set(),
    cases,
  };
}
