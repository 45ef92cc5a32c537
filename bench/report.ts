import type { Machine } from './machine.ts';
import { medianOf, type Race } from './race.ts';
import type { ServerCost } from './server-cost.ts';
import type { StartUp } from './start-up.ts';
import type { Target } from './targets.ts';

export interface Results {
  readonly machine: Machine;
  readonly steps: readonly string[];
  readonly races: readonly Race[];
  readonly serverCosts: readonly ServerCost[];
  readonly startUp: StartUp;
  readonly targets: readonly Target[];
}

/** The page docs/benchmarks.md: everything that it says was measured in one run. */
export function renderPage(results: Results): string {
  const { machine, steps, races, serverCosts, startUp, targets } = results;
  return `<!-- Written by \`npm run bench\`: do not edit. -->
# Benchmarks

\`\`\`
npm run bench
\`\`\`

Everything on this page comes from one run of that command, on ${machine.date}, on ${machine.load}:
${machine.hardware}, ${machine.software}.

## What is compared

One sshd in a network namespace answers on many addresses, so that 200 addresses are 200 hosts. The
work is the weekly health check of this repository without the steps that sample over time, read
dumps or need a TLS server, and without sudo: ${steps.map((id) => `\`${id}\``).join(', ')}.

- **teiki**: \`node dist/cli.js run weekly-health --json …\` from a fresh bundle: connecting, running, judging, printing.
- **xargs ssh**: \`xargs -P 64 … ssh\` with the same script on stdin, and the key exchange, cipher and key types that teiki negotiates. It judges nothing.
- **clush**: \`clush -f 64\` (ClusterShell) with the same script and the same ssh options.
- **Ansible**: a play of 12 tasks that asks the same questions; pipelining, 64 forks, no facts, one shared connection per host.

Runs are interleaved, and the order rotates. Numbers are medians of ${machine.rounds}. CPU time and peak
memory are those of a control group around the whole command; the server's are those of a group
around sshd and all that it starts. Hosts and clients share the machine's cores, so wall time is
mostly the sum of both CPU times: compare ratios.

## Results

${renderRaces(races)}

## Targets

${renderTargets(targets)}

Ratios are those of runs of the same round; the interval is a bootstrap of their median.

## Where the server's time goes

One connection after the other with one command each; a line of a step is the bare script with that
step alone.

${renderServerCosts(serverCosts)}

## Start

\`teiki --version\` takes ${startUp.versionMs.toFixed(0)} ms, an empty script on the same Node ${startUp.emptyMs.toFixed(0)} ms (medians of ${startUp.runs} runs in turn).
`;
}

export function renderRaces(races: readonly Race[]): string {
  const seconds = (value: number) => `${value.toFixed(2)} s`;
  const rows = races.flatMap((race) =>
    [...race.runs.keys()].map((name) => {
      const of = (value: Parameters<typeof medianOf>[2]) => medianOf(race, name, value);
      const peak = of(({ clientPeakBytes }) => clientPeakBytes);
      return [
        String(race.hosts),
        name,
        seconds(of(({ wallSeconds }) => wallSeconds)),
        seconds(of(({ clientCpuSeconds }) => clientCpuSeconds)),
        Number.isNaN(peak) ? 'not told' : `${(peak / 1e6).toFixed(0)} MB`,
        seconds(of(({ serverCpuSeconds }) => serverCpuSeconds)),
      ];
    }),
  );
  const head = ['hosts', '', 'wall time', 'client CPU', 'client peak memory', 'server CPU'];
  return table(head, rows, [0, 2, 3, 4, 5]);
}

export function renderTargets(targets: readonly Target[]): string {
  return table(
    ['target', 'promised', 'measured', ''],
    targets.map(({ what, promised, measured, reached }) => [
      ...[what, promised, measured],
      reached ? 'reached' : '**not reached**',
    ]),
    [],
  );
}

export function renderServerCosts(costs: readonly ServerCost[]): string {
  const [connection, bare] = costs;
  const more = (cost: ServerCost) => {
    const base = cost === bare ? connection : cost === connection ? undefined : bare;
    return base === undefined ? '' : `+${(cost.cpuMs - base.cpuMs).toFixed(1)} ms`;
  };
  return table(
    ['', 'CPU per host', 'more than before', 'processes'],
    costs.map((cost) => [
      ...[cost.what, `${cost.cpuMs.toFixed(1)} ms`, more(cost), cost.processes.toFixed(0)],
    ]),
    [1, 2, 3],
  );
}

/** A Markdown table that can be read on a terminal too. */
function table(head: readonly string[], rows: readonly string[][], right: readonly number[]) {
  const width = head.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const pad = (text: string, column: number) =>
    right.includes(column) ? text.padStart(width[column] ?? 0) : text.padEnd(width[column] ?? 0);
  const line = (cells: readonly string[]) => `| ${cells.map(pad).join(' | ')} |`;
  const rule = width.map((size, column) =>
    right.includes(column) ? `${'-'.repeat(size - 1)}:` : '-'.repeat(size),
  );
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
