import { ConnectionError, type Connector, type HostSession } from '../connectors/session.ts';
import type { Message } from '../core/message.ts';
import type {
  HttpOutput,
  HttpProbe,
  TcpOutput,
  TcpProbe,
  TlsOutput,
  TlsProbe,
} from '../core/probe.ts';
import type { Host } from '../fleet/model.ts';
import { answerOf, judgeStep, type ProbeAnswer } from './judge.ts';
import { unknown } from './messages.ts';
import type { HostOutcome, StepOutcome } from './outcome.ts';
import {
  type HostPlan,
  type PlannedStep,
  type ProbedStep,
  planProbes,
  scriptProbes,
} from './plan.ts';
import { type Breakdown, runScript } from './run-script.ts';

/** Everything through which the engine touches the world. */
export interface EngineWorld {
  readonly connector: Connector;
  /** Carries out a probe from the runner or, through the session, from the host. Never rejects. */
  readonly probeTls: (
    probe: TlsProbe,
    session: HostSession,
    signal: AbortSignal,
  ) => Promise<TlsOutput>;
  readonly probeHttp: (
    probe: HttpProbe,
    session: HostSession,
    signal: AbortSignal,
  ) => Promise<HttpOutput>;
  readonly probeTcp: (
    probe: TcpProbe,
    host: Host,
    session: HostSession,
    signal: AbortSignal,
  ) => Promise<TcpOutput>;
  readonly now: () => Date;
}

/**
 * Carries out all steps of one host over one connection and one exec. Never rejects: whatever
 * goes wrong on a host is that host's outcome.
 */
export async function runHost(
  plan: HostPlan,
  world: EngineWorld,
  signal: AbortSignal,
): Promise<HostOutcome> {
  const { name } = plan.host;
  const startedAt = world.now().getTime();
  const durationMs = () => world.now().getTime() - startedAt;
  let session: HostSession | undefined;
  try {
    session = await world.connector.connect(plan.host, { signal });
    const { steps, breakdown } = await examine(plan, plan.steps, session, world, signal);
    if (breakdown) {
      const failure = breakdown.reason;
      return {
        name,
        reachable: true,
        failure,
        durationMs: durationMs(),
        steps: [causeOf(name, breakdown), ...steps],
      };
    }
    const confirmed = await confirm(plan, steps, session, world, signal);
    return { name, reachable: true, durationMs: durationMs(), steps: confirmed };
  } catch (error) {
    const failure = failureOf(error);
    const cause = causeOf(name, { severity: 'critical', reason: failure });
    const left = plan.steps.map((step) => leftOut(name, step, unknown('unreachable', {})));
    return { name, reachable: false, failure, durationMs: durationMs(), steps: [cause, ...left] };
  } finally {
    session?.close();
  }
}

/**
 * CPU, memory and the like may be high for a moment: what a transient check has found counts only
 * when it is found a second time.
 */
async function confirm(
  plan: HostPlan,
  first: readonly StepOutcome[],
  session: HostSession,
  world: EngineWorld,
  signal: AbortSignal,
): Promise<readonly StepOutcome[]> {
  const doubtful = plan.steps.filter(
    ({ check }, index) =>
      check.transient && ['warning', 'critical'].includes(first[index]?.verdict ?? ''),
  );
  if (doubtful.length === 0) return first;
  const { steps: second } = await examine(plan, doubtful, session, world, signal);
  return first.map((outcome) => {
    const again = second.find(({ step }) => step === outcome.step);
    // A second look that saw nothing at all does not take back what the first one saw.
    return again && again.verdict !== 'unknown' ? again : outcome;
  });
}

interface Examination {
  readonly steps: readonly StepOutcome[];
  /** Why some steps, or all, have no answer. */
  readonly breakdown?: Breakdown;
}

async function examine(
  { host }: HostPlan,
  steps: readonly PlannedStep[],
  session: HostSession,
  world: EngineWorld,
  signal: AbortSignal,
): Promise<Examination> {
  const probed = planProbes(steps);
  const [{ reader, hostFacts, breakdown }, direct] = await Promise.all([
    runScript(scriptProbes(probed), host.name, session, world.now, signal),
    runDirectProbes(probed, host, session, world, signal),
  ]);
  const context = { now: world.now(), host: hostFacts };
  const outcomes = probed.map(({ step, probes }) => {
    const answers: Record<string, ProbeAnswer> = {};
    for (const { name, frame: id, probe } of probes) {
      const frame = reader.frame(id);
      if (probe.kind === 'shell' && frame) answers[name] = answerOf(probe, frame);
      const answer = direct.get(id);
      if (answer) answers[name] = answer;
      if (!answers[name])
        return leftOut(host.name, step, breakdown?.reason ?? unknown('no-output', {}));
    }
    return judgeStep(step, answers, context);
  });
  return { steps: outcomes, ...(breakdown && { breakdown }) };
}

async function runDirectProbes(
  probed: readonly ProbedStep[],
  host: Host,
  session: HostSession,
  world: EngineWorld,
  signal: AbortSignal,
): Promise<Map<string, ProbeAnswer>> {
  const answers = new Map<string, ProbeAnswer>();
  await Promise.all(
    probed
      .flatMap(({ probes }) => probes)
      .map(async ({ frame, probe }) => {
        if (probe.kind === 'tls')
          answers.set(frame, { output: await world.probeTls(probe, session, signal) });
        if (probe.kind === 'http')
          answers.set(frame, { output: await world.probeHttp(probe, session, signal) });
        if (probe.kind === 'tcp')
          answers.set(frame, { output: await world.probeTcp(probe, host, session, signal) });
      }),
  );
  return answers;
}

function failureOf(error: unknown): Message {
  if (error instanceof ConnectionError) return error.explanation;
  return unknown('internal-error', {
    error: error instanceof Error ? error.message : String(error),
  });
}

const nothing = { measurements: [], facts: null, durationMs: 0 };

/** The one finding that stands for everything that could not be asked of a host. */
function causeOf(host: string, { reason, severity, evidence }: Breakdown): StepOutcome {
  const id = 'host.unreachable';
  const remedy = { id: `${reason.id}-remedy`, args: reason.args };
  const finding = { key: 'host', severity, message: reason, remedy, ...(evidence && { evidence }) };
  return { ...nothing, host, step: id, use: id, verdict: severity, findings: [finding], reason };
}

/** `unknown`, but without a finding of its own: the host's finding stands for it. */
function leftOut(host: string, { id: step, check }: PlannedStep, reason: Message): StepOutcome {
  return { ...nothing, host, step, use: check.id, verdict: 'unknown', findings: [], reason };
}
