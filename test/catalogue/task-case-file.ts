import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Context } from '../../src/catalogue/define.ts';
import { casesFolder } from './case-file.ts';

/**
 * A case of a task: real output of its probes before (and after) the change, and what it must make
 * of them. `test/cases/<id>/<what-it-shows>.yml`; messages are compared by local id.
 */
const shellOutput = z.strictObject({
  stdout: z.string().default(''),
  stderr: z.string().default(''),
  exitStatus: z.number().default(0),
  durationMs: z.number().default(1),
});
const outputs = z.record(z.string(), z.union([shellOutput, z.looseObject({})]));

const taskCase = z.strictObject({
  /** Where the output comes from: the tool's version, the system, how it was captured. */
  source: z.string(),
  with: z.record(z.string(), z.unknown()).default({}),
  now: z.iso.datetime().default('2026-11-23T02:00:00Z'),
  /** What the host is otherwise than a Debian 12. */
  host: z.record(z.string(), z.unknown()).default({}),
  outputs,
  after: outputs.optional(),
  expect: z.union([
    z.strictObject({ unparsable: z.string() }),
    z.strictObject({
      plan: z.enum(['no-op', 'refused', 'change']),
      /** Local ids of the reason, the findings, or the changes with their arguments. */
      says: z.array(z.union([z.string(), z.looseObject({ id: z.string() })])).default([]),
      /** The exact commands as root, in their order. */
      commands: z.array(z.string()).optional(),
      /** The exact statements in a database, in their order. */
      statements: z.array(z.string()).optional(),
      /** Local ids of the findings after the change. */
      verify: z.array(z.string()).optional(),
    }),
  ]),
});

type TaskCase = z.output<typeof taskCase>;

export function loadTaskCases(id: string): { readonly name: string; readonly content: TaskCase }[] {
  const folder = join(casesFolder, id);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yml'))
    .sort()
    .map((file) => {
      const parsed = taskCase.safeParse(parse(readFileSync(join(folder, file), 'utf8')));
      if (!parsed.success) throw new Error(`${id}/${file}: ${z.prettifyError(parsed.error)}`);
      return { name: file.slice(0, -'.yml'.length), content: parsed.data };
    });
}

/** A host at the time of the case, without earlier records. */
export function contextOf({ now, host: other }: TaskCase): Context {
  const at = new Date(now);
  const host = {
    name: 'app1',
    clockAheadSeconds: 0,
    epochSeconds: at.getTime() / 1000,
    uptimeSeconds: 864_000,
    cores: 2,
    kernel: '6.1.0',
    osId: 'debian',
    osVersion: '12',
    uid: 1000,
    ...other,
  };
  return { now: at, host, history: [] };
}
