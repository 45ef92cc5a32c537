import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Check } from '../../src/catalogue/define.ts';
import { loadCases } from '../../test/catalogue/case-file.ts';

const runbook = z.looseObject({
  steps: z.array(
    z.looseObject({
      check: z.string().optional(),
      with: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
});

export type Example = Readonly<Record<string, unknown>>;

/** Parameters that someone really uses: those of our own runbooks, else of a case, else none. */
export function exampleOf(root: string, check: Check): Example {
  const candidates = [
    ...fromRunbooks(join(root, 'maintenance/runbooks'), check.id),
    ...loadCases(check.id).map(({ content }) => content.with),
  ].filter((candidate) => Object.keys(candidate).length > 0);
  return candidates.find((candidate) => check.params.safeParse(candidate).success) ?? {};
}

function fromRunbooks(folder: string, id: string): readonly Example[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yml'))
    .sort()
    .flatMap((file) => {
      const { data } = runbook.safeParse(parse(readFileSync(join(folder, file), 'utf8')));
      return data?.steps.filter(({ check }) => check === id).map((step) => step.with) ?? [];
    });
}
