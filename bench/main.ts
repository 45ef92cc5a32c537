/**
 * `npm run bench`: teiki against other ways to run the same checks on many hosts.
 *
 * Needs root on Linux. The full run writes docs/benchmarks.md; see `readOptions` for shorter ones. `--audits`,
 * `--sql`, `--backups` and `--actions` measure these sections of the page alone.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeArena } from './arena.ts';
import { contestants } from './contestants.ts';
import { removeLeftovers } from './leftovers.ts';
import { describeLoad, describeMachine } from './machine.ts';
import { readOptions } from './options.ts';
import { benchSection, sections } from './page.ts';
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
  for (const section of sections) {
    report(`${section.title} …`);
    await benchSection(page, section);
  }
  report(`written: ${page}`);
}

try {
  const named = sections.filter(({ flag }) => process.argv.includes(`--${flag}`));
  for (const section of named) await benchSection(page, section);
  if (named.length === 0) await main();
} catch (error) {
  console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
