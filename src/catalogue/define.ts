import type { z } from 'zod';
import type { Finding, Measurement } from '../core/finding.ts';
import type { Messages, Text } from '../core/message.ts';
import type { OutputOf, Probe } from '../core/probe.ts';
import type { SecretRefs } from '../core/secret.ts';

/** What the script's first lines tell about a host, whatever checks follow. */
export interface HostFacts {
  readonly name: string;
  /** Seconds by which the host's clock is ahead of the runner's. */
  readonly clockAheadSeconds: number;
  /** The host's own clock when the script began, seconds since the epoch. */
  readonly epochSeconds: number;
  readonly uptimeSeconds: number;
  readonly cores: number;
  readonly kernel: string;
  /** `ID` and `VERSION_ID` of os-release(5): "debian", "12". Empty when there is no such file. */
  readonly osId: string;
  readonly osVersion: string;
  readonly uid: number;
}

/** All that a judgement may depend on besides the facts: modules never read a clock or a disk. */
export interface Context {
  /** The runner's clock when the run began. */
  readonly now: Date;
  readonly host: HostFacts;
  /** Facts of the same step on the same host from earlier records, newest first. */
  readonly history: readonly { readonly at: Date; readonly facts: unknown }[];
  /** Facts of the same check when the run began, where the run has changed something since. */
  readonly before?: { readonly facts: unknown };
}

/** What is known before a host is asked: where a check that reads on from its last end finds it. */
export type Earlier = Pick<Context, 'history'>;

export interface Judgement<Id extends string = string> {
  readonly findings: readonly Finding<Id>[];
  readonly measurements?: readonly Measurement[];
  /** Set when the thing to look at is rightly not there; the verdict is then `skipped`. */
  readonly skipped?: { readonly id: Id; readonly args: Readonly<Record<string, string | number>> };
}

/**
 * A check: data and pure functions. See CONTRIBUTING.md for how to add one.
 *
 * `probes` says what to ask, `parse` turns the raw answers into facts (and throws `Unparsable`
 * when they make no sense), `evaluate` judges the facts. What the probes' outputs have in common
 * (missing tool, time-out, exit status, truncation) is judged by the engine before `parse`.
 */
export interface Check<
  Params extends z.ZodType = z.ZodType,
  Probes extends Readonly<Record<string, Probe>> = Readonly<Record<string, Probe>>,
  Facts = unknown,
  Texts extends Messages = Messages,
> {
  readonly kind: 'check';
  /** `<domain>.<name>`, which is also the file: `src/catalogue/<domain>/<name>.ts`. */
  readonly id: string;
  readonly title: Text;
  /** One paragraph for the docs page: what it finds, and what it cannot. */
  readonly description: Text;
  /** Where the meaning rests: manual pages, RFCs, documents. */
  readonly sources: readonly string[];
  readonly level: 1 | 2 | 3;
  readonly params: Params;
  readonly messages: Texts;
  /** Names of the measurements, for tables and charts. */
  readonly measures: Readonly<Record<string, Text>>;
  /** A finding that may be gone a moment later (CPU, memory) is probed again before it counts. */
  readonly transient?: boolean;
  /** Unless it is well, no later step of the run changes anything at level 2 or 3. */
  readonly precondition?: true;
  /**
   * Secrets that its scripts need, by the names that these know them by: `token` is `$secret_token`.
   * One that is not set makes the step `unknown`; nothing is run then. See `core/secret.ts`.
   */
  secrets?(params: z.output<Params>): SecretRefs;
  /** Without `earlier` (documents, `doctor`) the probes are those of a first run. */
  probes(params: z.output<Params>, earlier?: Earlier): Probes;
  parse(
    outputs: { readonly [K in keyof Probes]: OutputOf<Probes[K]> },
    params: z.output<Params>,
  ): Facts;
  evaluate(
    facts: Facts,
    params: z.output<Params>,
    context: Context,
  ): Judgement<keyof Texts & string>;
}

/** Keeps the types of a check's parts tied to each other, then lets the engine hold it by the plain type. */
export function defineCheck<
  Params extends z.ZodType,
  const Probes extends Readonly<Record<string, Probe>>,
  Facts,
  const Texts extends Messages,
>(check: Omit<Check<Params, Probes, Facts, Texts>, 'kind'>): Check<Params, Probes, Facts, Texts> {
  return { ...check, kind: 'check' };
}

/** Thrown by `parse`: the output is not what the tool is known to print. The verdict is `unknown`. */
export class Unparsable extends Error {
  override readonly name = 'Unparsable';
  /** The piece of output that made no sense; shown escaped. */
  readonly evidence: string;

  constructor(expected: string, evidence: string) {
    super(expected);
    this.evidence = evidence;
  }
}
