import type { HostFacts } from '../catalogue/define.ts';
import type { ShellProbe } from '../core/probe.ts';
import type { SqlAnswer } from './host-sql.ts';
import { joinProbes } from './joint.ts';
import type { BareContext } from './judge.ts';
import type { HostLine } from './line.ts';
import { unknown } from './messages.ts';
import { type PlannedStep, type ProbedStep, planProbes, scriptProbes } from './plan.ts';
import { answerOf, type ProbeAnswer, type Reading, readStep } from './reading.ts';
import type { Breakdown } from './run-script.ts';
import { assignments, secretsFor } from './secrets.ts';

export interface Examination {
  /** In the order of the steps. */
  readonly readings: readonly Reading[];
  readonly context: BareContext;
  /** The answers of the engine's own probes, by name. */
  readonly own: Readonly<Record<string, ProbeAnswer | undefined>>;
  /** Why some steps, or all, have no answer. */
  readonly breakdown?: Breakdown;
}

/**
 * Asks a host everything that some steps need to know, in one exec. The engine's own probes come
 * first in the script: a lock that is taken there holds for all that is read after it.
 * @throws ConnectionError
 */
export async function examine(
  line: HostLine,
  steps: readonly PlannedStep[],
  own: Readonly<Record<string, ShellProbe>> = {},
): Promise<Examination> {
  const planned = planProbes(steps).map((one) => ({
    ...one,
    secrets: secretsFor(one.step, line.world),
  }));
  const probed = planned.filter(({ secrets }) => 'values' in secrets);
  const scripted = planned.flatMap(({ secrets, ...one }) =>
    'values' in secrets ? scriptProbes(one, assignments(secrets.values)) : [],
  );
  const joined = joinProbes(scripted);
  const ownProbes = Object.entries(own).map(([name, probe]) => ({ frame: `own${name}`, probe }));
  await line.session();
  const [{ reader, hostFacts, breakdown }, direct] = await Promise.all([
    line.script([...ownProbes, ...joined.probes]),
    runDirectProbes(probed, line),
  ]);
  const readings = planned.map(({ step, probes, secrets }): Reading => {
    if ('noFacts' in secrets) return { ...secrets, durationMs: 0 };
    const answers: Record<string, ProbeAnswer> = {};
    for (const { name, frame: id, probe } of probes) {
      const frame = joined.frameOf((one) => reader.frame(one), id);
      if (probe.kind === 'shell' && frame) answers[name] = answerOf(probe, frame);
      const answer = direct.get(id);
      if (answer && 'leftOut' in answer) return { ...answer, durationMs: 0 };
      if (answer) answers[name] = answer;
      if (!answers[name]) {
        return { leftOut: breakdown?.reason ?? unknown('no-output', {}), durationMs: 0 };
      }
    }
    return readStep(step, answers);
  });
  const ownAnswers = Object.entries(own).map(([name, probe]) => {
    const frame = reader.frame(`own${name}`);
    return [name, frame && answerOf(probe, frame)] as const;
  });
  return {
    readings,
    context: contextOf(line, hostFacts),
    own: Object.fromEntries(ownAnswers),
    ...(breakdown && { breakdown }),
  };
}

/**
 * The same, once more over a new connection when the first is lost: for reads on which it depends
 * whether something is changed or taken back.
 * @throws ConnectionError
 */
export async function examineSurely(
  ...args: Parameters<typeof examine>
): ReturnType<typeof examine> {
  const [line] = args;
  const first = await examine(...args);
  if (first.breakdown?.reason.id !== 'unknown/lost' || line.signal.aborted) return first;
  line.close();
  return await examine(...args);
}

function contextOf(line: HostLine, host: HostFacts): BareContext {
  return { now: line.world.now(), host };
}

async function runDirectProbes(
  probed: readonly ProbedStep[],
  line: HostLine,
): Promise<Map<string, ProbeAnswer | SqlAnswer>> {
  const { world, host, signal } = line;
  const answers = new Map<string, ProbeAnswer | SqlAnswer>();
  const session = await line.session();
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
        if (probe.kind === 'sql')
          answers.set(frame, await line.sql.answer(probe, () => line.session(), signal));
      }),
  );
  return answers;
}
