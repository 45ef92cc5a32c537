import type { ShellOutput } from '../../core/probe.ts';
import { Unparsable } from '../define.ts';

export interface ConsideredLog {
  readonly path: string;
  /** Days of the host's calendar since the state file's date; null when logrotate names none. */
  readonly ageDays: number | null;
  /** It is empty, or smaller than its `size`: rightly not rotated. */
  readonly waits: boolean;
  /** Why it is never rotated: permissions of its folder or of itself. */
  readonly skipped: string | null;
}

export interface RotateConfigFacts {
  readonly config: 'read' | 'missing' | 'unreadable';
  /** Empty unless it was read. */
  readonly sha256: string;
  readonly lines: readonly string[];
  readonly exitStatus: number;
  /** What logrotate complains of, logs that it skips excepted. */
  readonly errors: readonly string[];
  /** Patterns by which no old log is kept, whatever configuration says so. */
  readonly keepsNothing: readonly string[];
  readonly logs: readonly ConsideredLog[];
  /** When logrotate last ran, seconds since the epoch. */
  readonly ranSeconds: number | 'missing' | 'unseen';
  /** As `systemctl is-active` has it; empty without systemd. */
  readonly timer: string;
  /** A daily job that would run logrotate, and a daemon to run the job. */
  readonly cron: boolean;
  /** The `*.log` files of the folder; null when there is no such folder. */
  readonly files: readonly string[] | null;
  readonly allListed: boolean;
  readonly trouble: string;
}

/** @throws Unparsable when a part is missing or cut short */
export function parseRotateConfig({ stdout, stderr }: ShellOutput): RotateConfigFacts {
  const parts = new Map(
    stdout
      .split(/^== /m)
      .slice(1)
      .map((part) => {
        const [name = '', ...lines] = part.replace(/\n$/, '').split('\n');
        return [name, lines] as const;
      }),
  );
  const part = (name: string): [first: string, rest: string[]] => {
    const lines = parts.get(name);
    if (lines === undefined) throw new Unparsable(`== ${name}`, stdout.slice(-200));
    return [lines[0] ?? '', lines];
  };
  const data = (lines: readonly string[]) =>
    lines.filter((line) => line.startsWith(' ')).map((line) => line.slice(1));
  const [config, configLines] = part('config');
  const sha256 = /^sha256 ([0-9a-f]{64})$/.exec(config)?.[1];
  if (sha256 === undefined && config !== 'missing' && config !== 'unreadable') {
    throw new Unparsable('sha256 of the configuration', config);
  }
  const [ended, debugLines] = part('debug');
  const [, status, now = ''] = /^exit (\d+) (\d{4}-\d\d-\d\d \d\d:\d\d)$/.exec(ended) ?? [];
  const debug = data(debugLines);
  // The last thing that logrotate says before it takes the logs one by one.
  if (status === undefined || !debug.some((line) => /^Handling \d+ logs/.test(line))) {
    throw new Unparsable('exit status and "Handling … logs"', debug.slice(-3).join('\n') || ended);
  }
  const [ran] = part('state');
  if (!/^(\d+|missing|unseen)$/.test(ran)) throw new Unparsable('time of the state file', ran);
  const [, timer] = part('timer');
  const [folder, fileLines] = part('files');
  const files = data(fileLines);
  const listed = /^exit (\d+)$/.exec(files.pop() ?? '')?.[1];
  if (listed === undefined && folder !== 'missing') {
    throw new Unparsable('exit status of find', fileLines.slice(-2).join('\n'));
  }
  const errors = debug.filter((line) => line.startsWith('error: '));
  return {
    config: config === 'missing' || config === 'unreadable' ? config : 'read',
    sha256: sha256 ?? '',
    lines: data(configLines),
    exitStatus: Number(status),
    errors: errors.filter((line) => skippedLog(line) === undefined),
    keepsNothing: debug.flatMap(
      (line) =>
        /^rotating pattern: (.*?) {2}.*\(no old logs will be kept\)/.exec(line)?.[1]?.trim() ?? [],
    ),
    logs: consideredLogs(debug, now),
    ranSeconds: ran === 'missing' || ran === 'unseen' ? ran : Number(ran),
    timer: /^timer (.*)$/m.exec(timer.join('\n'))?.[1] ?? '',
    cron: timer.some((line) => line.startsWith('job ')) && timer.includes('daemon'),
    files: folder === 'missing' ? null : files,
    allListed: listed === '0',
    trouble: stderr.slice(0, 1000),
  };
}

/** A skipped log is told as an error, like a mistake in the configuration. */
function skippedLog(line: string): string | undefined {
  return /^error: skipping "(.*?)" because /.exec(line)?.[1];
}

function consideredLogs(debug: readonly string[], now: string): ConsideredLog[] {
  const logs: ConsideredLog[] = [];
  const amend = (change: Partial<ConsideredLog>) => {
    const last = logs.pop();
    if (last) logs.push({ ...last, ...change });
  };
  for (const line of debug) {
    const path = /^considering log (.+)$/.exec(line)?.[1];
    if (path !== undefined) logs.push({ path, ageDays: null, waits: false, skipped: null });
    const rotated = /^ +Last rotated at (\d+-\d+-\d+ \d+:\d+)$/.exec(line)?.[1];
    if (rotated !== undefined) amend({ ageDays: daysBetween(rotated, now) });
    if (/^ +log does not need rotating .*(log is empty|log size is|smaller)/.test(line)) {
      amend({ waits: true });
    }
    if (skippedLog(line) === logs.at(-1)?.path && logs.length > 0) amend({ skipped: line });
  }
  return logs;
}

/** Both are the host's local time: whole days between them need no time zone. */
function daysBetween(earlier: string, later: string): number {
  const day = (time: string) => Date.parse(`${time.slice(0, 10)}T00:00:00Z`) / 86_400_000;
  return day(later) - day(earlier);
}
