import { randomBytes } from 'node:crypto';
import type { HostFacts } from '../catalogue/define.ts';
import type { ExecEnd, HostSession } from '../connectors/session.ts';
import { decodeBytes } from '../core/bytes.ts';
import type { Message } from '../core/message.ts';
import { FrameReader } from './frames.ts';
import { parseHostFacts } from './host-facts.ts';
import { unknown } from './messages.ts';
import { compileScript, type ScriptProbe } from './script.ts';

/** Why a script did not reach its end; everything it had not yet answered shares this one cause. */
export interface Breakdown {
  readonly reason: Message;
  readonly severity: 'critical' | 'unknown';
  readonly evidence?: string;
}

export interface ScriptRun {
  readonly reader: FrameReader;
  readonly hostFacts: HostFacts;
  readonly breakdown?: Breakdown;
}

/** Bytes that a host may send in all; a host that sends more is cut off. */
const hostOutputLimitBytes = 16 * 1024 * 1024;

/** A script that has said its last word closes its channel by itself, but for a child that lingers. */
const closingGraceMs = 250;

/** What a login shell printed instead of running the script is kept up to here. */
const noiseLimitBytes = 600;

/** The login shell may be any shell: this line means the same in all of them, fish and csh included. */
const command = 'exec /bin/sh -s';

/** Sends the compiled script through one exec and collects what comes back. Never rejects. */
export async function runScript(
  probes: readonly ScriptProbe[],
  hostName: string,
  session: HostSession,
  now: () => Date,
  signal: AbortSignal,
): Promise<ScriptRun> {
  const limits = new Map(probes.map(({ frame, probe }) => [frame, probe.maxOutputBytes]));
  const script = compileScript(probes, randomBytes(12).toString('hex'));
  const reader = new FrameReader(script.nonce, (frame) => limits.get(frame) ?? 16 * 1024);
  const stop = new AbortController();
  const timeLimit = AbortSignal.timeout(script.limitSeconds * 1000);
  const noise: Buffer[] = [];
  let receivedAt: Date | undefined;
  let closing: NodeJS.Timeout | undefined;
  let bytes = 0;
  const receive = (push: (chunk: Buffer) => void) => (chunk: Buffer) => {
    receivedAt ??= now();
    if (bytes < noiseLimitBytes) noise.push(chunk.subarray(0, noiseLimitBytes));
    bytes += chunk.length;
    push(chunk);
    if (bytes > hostOutputLimitBytes) stop.abort();
    // The last frame says that all is done: no need to wait long for what may still hold the channel.
    if (reader.complete) closing ??= setTimeout(() => stop.abort(), closingGraceMs);
  };
  const end = await session.exec(command, {
    stdin: script.text,
    signal: AbortSignal.any([signal, stop.signal, timeLimit]),
    onStdout: receive(reader.pushStdout),
    onStderr: receive(reader.pushStderr),
  });
  clearTimeout(closing);
  const breakdown = breakdownOf(reader, end, {
    overflow: bytes > hostOutputLimitBytes,
    timedOut: timeLimit.aborted ? script.limitSeconds : undefined,
    noise: decodeBytes(Buffer.concat(noise)),
  });
  const hostFacts = parseHostFacts(hostName, reader.frame('host'), receivedAt ?? now());
  return { reader, hostFacts, ...(breakdown && { breakdown }) };
}

function breakdownOf(
  reader: FrameReader,
  end: ExecEnd,
  seen: { overflow: boolean; timedOut: number | undefined; noise: string },
): Breakdown | undefined {
  if (reader.complete) return undefined;
  if (seen.overflow) {
    return {
      severity: 'unknown',
      reason: unknown('truncated', { limitBytes: hostOutputLimitBytes }),
    };
  }
  if (seen.timedOut !== undefined) {
    return { severity: 'critical', reason: unknown('host-timed-out', { seconds: seen.timedOut }) };
  }
  if (end.kind === 'lost')
    return { severity: 'critical', reason: unknown('lost', { cause: end.reason }) };
  const status = end.kind === 'killed' ? end.exitSignal : end.exitStatus;
  const id = reader.frame('host') ? 'script-died' : 'no-shell';
  return { severity: 'unknown', reason: unknown(id, { exitStatus: status }), evidence: seen.noise };
}
