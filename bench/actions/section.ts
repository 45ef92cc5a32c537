import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildInto } from '../../scripts/build.ts';
import { renderTargets } from '../report.ts';
import type { Section } from '../section.ts';
import type { Target } from '../targets.ts';
import { type ConcludeCost, measureConclude } from './conclude.ts';
import { measureReconcile, type ReconcileCost } from './reconcile.ts';
import { type ActionStart, measureActionStart } from './start.ts';

interface Costs {
  readonly start: ActionStart;
  readonly conclude: ConcludeCost;
  readonly few: ReconcileCost;
  readonly many: ReconcileCost;
}

export const actions: Section = { flag: 'actions', title: 'Actions', measure };

async function measure(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'teiki-bench-actions-'));
  try {
    // As in a repository: bundles are ES modules because the package says so.
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    const bundle = join(folder, 'dist');
    await buildInto(bundle);
    return render({
      start: await measureActionStart(bundle, 21),
      conclude: measureConclude(bundle, 1000, 5),
      few: await measureReconcile(500, 5),
      many: await measureReconcile(2000, 5),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function render({ start, conclude, few, many }: Costs): string {
  const { emptyMs, planMs, connectedMs } = start;
  const connected = connectedMs / emptyMs;
  const times = conclude.concludeMs / conclude.parseMs;
  const peak = conclude.peakBytes / 1e6;
  const growth = many.planMs / many.incidents / (few.planMs / few.incidents);
  const table = renderTargets([
    target(
      'run: from its start to the first SSH connection, by an empty script',
      '≤ 5 times',
      `${connected.toFixed(1)} times (${ms(connectedMs)} by ${ms(emptyMs)})`,
      connected <= 5,
    ),
    target(
      `conclude, ${conclude.hosts} hosts of 15 checks (${conclude.megabytes.toFixed(0)} MB), by a script that parses the same files`,
      '≤ 20 times',
      `${times.toFixed(1)} times (${ms(conclude.concludeMs)} by ${ms(conclude.parseMs)})`,
      times <= 20,
    ),
    target('conclude, peak memory', '< 300 MB', `${peak.toFixed(0)} MB`, peak < 300),
    target(
      `reconcile, time for one incident at ${many.incidents} by that at ${few.incidents}`,
      'linear: ≤ 1.5 times',
      `${growth.toFixed(2)} times`,
      growth <= 1.5,
    ),
  ]);
  return `Medians of ${start.runs} starts
and of ${conclude.runs} runs of conclude, each in turn with what it is compared with, from fresh bundles.

${table}

The action plan takes ${ms(planMs)} from start to end, ${(planMs / emptyMs).toFixed(1)} empty scripts. A start is spent on loading and
evaluating zod, yaml, ssh2 and our own code: the schemas of the instance's files, and of the catalogue
the entries that its runbooks use. conclude is measured as a whole process, with the
fleet file of ${conclude.hosts} hosts, some fifteen git processes and the push. A tick of reconcile that finds
nothing to change makes ${many.requestsAtRest} requests for ${many.incidents} open incidents.
`;
}

function target(what: string, promised: string, measured: string, reached: boolean): Target {
  return { what, promised, measured, reached };
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`;
}
