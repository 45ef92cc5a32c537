import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { median } from '../statistics.ts';
import { hostNames, makeTeam, planOf } from './instance.ts';

export interface ActionStart {
  readonly runs: number;
  readonly emptyMs: number;
  readonly planMs: number;
  readonly connectedMs: number;
}

interface Place {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Medians of an empty script, the action plan, and the action run until it connects for the first
 * time: in turn, on the same Node, from the bundles.
 */
export async function measureActionStart(bundle: string, runs: number): Promise<ActionStart> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  using team = makeTeam(1, port);
  const empty = join(team.folder, 'empty.mjs');
  writeFileSync(empty, '');
  const place = (inputs: Readonly<Record<string, string>>): Place => ({
    cwd: team.tree,
    env: { ...team.environment, GITHUB_EVENT_NAME: 'workflow_dispatch', ...inputs },
  });
  const [plan, run] = [join(bundle, 'actions/plan.js'), join(bundle, 'actions/run.js')];
  const toPlan = place({ INPUT_RUNBOOK: 'weekly-health' });
  const toRun = place({ INPUT_PLAN: planOf([hostNames(1)]) });
  const rounds: { empty: number; plan: number; connected: number }[] = [];
  for (let round = -1; round < runs; round += 1) {
    const times = {
      empty: finished(empty, toRun),
      plan: finished(plan, toPlan),
      connected: await connected(server, run, toRun),
    };
    // The first round warms the caches of the file system.
    if (round >= 0) rounds.push(times);
  }
  server.close();
  return {
    runs,
    emptyMs: median(rounds.map((one) => one.empty)),
    planMs: median(rounds.map((one) => one.plan)),
    connectedMs: median(rounds.map((one) => one.connected)),
  };
}

function finished(script: string, place: Place): number {
  const startedAt = performance.now();
  const { status, stdout } = spawnSync(process.execPath, [script], { ...place, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${script}: ${stdout}`);
  return performance.now() - startedAt;
}

async function connected(server: Server, script: string, place: Place): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [script], { ...place, stdio: 'ignore' });
  const ended = once(child, 'exit');
  const early = ended.then(() => {
    throw new Error(`${script} has ended without a connection`);
  });
  const [socket] = (await Promise.race([once(server, 'connection'), early])) as [Socket];
  const milliseconds = performance.now() - startedAt;
  early.catch(() => {});
  child.kill('SIGKILL');
  socket.destroy();
  await ended;
  return milliseconds;
}
