/**
 * `node bench/audit/main.ts [MiB] [rounds]`: the log audits against the seed's own pipelines on the
 * same file, in turns, without SSH. Prints medians, spread and ratios.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { check as bruteforce } from '../../src/catalogue/audit/bruteforce.ts';
import { factsOfPart } from '../../src/catalogue/audit/read-script.ts';
import { check as suspicious } from '../../src/catalogue/audit/suspicious-ips.ts';
import { joinProbes } from '../../src/engine/joint.ts';
import { writeAccessLog } from './access-log.ts';

const mebibyte = 1024 * 1024;
const size = Number(process.argv[2] ?? 1024);
const rounds = Number(process.argv[3] ?? 7);

const seed = (log: string) => `AUTH_LOG=${log}
grep "POST /api/v1/auth/login" $AUTH_LOG | grep " 401 " | wc -l
grep " 40[0-9] " $AUTH_LOG | cut -d' ' -f1 | sort | uniq -c | sort -nr | head -10
`;

interface Cost {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly stdout: string;
}

/** Wall time, and processor time of all children by the shell's own `times`. */
function cost(script: string): Cost {
  const began = process.hrtime.bigint();
  const { stdout, stderr, status } = spawnSync('sh', ['-s'], {
    input: `{\n${script}\n} </dev/null\ntimes >&2\n`,
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' },
    encoding: 'utf8',
    maxBuffer: 16 * mebibyte,
  });
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  if (status !== 0) throw new Error(`exit status ${status}: ${stderr}`);
  const cpuSeconds = [...stderr.matchAll(/(\d+)m([\d.]+)s/g)]
    .map(([, minutes, rest]) => Number(minutes) * 60 + Number(rest))
    .reduce((sum, one) => sum + one, 0);
  return { seconds, cpuSeconds, stdout };
}

/** Both audits as the engine has them: one reading of the log, in a subshell of its own. */
function audits(log: string, maxMiB: number, earlier: Earlier = {}): Cost & { facts: Earlier } {
  const options = { log, maxMiB, ssh: false };
  const { ssh: _, ...shared } = options;
  const first = bruteforce.params.parse(options);
  const second = suspicious.params.parse(shared);
  const history = (facts: unknown) => ({
    history: facts === undefined ? [] : [{ at: new Date(), facts }],
  });
  const logins = bruteforce.probes(first, history(earlier.bruteforce));
  const refused = suspicious.probes(second, history(earlier.suspicious));
  const { probes } = joinProbes([
    { frame: 'p1', probe: logins.log },
    { frame: 'p2', probe: refused.log },
  ]);
  if (probes.length !== 1) throw new Error('The audits read the log each for itself');
  const script = probes.map(({ probe }) => `(\n${probe.script.text}\n)`).join('\n');
  const done = cost(script);
  const output = (index: number) => ({
    stdout: factsOfPart(done.stdout, index),
    stderr: '',
    exitStatus: 0,
    durationMs: 1,
  });
  const off = { ...output(0), stdout: 'state=off\nend=yes\n' };
  const facts = {
    bruteforce: bruteforce.parse({ log: output(0), ssh: off }, first),
    suspicious: suspicious.parse({ log: output(1) }, second),
  };
  return { ...done, facts };
}

interface Earlier {
  readonly bruteforce?: ReturnType<typeof bruteforce.parse>;
  readonly suspicious?: ReturnType<typeof suspicious.parse>;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const folder = mkdtempSync(join(tmpdir(), 'teiki-bench-audit-'));
try {
  const log = join(folder, 'access.log');
  writeAccessLog(log, size * mebibyte);
  execFileSync('cat', [log], { stdio: ['ignore', 'ignore', 'inherit'] });
  const contestants: Record<string, () => Cost & { facts?: Earlier }> = {
    "the seed's pipelines": () => cost(seed(log)),
    'both audits, all of it': () => audits(log, 65_536),
    'both audits, 200 MiB of it': () => audits(log, 200),
  };
  const times = new Map(Object.keys(contestants).map((name) => [name, [] as Cost[]]));
  let before: Earlier = {};
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, contestant] of Object.entries(contestants)) {
      const { facts, ...one } = contestant();
      times.get(name)?.push(one);
      if (facts) before = facts;
    }
  }
  // As after a run that has read all of it: what follows is new.
  writeAccessLog(log, mebibyte);
  const incremental = 'both audits, 1 MiB new';
  times.set(
    incremental,
    Array.from({ length: rounds * 3 }, () => audits(log, 200, before)),
  );
  const base = times.get("the seed's pipelines") ?? [];
  const seconds = (list: readonly Cost[]) => list.map((one) => one.seconds);
  const cpu = (list: readonly Cost[]) => list.map((one) => one.cpuSeconds);
  const [load = 0] = loadavg();
  const model = /model name\s*: (.*)/.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? '';
  console.log(`${statSync(log).size} bytes, ${rounds} rounds, load ${load.toFixed(1)}, ${model}\n`);
  console.log('| | wall, s (min–max) | processor, s | wall to the seed | processor to the seed |');
  console.log('|---|---|---|---|---|');
  for (const [name, list] of times) {
    const wall = seconds(list);
    const spread = `${Math.min(...wall).toFixed(3)}–${Math.max(...wall).toFixed(3)}`;
    const ratio = (mine: number, theirs: number) =>
      mine * 20 < theirs ? `1/${Math.round(theirs / mine)}` : (mine / theirs).toFixed(2);
    console.log(
      `| ${name} | ${median(wall).toFixed(3)} (${spread}) | ${median(cpu(list)).toFixed(3)} | ${ratio(median(wall), median(seconds(base)))} | ${ratio(median(cpu(list)), median(cpu(base)))} |`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
