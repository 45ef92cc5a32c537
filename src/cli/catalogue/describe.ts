import type { Entry } from '../../catalogue/registry.ts';
import type { Messages, Text } from '../../core/message.ts';
import type { Probe } from '../../core/probe.ts';
import type { RootHelper, SudoCommand } from '../../core/shell.ts';
import { type ReadingGroup, readingGroups } from '../../doctor/groups.ts';
import { sudoersCommand } from '../../doctor/sudo-rule.ts';
import { describeParameters, type ParameterDescription, parameterSchema } from './params.ts';

export interface ProbeDescription {
  readonly name: string;
  readonly kind: Probe['kind'];
  readonly timeoutSeconds: number;
  readonly weight?: 'light' | 'heavy';
  readonly sampling?: { readonly everySeconds: number; readonly count: number };
  readonly from?: 'runner' | 'host';
  readonly tools: readonly string[];
  /** Exact commands, as sudoers(5) has them. */
  readonly sudo: readonly string[];
}

/** A catalogue entry in plain data: what `teiki catalogue --json` prints and the pages are made of. */
export interface EntryDescription {
  readonly id: string;
  readonly kind: string;
  readonly domain: string;
  readonly level: 1 | 2 | 3;
  readonly title: Text;
  readonly description: Text;
  readonly transient: boolean;
  readonly parameters: readonly ParameterDescription[];
  readonly parameterSchema: Readonly<Record<string, unknown>>;
  /** With the default parameters, or those that are given; null when it has required ones. */
  readonly probes: readonly ProbeDescription[] | null;
  /** What a task may run as root when it changes something, as sudoers(5) has it. */
  readonly privileged: readonly string[];
  /** Scripts of root's own among these commands: what they do is not in the command, but in their text. */
  readonly helpers: readonly RootHelper[];
  readonly groups: readonly ReadingGroup[];
  readonly messages: Messages;
  readonly measurements: Messages;
  readonly sources: readonly string[];
}

/** `logs.disk-usage` belongs to `logs`; what users bring themselves (`command`) has no dot. */
function domainOf(id: string): string {
  return id.includes('.') ? (id.split('.')[0] ?? '') : 'user';
}

/** @param example parameters to describe the probes with when the defaults are not enough */
export function describeEntry(check: Entry, example: unknown = {}): EntryDescription {
  const { id, kind, level, title, description, messages, sources } = check;
  const transient = check.kind === 'check' && check.transient === true;
  const tried = [{}, example].map((params) => check.params.safeParse(params));
  const params = tried.find(({ success }) => success)?.data;
  const probes = params === undefined ? undefined : check.probes(params);
  const privileged =
    check.kind === 'task' && probes ? check.privileged(params).flatMap(({ sudo }) => sudo) : [];
  return {
    id,
    kind,
    domain: domainOf(id),
    level,
    title,
    description,
    transient,
    parameters: describeParameters(check.params),
    parameterSchema: parameterSchema(check.params),
    probes: probes ? Object.entries(probes).map(([name, probe]) => describe(name, probe)) : null,
    privileged: privileged.map(sudoersCommand),
    helpers: helpersAmong([...Object.values(probes ?? {}).flatMap(commandsOf), ...privileged]),
    groups: probes ? readingGroups(params, probes) : [],
    messages,
    measurements: check.measures,
    sources,
  };
}

function commandsOf(probe: Probe): readonly SudoCommand[] {
  return probe.kind === 'shell' ? probe.script.sudo : [];
}

function helpersAmong(commands: readonly SudoCommand[]): readonly RootHelper[] {
  const helpers = commands.flatMap(({ helper }) => helper ?? []);
  return [...new Map(helpers.map((helper) => [helper.path, helper])).values()];
}

function describe(name: string, probe: Probe): ProbeDescription {
  const { kind, timeoutSeconds } = probe;
  if (probe.kind !== 'shell')
    return { name, kind, timeoutSeconds, from: probe.from, tools: [], sudo: [] };
  return {
    name,
    kind,
    timeoutSeconds,
    weight: probe.weight,
    ...(probe.sampling && { sampling: probe.sampling }),
    tools: probe.requires,
    sudo: [...new Set(probe.script.sudo.map(sudoersCommand))],
  };
}
