import type { ShellOutput } from '../../core/probe.ts';
import { Unparsable } from '../define.ts';
import type { Failure, Plan, Verification } from '../define-task.ts';
import type { clearMessages } from './app-clear-messages.ts';
import { type Latency, parseLatency } from './latency.ts';
import { judgeLatency, latencyMeasurements } from './latency-judgement.ts';

type Id = keyof typeof clearMessages;

export interface ClearParams {
  readonly url: string;
  readonly token: { readonly name: string };
  readonly header: string;
  readonly scheme: string;
  readonly service: string;
  readonly timeoutSeconds: number;
  readonly watch?: string | undefined;
}

export interface ClearFacts {
  /** Whether something took the connection, whatever it answered. */
  readonly listening: boolean;
  /** `LoadState` and `ActiveState` of systemd; empty without it. */
  readonly load: string;
  readonly active: string;
  readonly latency: Latency | null;
}

/** Exit statuses of curl(1) that say that nobody is there: no such name, no connection. */
const nobody = ['5', '6', '7'];

/** @throws Unparsable */
export function parseClear(outputs: {
  readonly service: ShellOutput;
  readonly latency: ShellOutput;
}): ClearFacts {
  const { stdout } = outputs.service;
  const curl = /^curl (\d+)$/m.exec(stdout)?.[1];
  if (curl === undefined) throw new Unparsable('curl and its exit status', stdout.slice(0, 400));
  const property = (name: string) => new RegExp(`^${name}=(\\S*)$`, 'm').exec(stdout)?.[1] ?? '';
  return {
    listening: !nobody.includes(curl),
    load: property('LoadState'),
    active: property('ActiveState'),
    latency: parseLatency(outputs.latency.stdout) ?? null,
  };
}

export function planClear(
  { listening, load, active }: ClearFacts,
  { url, service }: ClearParams,
): Plan<{ readonly url: string }, Id> {
  if (listening)
    return { kind: 'change', change: { url }, changes: [{ id: 'clear', args: { url } }] };
  if (load === 'not-found') {
    return {
      kind: 'no-op',
      reason: { id: 'not-installed', args: { service, url } },
      skipped: true,
    };
  }
  const args = { url, service, state: active === '' ? '?' : active };
  const message = { id: 'not-listening', args } as const;
  const remedy = { id: 'remedy-not-listening', args } as const;
  return { kind: 'refused', findings: [{ key: service, severity: 'critical', message, remedy }] };
}

export function verifyClear(
  { before, after }: { readonly before: ClearFacts; readonly after: ClearFacts },
  { url, service, watch = '' }: ClearParams,
): Verification<Id> {
  const seen = {
    url: watch,
    before: before.latency ?? undefined,
    after: after.latency ?? undefined,
  };
  const args = { url, service, state: after.active === '' ? '?' : after.active };
  const gone = {
    key: service,
    severity: 'critical',
    message: { id: 'not-listening', args },
    remedy: { id: 'remedy-not-listening', args },
  } as const;
  return {
    findings: [...(after.listening ? [] : [gone]), ...judgeLatency(seen)],
    measurements: latencyMeasurements(seen),
    changes: [{ id: 'cleared', args: { url } }],
  };
}

type Cause = 'connection' | 'timeout' | 'denied' | 'absent' | 'server' | 'other';

export function failuresOf(
  exitStatuses: Readonly<Record<Cause, number>>,
  { url, token, service, timeoutSeconds }: ClearParams,
): Readonly<Record<number, Failure<Id>>> {
  const args = { url, name: token.name, service, seconds: timeoutSeconds };
  const all: Record<number, Failure<Id>> = {};
  const causes: readonly Cause[] = ['connection', 'timeout', 'denied', 'absent', 'server', 'other'];
  for (const cause of causes) {
    const [message, remedy] = [
      { id: cause, args },
      { id: `remedy-${cause}` as const, args },
    ];
    all[exitStatuses[cause]] = { message, remedy };
  }
  return all;
}
