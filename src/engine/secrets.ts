import type { Finding } from '../core/finding.ts';
import type { Message } from '../core/message.ts';
import { mapStrings, redactor } from '../core/redact.ts';
import { quote } from '../core/shell.ts';
import { unknown } from './messages.ts';
import type { StepOutcome } from './outcome.ts';
import { entryOf, isTask, type PlannedStep } from './plan.ts';
import type { NoFacts } from './reading.ts';
import type { EngineWorld } from './world.ts';

/**
 * Values by the name of the shell variable that a script finds them in. They travel on standard
 * input and are assigned by the shell itself: no argument, environment or file of the host ever
 * holds them, unless the script puts them there.
 */
export type Secrets = Readonly<Record<string, string>>;

type Resolved = { readonly values: Secrets } | { readonly noFacts: NoFacts };

/** What a step's scripts may know, or that a variable is not set: such a step is not carried out. */
export function secretsFor(step: PlannedStep, world: Pick<EngineWorld, 'secret'>): Resolved {
  const values: Record<string, string> = {};
  for (const [key, { name }] of Object.entries(entryOf(step).secrets?.(step.params) ?? {})) {
    if (!/^[a-z][a-z_]*$/.test(key)) throw new RangeError(`No name for a secret: "${key}"`);
    const value = valueOf(name, world);
    if (value === '') return { noFacts: { reason: unknown('no-secret', { name }) } };
    // A password or a token is one line: what has more was pasted wrongly, and would end elsewhere.
    if (/[\r\n\0]/.test(value)) return { noFacts: { reason: unknown('odd-secret', { name }) } };
    values[`secret_${key}`] = value;
  }
  return { values };
}

/** An empty value is what GitHub makes of a secret that is not set; a line end comes from pasting. */
function valueOf(name: string, { secret }: Pick<EngineWorld, 'secret'>): string {
  return (secret?.(name) ?? '').replace(/^\s+|\s+$/g, '');
}

/** The beginning of a script that knows some secrets: assignments, made by the shell itself. */
export function assignments(secrets: Secrets): string {
  return Object.entries(secrets)
    .map(([name, value]) => `unset ${name}\n${name}=${quote(value)}\n`)
    .join('');
}

/** The same for a script that is a file: it reads them from its standard input, a line each. */
export function readings(secrets: Secrets): string {
  const names = Object.keys(secrets);
  const reads = names.map((name) => `unset ${name}; IFS= read -r ${name} || exit 1\n`);
  return `${reads.join('')}exec </dev/null\n`;
}

/**
 * Blanks out the secrets of some steps, whatever a host has made of them: in all that came from it,
 * and not in words of our own (ids, verdicts), which a weak password may be one of.
 */
export function redaction(
  steps: readonly PlannedStep[],
  world: Pick<EngineWorld, 'secret'>,
): Redaction {
  const all = steps.flatMap((step) =>
    isTask(step) || !step.remedy ? [step] : [step, step.remedy],
  );
  const names = all.flatMap((step) => Object.values(entryOf(step).secrets?.(step.params) ?? {}));
  if (names.length === 0) return { text: (text) => text, outcome: (outcome) => outcome };
  const text = redactor(names.map(({ name }) => valueOf(name, world)));
  return { text, outcome: (outcome) => mapOutcome(outcome, text) };
}

interface Redaction {
  readonly text: (text: string) => string;
  readonly outcome: (outcome: StepOutcome) => StepOutcome;
}

function mapOutcome(outcome: StepOutcome, text: (text: string) => string): StepOutcome {
  const message = ({ id, args }: Message): Message => ({ id, args: mapStrings(args, text) });
  const finding = ({ evidence, remedy, ...rest }: Finding): Finding => ({
    ...rest,
    key: text(rest.key),
    message: message(rest.message),
    ...(remedy && { remedy: message(remedy) }),
    ...(evidence !== undefined && { evidence: text(evidence) }),
  });
  const { reason, task, measurements } = outcome;
  return {
    ...outcome,
    findings: outcome.findings.map(finding),
    measurements: measurements.map(({ object, ...rest }) => ({
      ...rest,
      ...(object !== undefined && { object: text(object) }),
    })),
    facts: mapStrings(outcome.facts, text),
    ...(reason && { reason: message(reason) }),
    ...(task && {
      task: {
        ...task,
        changes: task.changes.map(message),
        ...(task.mended && { mended: task.mended.map(message) }),
      },
    }),
  };
}
