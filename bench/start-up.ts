import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from './statistics.ts';

export interface StartUp {
  readonly runs: number;
  readonly versionMs: number;
  readonly emptyMs: number;
  /** Of the two medians. */
  readonly ratio: number;
}

/** `teiki --version` against a script with nothing in it, one after the other on the same Node. */
export function measureStartUp(bundle: string, runs: number): StartUp {
  const empty = join(bundle, 'empty.js');
  writeFileSync(empty, '');
  const milliseconds = (...args: string[]) => {
    const startedAt = performance.now();
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`node ${args.join(' ')}: ${stderr}`);
    return performance.now() - startedAt;
  };
  const version: number[] = [];
  const nothing: number[] = [];
  for (let run = -1; run < runs; run += 1) {
    const one = milliseconds(join(bundle, 'cli.js'), '--version');
    const other = milliseconds(empty);
    // The first pair warms the caches.
    if (run < 0) continue;
    version.push(one);
    nothing.push(other);
  }
  const [versionMs, emptyMs] = [median(version), median(nothing)];
  return { runs, versionMs, emptyMs, ratio: versionMs / emptyMs };
}
