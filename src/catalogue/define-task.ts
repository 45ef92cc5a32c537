import type { z } from 'zod';
import type { Finding, Measurement } from '../core/finding.ts';
import type { Message, Messages, Text } from '../core/message.ts';
import type { OutputOf, Probe } from '../core/probe.ts';
import type { SecretRefs } from '../core/secret.ts';
import { type ShellText, sh } from '../core/shell.ts';
import type { SqlOutcome, SqlWork } from '../core/sql.ts';
import type { Context, Earlier, Judgement } from './define.ts';

/** What a task would do to a host as it is. */
export type Plan<Change = unknown, Id extends string = string> =
  | {
      /** There is nothing to change; `reason` says why. */
      readonly kind: 'no-op';
      readonly reason: Message<Id>;
      /** What is not as it should be all the same, such as a part that could not be looked at. */
      readonly findings?: readonly Finding<Id>[];
      /** What it works on is rightly not there (not installed): the verdict is then `skipped`. */
      readonly skipped?: true;
    }
  /** A guard stands in the way: nothing will be changed before a person has looked. */
  | { readonly kind: 'refused'; readonly findings: readonly Finding<Id>[] }
  | {
      readonly kind: 'change';
      /** JSON. Together with task and parameters it is what the hash of the plan is taken of. */
      readonly change: Change;
      /** Exactly what would be done, one thing each, with sizes, versions, services. */
      readonly changes: readonly Message<Id>[];
      /** What a person should know before, and which does not stand in the way. */
      readonly findings?: readonly Finding<Id>[];
    };

export interface Application<Id extends string = never> {
  /** POSIX `sh`; exit status 0 means that it has been carried out. Commands as root: `sudo(…)`. */
  readonly script: ShellText;
  /** Its processes are ended after that. What runs as root needs a limit of its own, by `timeout`. */
  readonly timeoutSeconds: number;
  /** What exit statuses of the script's own choice mean; others are told as numbers. */
  readonly failures?: Readonly<Record<number, Failure<Id>>>;
  /**
   * Statements that the runner sends to the host's database once the script has ended, for as long
   * as `timeoutSeconds` lasts. How they went is for `verify` to judge (`said`).
   */
  readonly sql?: SqlWork;
}

/** Work that is done in a database alone. */
export function sqlApplication(sql: SqlWork, timeoutSeconds: number): Application {
  return { script: sh`:`, timeoutSeconds, sql };
}

/** Why work has failed, in words, and what to do about it. */
export interface Failure<Id extends string = string> {
  readonly message: Message<Id>;
  readonly remedy: Message<Id>;
}

export interface Verification<Id extends string = string> extends Judgement<Id> {
  /** What was done, with the values before and after; the plan's own when absent. */
  readonly changes?: readonly Message<Id>[];
}

/**
 * A task: data and pure functions, as a check is. The engine carries it out: probe, plan, lock,
 * probe and plan again, apply, probe, verify, and roll back when the verification fails.
 */
export interface Task<
  Params extends z.ZodType = z.ZodType,
  Probes extends Readonly<Record<string, Probe>> = Readonly<Record<string, Probe>>,
  Facts = unknown,
  Change = unknown,
  Texts extends Messages = Messages,
> {
  readonly kind: 'task';
  /** `<domain>.<name>`, which is also the file: `src/catalogue/<domain>/<name>.ts`. */
  readonly id: string;
  readonly title: Text;
  /** What it changes, what it refuses to do, what it cannot undo, what it needs. */
  readonly description: Text;
  readonly sources: readonly string[];
  readonly level: 1 | 2 | 3;
  readonly params: Params;
  readonly messages: Texts;
  readonly measures: Readonly<Record<string, Text>>;
  /** Unless it is done, or had nothing to do, no later step of the run changes anything at level 2 or 3. */
  readonly precondition?: true;
  /** Takes back what the work has put up, and gets its turn also when the run is cancelled. */
  readonly cleansUp?: true;
  /**
   * Every command that `apply` and `rollback` may run as root. `teiki sudoers` prints them before
   * there is a change, and the engine runs no script that asks for another.
   */
  privileged(params: z.output<Params>): readonly ShellText[];
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
  plan(
    facts: Facts,
    params: z.output<Params>,
    context: Context,
  ): Plan<Change, keyof Texts & string>;
  apply(change: Change, params: z.output<Params>): Application<keyof Texts & string>;
  /** Critical or unknown means that it went wrong, and is rolled back where that can be done. */
  verify(
    seen: {
      readonly before: Facts;
      readonly after: Facts;
      readonly change: Change;
      /** Of each statement of the application; absent when the run that sent them was lost. */
      readonly said?: readonly SqlOutcome[];
    },
    params: z.output<Params>,
    context: Context,
  ): Verification<keyof Texts & string>;
  rollback(
    change: Change,
    params: z.output<Params>,
  ): Application<keyof Texts & string> | 'irreversible';
}

/** Ties the parts of a task to each other by type; the engine holds it by the plain one. */
export function defineTask<
  Params extends z.ZodType,
  const Probes extends Readonly<Record<string, Probe>>,
  Facts,
  Change,
  const Texts extends Messages,
>(
  task: Omit<Task<Params, Probes, Facts, Change, Texts>, 'kind'>,
): Task<Params, Probes, Facts, Change, Texts> {
  return { ...task, kind: 'task' };
}

/** Measurements of a task come in pairs: what was before has this at the end of its name. */
export const beforeSuffix = 'Before';

/** The same number before and after the change, as a record shows them. */
export function beforeAndAfter(
  name: string,
  before: number,
  after: number,
  rest: Pick<Measurement, 'unit' | 'object'>,
): readonly Measurement[] {
  return [
    { name: `${name}${beforeSuffix}`, value: before, ...rest },
    { name, value: after, ...rest },
  ];
}
