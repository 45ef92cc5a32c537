/**
 * `npm run bench`: teiki against other ways to run the same checks on many hosts.
 *
 * Needs root on Linux. The full run writes docs/benchmarks.md; see `readOptions` for shorter ones.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { benchActions } from './actions/section.ts';
import { makeArena } from './arena.ts';
import { benchBackups } from './backup/section.ts';
import { contestants } from './contestants.ts';
import { removeLeftovers } from './leftovers.ts';
import { describeLoad, describeMachine } from './machine.ts';
import { readOptions } from './options.ts';
import { obstacle } from './prerequisites.ts';
import { type Race, race, warmUp } from './race.ts';
import { renderPage, renderRaces, renderServerCosts, renderTargets } from './report.ts';
import { measureServerCost } from './server-cost.ts';
import { measureStartUp } from './start-up.ts';
import { judge } from './targets.ts';

const page = join(import.meta.dirname, '../docs/benchmarks.md');

async function main(): Promise<void> {
  const options = readOptions();
  const reason = await obstacle();
  if (reason !== undefined) throw new Error(`the benchmark cannot run here: ${reason}`);
  removeLeftovers();
  const stop = new AbortController();
  const interrupt = () => stop.abort(new Error('interrupted'));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt).once('SIGHUP', interrupt);
  const { signal } = stop;

  const { sizes, rounds, starts, serverRounds, full } = options;
  const report = (line: string) => process.stderr.write(`${line}\n`);
  await using made = await makeArena(sizes);
  const { arena, steps } = made;
  const everyone = contestants(arena).filter(({ name }) => !options.without.includes(name));

  const load = describeLoad();
  report(`on ${load}; start-up …`);
  const startUp = measureStartUp(arena.bundle, starts);
  report('server cost of each step …');
  const serverCosts = await measureServerCost(arena, steps, { rounds: serverRounds, signal });
  console.log(`\n${renderServerCosts(serverCosts)}\n`);
  await warmUp(everyone, arena.sandbox, signal);
  const races: Race[] = [];
  for (const hosts of sizes) {
    const done = await race(everyone, arena.sandbox, { hosts, rounds, signal, report });
    races.push(done);
    console.log(`\n${renderRaces([done])}\n`);
  }
  const targets = judge(races, startUp);
  console.log(`\n${renderTargets(targets)}\n`);
  if (!full) return;
  const machine = await describeMachine(rounds, load);
  const results = { machine, races, serverCosts, startUp, targets };
  writeFileSync(page, renderPage({ ...results, steps: steps.map(({ id }) => id) }));
  report('backups …');
  await benchBackups(page, { mebibytes: 2048, rounds: 5 });
  report('actions …');
  await benchActions(page);
  report(`written: ${page}`);
}

try {
  if (process.argv.includes('--actions')) await benchActions(page);
  else if (process.argv.includes('--backups'))
    await benchBackups(page, { mebibytes: Number(process.argv.at(-1)) || 2048, rounds: 5 });
  else await main();
} catch (error) {
  console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
