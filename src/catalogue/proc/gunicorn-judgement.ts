import type { Finding } from '../../core/finding.ts';
import type { Context, Judgement } from '../define.ts';
import type { WorkersFacts } from './gunicorn-facts.ts';
import type { gunicornMessages } from './gunicorn-messages.ts';

type Id = keyof typeof gunicornMessages;

interface Given {
  readonly service: string;
  readonly memoryShare: number;
  readonly maxConnections?: number | undefined;
  readonly reservedConnections: number;
  readonly poolPerWorker: number;
}

export function adviseWorkers(facts: WorkersFacts, given: Given, { host }: Context): Judgement<Id> {
  const { service } = given;
  const { load, active, master, workers, workerClass } = facts;
  if (load === 'not-found')
    return { findings: [], skipped: { id: 'not-installed', args: { service } } };
  if (master === null || workers.length === 0) {
    const running = active === 'active' && facts.master === null;
    const args = { service, state: active };
    if (running) return { findings: [], skipped: { id: 'no-gunicorn', args } };
    const rest = { remedy: { id: 'remedy-not-running', args } } as const;
    const message = { id: 'not-running', args } as const;
    return { findings: [{ key: service, severity: 'warning', message, ...rest }] };
  }
  const limits = limitsOf(facts, given, host.cores);
  // Threads that are really there: gthread starts them when they are needed, so both count.
  const threads = Math.max(facts.threads, 1);
  const isPlain = workerClass === 'sync' && threads === 1;
  const hard = [limits.memory, limits.connections].filter((limit) => limit !== null);
  const recommended = Math.max(
    1,
    Math.min(...hard, ...(isPlain ? [limits.cores] : [workers.length])),
  );
  const args = {
    service,
    workers: workers.length,
    recommended,
    by: facts.configured.by,
    byCores: limits.cores,
    cores: Math.round(limits.effectiveCores * 100) / 100,
    byMemory: limits.memory,
    eachBytes: limits.eachBytes,
    byConnections: limits.connections ?? 'none',
    workerClass,
    threads,
  };
  const evidence = evidenceOf(facts);
  const advice = (id: Id, severity: Finding['severity'], remedy?: Id): Finding<Id> => ({
    key: service,
    severity,
    message: { id, args },
    ...(remedy && { remedy: { id: remedy, args } }),
    evidence,
  });
  const findings: Finding<Id>[] = [];
  if (workers.length > limits.memory) findings.push(advice('over-memory', 'warning', 'remedy-set'));
  else if (limits.connections !== null && workers.length > limits.connections) {
    findings.push(advice('over-connections', 'warning', 'remedy-connections'));
  } else if (!isPlain) findings.push(advice('not-plain', 'note', 'remedy-measure'));
  else if (workers.length === recommended) findings.push(advice('fits', 'note'));
  else findings.push(advice('differs', 'note', 'remedy-set'));
  if (facts.measure === 'rss') {
    const told = { message: { id: 'rss', args }, remedy: { id: 'remedy-rss', args } } as const;
    findings.push({ key: 'measure', severity: 'note', ...told });
  }
  return {
    findings,
    measurements: [
      { name: 'workers', object: service, value: workers.length, unit: 'count' },
      { name: 'recommended', object: service, value: recommended, unit: 'count' },
      { name: 'perWorker', object: service, value: limits.eachBytes, unit: 'bytes' },
    ],
  };
}

function limitsOf(facts: WorkersFacts, given: Given, hostCores: number) {
  const { workers, availableBytes, memoryMaxBytes, quotaCores } = facts;
  const used = workers.reduce((sum, { bytes }) => sum + bytes, 0);
  const eachBytes = Math.round(used / workers.length);
  // What the workers use now is theirs to use again.
  const room = Math.min(availableBytes + used, memoryMaxBytes ?? Number.POSITIVE_INFINITY);
  const effectiveCores = Math.min(hostCores, quotaCores ?? hostCores);
  const { maxConnections, reservedConnections, poolPerWorker, memoryShare } = given;
  return {
    effectiveCores,
    eachBytes,
    cores: Math.floor(2 * effectiveCores + 1),
    memory: Math.floor((room * memoryShare) / Math.max(1, eachBytes)),
    connections:
      maxConnections === undefined
        ? null
        : Math.max(0, Math.floor((maxConnections - reservedConnections) / poolPerWorker)),
  };
}

function evidenceOf({ master, workers, configured, dropIns, measure }: WorkersFacts): string {
  return [
    `${master?.pid ?? ''}\t${master?.command ?? ''}`,
    `workers set by ${configured.by}: ${configured.value}`,
    ...dropIns.map((path) => `drop-in ${path}`),
    ...workers.map(
      ({ pid, bytes, threads }) =>
        `worker ${pid}\t${measure} ${Math.round(bytes / 1024)} kB\t${threads} threads`,
    ),
  ].join('\n');
}
