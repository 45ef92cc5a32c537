import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Entry } from '../../src/catalogue/registry.ts';
import { loadCases } from '../../test/catalogue/case-file.ts';
import { loadTaskCases } from '../../test/catalogue/task-case-file.ts';

const use = z.looseObject({
  check: z.string().optional(),
  task: z.string().optional(),
  with: z.record(z.string(), z.unknown()).default({}),
});

// The format's own word; nobody awaits this shape.
// oxlint-disable-next-line unicorn/no-thenable
const runbook = z.looseObject({ steps: z.array(use.extend({ then: use.optional() })) });

export type Example = Readonly<Record<string, unknown>>;

/** Parameters that someone really uses: those of our own runbooks, else of a case, else none. */
export function exampleOf(root: string, entry: Entry): Example {
  const cases: readonly { readonly content: { readonly with: Example } }[] =
    entry.kind === 'task' ? loadTaskCases(entry.id) : loadCases(entry.id);
  const candidates = [
    ...fromRunbooks(join(root, 'maintenance/runbooks'), entry.id),
    ...cases.map(({ content }) => content.with),
  ].filter((candidate) => Object.keys(candidate).length > 0);
  return candidates.find((candidate) => entry.params.safeParse(candidate).success) ?? {};
}

function fromRunbooks(folder: string, id: string): readonly Example[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yml'))
    .sort()
    .flatMap((file) => {
      const { data } = runbook.safeParse(parse(readFileSync(join(folder, file), 'utf8')));
      return (data?.steps ?? [])
        .flatMap((step) => [step, ...(step.then ? [step.then] : [])])
        .filter(({ check, task }) => check === id || task === id)
        .map((step) => step.with);
    });
}
