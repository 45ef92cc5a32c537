import { asText, type Contexts, evaluateTree } from './expressions.ts';
import type { Input, Job, Workflow } from './parse.ts';
import type { Event, Permissions } from './world.ts';

type Inputs = Readonly<Record<string, Input>>;

/** The `inputs` of a run that a person has dispatched. @throws Error as GitHub refuses them */
export function dispatchInputs(
  { on }: Workflow,
  { inputs: given = {} }: Event,
): Record<string, unknown> {
  const declared = on.workflow_dispatch?.inputs ?? {};
  const values = typed(declared, given);
  for (const [name, { type, options = [] }] of Object.entries(declared)) {
    const value = values[name];
    if (type === 'choice' && value !== '' && !options.includes(String(value))) {
      throw new Error(
        `Provided value ${JSON.stringify(value)} for input '${name}' not in the list of allowed values`,
      );
    }
  }
  return values;
}

export interface Passed {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, unknown>>;
}

/** What a called workflow gets. @throws Error for what it does not declare, or requires */
export function passTo(
  called: Workflow,
  { with: inputs, secrets }: Job,
  contexts: Contexts,
): Passed {
  const declared = called.on.workflow_call;
  if (!declared) throw new Error('The workflow cannot be called');
  const values = typed(declared.inputs, evaluateTree(inputs, contexts) as Record<string, unknown>);
  if (secrets === 'inherit')
    return { inputs: values, secrets: contexts['secrets'] as Passed['secrets'] };
  const given = evaluateTree(secrets, contexts) as Record<string, unknown>;
  refuseStrangers('Secret', Object.keys(given), declared.secrets);
  for (const [name, { required }] of Object.entries(declared.secrets)) {
    if (required && !given[name]) throw new Error(`Secret ${name} is required, but not provided`);
  }
  return { inputs: values, secrets: given };
}

function typed(
  declared: Inputs,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  refuseStrangers('Input', Object.keys(given), declared);
  const values = Object.entries(declared).map(([name, input]) => {
    const value = given[name] ?? input.default;
    if (value === undefined && input.required)
      throw new Error(`Input ${name} is required, but not provided`);
    return [name, asType(input, value)] as const;
  });
  return Object.fromEntries(values);
}

function asType({ type }: Input, value: unknown): unknown {
  if (type === 'boolean') return value === true || value === 'true';
  if (type !== 'number') return asText(value ?? '');
  const number = Number(value ?? 0);
  if (Number.isNaN(number)) throw new Error(`A number is expected, found ${JSON.stringify(value)}`);
  return number;
}

function refuseStrangers(what: string, names: readonly string[], declared: object): void {
  const stranger = names.find((name) => !Object.hasOwn(declared, name));
  if (stranger !== undefined)
    throw new Error(`${what} ${stranger} is not defined in the referenced workflow`);
}

const ranks = ['none', 'read', 'write'];

/** Of a job: its own, else those of its workflow; never more than the caller has. */
export function permissionsOf(
  job: Job,
  workflow: Workflow,
  granted: Permissions | undefined,
): Permissions {
  const asked = job.permissions ?? workflow.permissions ?? granted ?? { contents: 'read' };
  for (const [scope, access] of Object.entries(asked)) {
    const limit = granted === undefined ? 'write' : (granted[scope] ?? 'none');
    if (ranks.indexOf(access) > ranks.indexOf(limit)) {
      throw new Error(
        `The nested job is requesting '${scope}: ${access}', but is only allowed '${scope}: ${limit}'`,
      );
    }
  }
  return asked;
}
