import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from '../statistics.ts';
import { hostNames, makeTeam, planOf, type Team } from './instance.ts';
import { writeResults } from './results.ts';

export interface ConcludeCost {
  readonly hosts: number;
  readonly runs: number;
  readonly megabytes: number;
  /** A script that reads the same files and parses them. */
  readonly parseMs: number;
  readonly concludeMs: number;
  readonly peakBytes: number;
  readonly parsePeakBytes: number;
}

const size = 50;

/**
 * The action conclude for so many hosts of fifteen steps, to the pushed commit, and a script that
 * only parses its JSON: processes in turn, both from start to end.
 */
export function measureConclude(bundle: string, hosts: number, runs: number): ConcludeCost {
  const names = hostNames(hosts);
  const shards = Array.from({ length: Math.ceil(hosts / size) }, (_, index) =>
    names.slice(index * size, (index + 1) * size),
  );
  const rounds: { parse: Ended; conclude: Ended }[] = [];
  let bytes = 0;
  for (let round = -1; round < runs; round += 1) {
    using team = makeTeam(hosts, 22);
    const results = join(team.folder, 'results');
    const files = writeResults(results, shards);
    bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
    commitTree(team);
    const bare = join(team.folder, 'parse.mjs');
    const list = JSON.stringify(files);
    writeFileSync(
      bare,
      `import { readFileSync } from 'node:fs'; globalThis.all = ${list}.map((file) => JSON.parse(readFileSync(file, 'utf8')));`,
    );
    const parse = ended(team, bare, {});
    const conclude = ended(team, join(bundle, 'actions/conclude.js'), {
      INPUT_PLAN: planOf(shards),
      INPUT_RESULTS: results,
    });
    if (round >= 0) rounds.push({ parse, conclude });
  }
  return {
    hosts,
    runs,
    megabytes: bytes / 1e6,
    parseMs: median(rounds.map(({ parse }) => parse.milliseconds)),
    concludeMs: median(rounds.map(({ conclude }) => conclude.milliseconds)),
    peakBytes: median(rounds.map(({ conclude }) => conclude.peakBytes)),
    parsePeakBytes: median(rounds.map(({ parse }) => parse.peakBytes)),
  };
}

interface Ended {
  readonly milliseconds: number;
  readonly peakBytes: number;
}

function ended(team: Team, script: string, inputs: Readonly<Record<string, string>>): Ended {
  const peak = join(team.folder, 'peak');
  const preload = `import { writeFileSync } from 'node:fs'; process.on('exit', () => writeFileSync(${JSON.stringify(peak)}, String(process.resourceUsage().maxRSS)));`;
  const startedAt = performance.now();
  const { status, stdout } = spawnSync(
    process.execPath,
    [`--import=data:text/javascript,${encodeURIComponent(preload)}`, script],
    { cwd: team.tree, env: { ...team.environment, ...inputs }, encoding: 'utf8' },
  );
  const milliseconds = performance.now() - startedAt;
  if (status !== 0) throw new Error(`${script}: ${stdout}`);
  return { milliseconds, peakBytes: Number(readFileSync(peak, 'utf8')) * 1024 };
}

/** A clone of a bare repository, which the records are pushed to. */
function commitTree({ folder, tree }: Team): void {
  const bare = join(folder, 'bare.git');
  const person = ['-c', 'user.name=hanako', '-c', 'user.email=hanako@example.com'];
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-C', tree, ...person, ...args], { stdio: 'pipe' });
  execFileSync('git', ['init', '--quiet', '--bare', '-b', 'main', bare]);
  git('init', '--quiet', '-b', 'main');
  git('remote', 'add', 'origin', `file://${bare}`);
  git('add', '--all');
  git('commit', '--quiet', '-m', 'Begin');
  git('push', '--quiet', 'origin', 'main');
}
