import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/**
 * A case: real output of a check's probes, captured once, and what the check must make of it.
 *
 * `test/cases/<id>/<what-it-shows>.yml`. Findings are compared on the fields that the case names,
 * in order and in number; `unparsable` is a piece of the error instead.
 */
const shellOutput = z.strictObject({
  stdout: z.string().default(''),
  stderr: z.string().default(''),
  exitStatus: z.number().default(0),
  durationMs: z.number().default(1),
});

const finding = z.strictObject({
  key: z.string(),
  severity: z.enum(['note', 'warning', 'critical', 'unknown']),
  id: z.string(),
  args: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

const caseFile = z.strictObject({
  /** Where the output comes from: the tool's version, the system, how it was captured. */
  source: z.string(),
  with: z.record(z.string(), z.unknown()).default({}),
  now: z.iso.datetime().default('2026-11-23T02:00:00Z'),
  host: z.record(z.string(), z.unknown()).default({}),
  history: z.array(z.strictObject({ at: z.iso.datetime(), facts: z.unknown() })).default([]),
  /** Facts of the same check when the run began, where something was changed since. */
  before: z.unknown().optional(),
  /** By probe name: a shell output, or the whole output of a tls or http probe. */
  outputs: z.record(z.string(), z.union([shellOutput, z.looseObject({})])),
  expect: z.union([
    z.strictObject({
      verdict: z.enum(['ok', 'warning', 'critical', 'unknown', 'skipped']),
      findings: z.array(finding).default([]),
      facts: z.unknown().optional(),
      measurements: z.array(z.looseObject({ name: z.string() })).optional(),
    }),
    z.strictObject({ unparsable: z.string() }),
  ]),
});

export type CaseFile = z.output<typeof caseFile>;

export const casesFolder = join(import.meta.dirname, '../cases');

/** All cases of a check by name; an empty list when it has none. */
export function loadCases(id: string): { readonly name: string; readonly content: CaseFile }[] {
  const folder = join(casesFolder, id);
  let files: string[] = [];
  try {
    files = readdirSync(folder).filter((file) => file.endsWith('.yml'));
  } catch {}
  return files.sort().map((file) => {
    const parsed = caseFile.safeParse(parse(readFileSync(join(folder, file), 'utf8')));
    if (!parsed.success) throw new Error(`${id}/${file}: ${z.prettifyError(parsed.error)}`);
    return { name: file.slice(0, -'.yml'.length), content: parsed.data };
  });
}
