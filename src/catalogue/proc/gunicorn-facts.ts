import { Unparsable } from '../define.ts';
import { parsePss } from './pss-helper.ts';

export interface WorkersFacts {
  readonly load: string;
  readonly active: string;
  /** Null when no process of the service is a gunicorn. */
  readonly master: { readonly pid: number; readonly command: string } | null;
  readonly workers: readonly {
    readonly pid: number;
    readonly bytes: number;
    readonly threads: number;
  }[];
  readonly measure: 'pss' | 'rss';
  /** Cores that the limits of the control groups leave, a fraction; null without such a limit. */
  readonly quotaCores: number | null;
  readonly availableBytes: number;
  readonly memoryMaxBytes: number | null;
  /** `sync`, `gevent` … as far as command line and environment say. */
  readonly workerClass: string;
  /** Threads of each worker, as set; 1 when nothing says otherwise. */
  readonly threads: number;
  /** Where the number of workers is set, by gunicorn's own precedence. */
  readonly configured: { readonly by: string; readonly value: string };
  readonly dropIns: readonly string[];
}

interface Process {
  readonly pid: number;
  readonly ppid: number;
  readonly rssBytes: number;
  readonly threads: number;
  readonly command: string;
}

/** @throws Unparsable */
export function parseWorkers(stdout: string): WorkersFacts {
  if (!/^%% end$/m.test(stdout))
    throw new Unparsable('unit, memory, processes, end', stdout.slice(-300));
  const property = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(stdout)?.[1] ?? '';
  const available = /^MemAvailable: +(\d+) kB$/m.exec(stdout)?.[1];
  if (available === undefined) throw new Unparsable('MemAvailable', stdout.slice(0, 300));
  const processes = [...stdout.matchAll(/^process (\d+) (\d+) (\d+) (\d+) (.*)$/gm)].map(
    ([, pid, ppid, rss, threads, command = '']): Process => ({
      pid: Number(pid),
      ppid: Number(ppid),
      rssBytes: Number(rss) * 1024,
      threads: Number(threads),
      command: command.trim(),
    }),
  );
  // A shell that has gunicorn in its command line is not it.
  const isGunicorn = ({ command }: Process) =>
    /(^|[/ ])gunicorn3?\b/.test(command) && !/^(\S*\/)?(ba|da|z|k)?sh /.test(command);
  const master = processes.find(
    (one) =>
      isGunicorn(one) && !processes.some((other) => other.pid === one.ppid && isGunicorn(other)),
  );
  const workers = processes.filter(({ ppid }) => ppid === master?.pid);
  const pss = parsePss(stdout);
  const known = pss && workers.every(({ pid }) => pss.has(pid)) ? pss : undefined;
  const settings = settingsOf(master?.command ?? '', property('Environment'));
  return {
    load: property('LoadState'),
    active: property('ActiveState'),
    master: master ? { pid: master.pid, command: master.command.slice(0, 500) } : null,
    workers: workers.map(({ pid, rssBytes, threads }) => ({
      pid,
      bytes: known?.get(pid) ?? rssBytes,
      threads,
    })),
    measure: known ? 'pss' : 'rss',
    quotaCores: quotaOf(stdout, property('CPUQuotaPerSecUSec')),
    availableBytes: Number(available) * 1024,
    memoryMaxBytes: /^\d+$/.test(property('MemoryMax')) ? Number(property('MemoryMax')) : null,
    ...settings,
    configured: elsewhere(settings.configured, workers.length),
    dropIns: property('DropInPaths')
      .split(' ')
      .filter((path) => path !== ''),
  };
}

/** The least of what the unit and the groups above it allow. */
function quotaOf(stdout: string, perSecond: string): number | null {
  const groups = [...stdout.matchAll(/^cpu (\d+) (\d+)$/gm)].map(
    ([, quota, period]) => Number(quota) / Number(period),
  );
  const unit = durationSeconds(perSecond);
  const all = unit === undefined ? groups : [...groups, unit];
  return all.length === 0 ? null : Math.min(...all);
}

/** `1.500000s`, `500ms`, `1min 30s`, `infinity`, as systemctl prints a time span. */
function durationSeconds(text: string): number | undefined {
  const units: Readonly<Record<string, number>> = { us: 1e-6, ms: 1e-3, s: 1, min: 60, h: 3600 };
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(us|ms|s|min|h)\b/g)];
  if (parts.length === 0) return undefined;
  return parts.reduce((sum, [, value, unit = 's']) => sum + Number(value) * (units[unit] ?? 0), 0);
}

/** gunicorn: the command line wins over GUNICORN_CMD_ARGS, that over the file, that over defaults. */
function settingsOf(command: string, environment: string) {
  const extra = valueIn(environment, 'GUNICORN_CMD_ARGS');
  const option = (pattern: string) => {
    const given = new RegExp(`(?:^| )(?:${pattern})[ =]?(\\S+)`);
    const onLine = given.exec(command)?.[1];
    if (onLine !== undefined) return { by: '-w', value: onLine };
    const inExtra = given.exec(extra)?.[1];
    return inExtra === undefined ? undefined : { by: 'GUNICORN_CMD_ARGS', value: inExtra };
  };
  const file = option('-c|--config')?.value;
  const concurrency = valueIn(environment, 'WEB_CONCURRENCY');
  const fallback =
    concurrency === ''
      ? { by: file ?? 'default', value: file === undefined ? '1' : '?' }
      : { by: 'WEB_CONCURRENCY', value: concurrency };
  return {
    workerClass: option('-k|--worker-class')?.value ?? 'sync',
    threads: Number(option('--threads')?.value ?? 1) || 1,
    configured: option('-w|--workers') ?? fallback,
  };
}

/** What neither command line nor environment of the unit says is in a file that is read unasked. */
function elsewhere(configured: WorkersFacts['configured'], workers: number) {
  if (configured.by !== 'default' || workers <= 1) return configured;
  return { by: 'gunicorn.conf.py / EnvironmentFile', value: '?' };
}

/** Of `Environment=`, in which systemd quotes values with spaces: `"A=b c" D=e`. */
function valueIn(environment: string, name: string): string {
  const quoted = new RegExp(`(?:^| )"${name}=([^"]*)"`).exec(environment)?.[1];
  return quoted ?? new RegExp(`(?:^| )${name}=(\\S*)`).exec(environment)?.[1] ?? '';
}
