import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check as bruteforce } from '../../src/catalogue/audit/bruteforce.ts';
import { factsOfPart } from '../../src/catalogue/audit/read-script.ts';
import { check as suspicious } from '../../src/catalogue/audit/suspicious-ips.ts';
import { joinProbes } from '../../src/engine/joint.ts';
import { renderTargets } from '../report.ts';
import { atMost, type Section, seconds } from '../section.ts';
import { median } from '../statistics.ts';
import type { Target } from '../targets.ts';
import { writeAccessLog } from './access-log.ts';

const mebibyte = 1024 * 1024;
const size = 1024;
const rounds = 7;

/** The log audits against the seed's own pipelines on the same file, in turns, without SSH. */
export const audits: Section = { flag: 'audits', title: 'Log audits', measure };

const seed = (log: string) => `AUTH_LOG=${log}
grep "POST /api/v1/auth/login" $AUTH_LOG | grep " 401 " | wc -l
grep " 40[0-9] " $AUTH_LOG | cut -d' ' -f1 | sort | uniq -c | sort -nr | head -10
`;

interface Cost {
  readonly wallSeconds: number;
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
  const wallSeconds = Number(process.hrtime.bigint() - began) / 1e9;
  if (status !== 0) throw new Error(`exit status ${status}: ${stderr}`);
  const cpuSeconds = [...stderr.matchAll(/(\d+)m([\d.]+)s/g)]
    .map(([, minutes, rest]) => Number(minutes) * 60 + Number(rest))
    .reduce((sum, one) => sum + one, 0);
  return { wallSeconds, cpuSeconds, stdout };
}

/** Both audits as the engine has them: one reading of the log, in a subshell of its own. */
function audit(log: string, maxMiB: number, earlier: Earlier = {}): Cost & { facts: Earlier } {
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

async function measure(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'teiki-bench-audit-'));
  try {
    const log = join(folder, 'access.log');
    writeAccessLog(log, size * mebibyte);
    // Into the page cache: what is compared is work, not the disk.
    execFileSync('cat', [log], { stdio: ['ignore', 'ignore', 'inherit'] });
    const [byHand, whole]: [Cost[], Cost[]] = [[], []];
    let before: Earlier = {};
    for (let round = 0; round < rounds; round += 1) {
      byHand.push(cost(seed(log)));
      const one = audit(log, 65_536);
      whole.push(one);
      before = one.facts;
    }
    const bytes = statSync(log).size;
    // As after a run that has read all of it: what follows is new.
    writeAccessLog(log, mebibyte);
    const fresh = Array.from({ length: rounds * 3 }, () => audit(log, 200, before));
    return render(bytes, { byHand, whole, fresh });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Times {
  readonly byHand: readonly Cost[];
  readonly whole: readonly Cost[];
  readonly fresh: readonly Cost[];
}

const wall = (costs: readonly Cost[]) => costs.map(({ wallSeconds }) => wallSeconds);
const cpu = (costs: readonly Cost[]) => costs.map(({ cpuSeconds }) => cpuSeconds);

function render(bytes: number, { byHand, whole, fresh }: Times): string {
  return `Both audits as one run has them, without SSH,
against the pipelines of the old runbook on the same access log of ${(bytes / 1e6).toFixed(0)} MB: medians of ${rounds} rounds, in turns.
With little to read, the wall time is that of starting some ten processes.

${renderTargets([
  atMost(0.7, 'both audits, the whole log, by the old pipelines', {
    ours: wall(whole),
    byHand: wall(byHand),
  }),
  timesFaster(100, '1 MiB new since the last run: wall time', wall(fresh), wall(byHand)),
  timesFaster(100, '1 MiB new since the last run: processor time', cpu(fresh), cpu(byHand)),
])}`;
}

function timesFaster(
  times: number,
  what: string,
  ours: readonly number[],
  byHand: readonly number[],
): Target {
  const [mine, theirs] = [median(ours), median(byHand)];
  return {
    what,
    promised: `≥ ${times} times faster`,
    measured: `${(theirs / mine).toFixed(0)} times faster (${seconds(mine, theirs)})`,
    reached: mine * times <= theirs,
  };
}
