/** A workflow command as the runner has understood it. */
export interface RunnerCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly value: string;
}

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
}

/** What commands in the output of one step have brought about. */
export interface CommandEffects {
  readonly commands: RunnerCommand[];
  readonly annotations: Annotation[];
  readonly outputs: Record<string, string>;
  readonly state: Record<string, string>;
  readonly masks: string[];
  /** Commands that the runner refuses, which fails the step. */
  readonly refused: string[];
}

const known = [
  'add-mask',
  'add-matcher',
  'add-path',
  'debug',
  'echo',
  'endgroup',
  'error',
  'group',
  'notice',
  'remove-matcher',
  'save-state',
  'set-env',
  'set-output',
  'stop-commands',
  'warning',
];

/** Reads the output of a step as the runner does: line by line, both streams, until told to stop. */
export function commandReader(): CommandEffects & {
  read(line: string): RunnerCommand | undefined;
} {
  const effects: CommandEffects = {
    commands: [],
    annotations: [],
    outputs: {},
    state: {},
    masks: [],
    refused: [],
  };
  let stopped: string | undefined;
  const read = (line: string): RunnerCommand | undefined => {
    const found = parseCommand(line);
    if (found === undefined) return undefined;
    if (stopped !== undefined) {
      if (found.name === stopped) stopped = undefined;
      return undefined;
    }
    // The token is told apart by case, commands are not.
    const command = { ...found, name: found.name.toLowerCase() };
    if (!known.includes(command.name)) return undefined;
    effects.commands.push(command);
    if (command.name === 'stop-commands') stopped = command.value;
    else apply(command, effects);
    return command;
  };
  return { ...effects, read };
}

function apply({ name, properties, value }: RunnerCommand, effects: CommandEffects): void {
  switch (name) {
    case 'error':
    case 'warning':
    case 'notice':
      effects.annotations.push({ level: name, title: properties['title'] ?? '', message: value });
      break;
    case 'set-output':
      effects.outputs[properties['name'] ?? ''] = value;
      break;
    case 'save-state':
      effects.state[properties['name'] ?? ''] = value;
      break;
    case 'add-mask':
      if (value !== '') effects.masks.push(value);
      break;
    case 'set-env':
    case 'add-path':
      effects.refused.push(name);
      break;
  }
}

/** `::name key=value,…::data` at the beginning of a line, or `##[name key=value;…]data` anywhere. */
export function parseCommand(line: string): RunnerCommand | undefined {
  const [, head, value = ''] = /^\s*::([^:](?:[^:]|:(?!:))*)::([\s\S]*)$/.exec(line) ?? [];
  if (head !== undefined) return command(head, value, ',');
  const [, oldHead, oldValue = ''] = /##\[([^\]]+)\]([\s\S]*)$/.exec(line) ?? [];
  return oldHead === undefined ? undefined : command(oldHead, oldValue, ';');
}

function command(head: string, value: string, separator: string): RunnerCommand {
  const space = head.indexOf(' ');
  const name = space < 0 ? head : head.slice(0, space);
  const written =
    space < 0
      ? []
      : head
          .slice(space + 1)
          .trim()
          .split(separator);
  const properties = written.flatMap((each) => {
    const [key, ...rest] = each.split('=');
    return key === undefined || rest.length === 0
      ? []
      : [[key.trim(), unescape(rest.join('='))] as const];
  });
  return {
    name,
    properties: Object.fromEntries(properties),
    value: unescape(value),
  };
}

function unescape(text: string): string {
  return text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%3B', ';')
    .replaceAll('%5D', ']')
    .replaceAll('%25', '%');
}
