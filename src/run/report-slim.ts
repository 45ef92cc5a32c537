import type { MaintenanceRecord } from '../record/record.ts';
import type { RunHost, RunMeasurement, RunStep } from '../record/run-result.ts';

/** The measurements that reports compute with, by catalogue entry. */
const computedWith: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    'capacity.sample',
    new Set(['used', 'available', 'directory', 'backup', 'cpu-p95', 'memory-p95']),
  ],
  ['backup.restore-test', new Set(['restore'])],
  ['http', new Set(['latency'])],
]);

/**
 * Keeps of records what reports read. Most steps of a fleet are fine, and the same ones every week:
 * they are kept once, so that years of a thousand hosts fit into memory.
 */
export function slimming(): (record: MaintenanceRecord) => MaintenanceRecord {
  const once = interning();
  return (record) => ({
    ...record,
    run: {
      ...record.run,
      hosts: record.run.hosts.map(once.host),
      steps: record.run.steps.map(once.step),
    },
  });
}

function interning() {
  const strings = new Map<string, string>();
  const steps = new Map<string, RunStep>();
  const hosts = new Map<string, RunHost>();
  const string = (value: string): string => {
    const known = strings.get(value);
    if (known !== undefined) return known;
    strings.set(value, value);
    return value;
  };
  const measurement = ({ name, object, value, unit }: RunMeasurement): RunMeasurement =>
    object === undefined
      ? { name: string(name), value, unit }
      : { name: string(name), object: string(object), value, unit };
  const step = (full: RunStep): RunStep => {
    const { host, step: id, use, verdict, findings, task, reason } = full;
    const wanted = computedWith.get(use);
    const measurements = wanted
      ? full.measurements.filter(({ name }) => wanted.has(name)).map(measurement)
      : [];
    const common = {
      host: string(host),
      step: string(id),
      use: string(use),
      verdict,
      durationMs: 0,
      ...(task && { task }),
      ...(reason && { reason }),
    };
    if (findings.length > 0 || measurements.length > 0 || task || reason) {
      const bare = findings.map(({ evidence: _evidence, ...finding }) => finding);
      return { ...common, findings: bare, measurements };
    }
    const key = `${host}\n${id}\n${use}\n${verdict}`;
    const known = steps.get(key) ?? { ...common, findings: [], measurements: [] };
    steps.set(key, known);
    return known;
  };
  const host = ({ name, reachable }: RunHost): RunHost => {
    const key = `${reachable} ${name}`;
    const known = hosts.get(key) ?? { name: string(name), reachable, durationMs: 0 };
    hosts.set(key, known);
    return known;
  };
  return { step, host };
}
