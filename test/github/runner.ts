/**
 * What the runner of GitHub Actions makes of a step's standard output and of its files, by its
 * documented rules: to see that nothing of a host's becomes a command or an output.
 */
export interface RunnerCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

const known = new Set([
  'add-mask',
  'set-output',
  'set-env',
  'save-state',
  'add-path',
  'error',
  'warning',
  'notice',
  'debug',
  'group',
  'endgroup',
  'echo',
  'add-matcher',
  'remove-matcher',
  'internal-set-repo-path',
  'stop-commands',
]);
/** Char.IsWhiteSpace of .NET, which has U+0085. */
const blanks =
  // oxlint-disable-next-line no-control-regex -- they are what the runner skips
  /^[\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** Commands in the order in which the runner obeys them. */
export function runnerCommands(stdout: string): RunnerCommand[] {
  const found: RunnerCommand[] = [];
  let token: string | undefined;
  for (const line of stdout.split(/\r\n|\n|\r/)) {
    const command = parse(line, token === undefined ? known : new Set([token]));
    if (!command) continue;
    if (token !== undefined) token = undefined;
    else if (command.name === 'stop-commands') token = command.data;
    found.push(command);
  }
  return found;
}

function parse(line: string, names: ReadonlySet<string>): RunnerCommand | undefined {
  const text = line.replace(blanks, '');
  const current = /^::([^:]*?)::(.*)$/s.exec(text);
  const older = /##\[([^\]]*)\](.*)$/s.exec(line);
  for (const [, head = '', data = ''] of [current, older].filter((match) => match !== null)) {
    const [name = '', ...rest] = head.split(' ');
    if (names.has(name))
      return { name, properties: properties(rest.join(' ')), data: decode(data) };
  }
  return undefined;
}

function properties(text: string): Record<string, string> {
  const pairs = text.split(',').filter((pair) => pair.includes('='));
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      const value = pair
        .slice(at + 1)
        .replaceAll('%3A', ':')
        .replaceAll('%2C', ',');
      return [pair.slice(0, at).trim(), decode(value)];
    }),
  );
}

function decode(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

/** Values of a `GITHUB_OUTPUT` or `GITHUB_ENV` file. @throws when the runner would refuse it */
export function runnerFile(content: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = content.split(/\r\n|\n/);
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (line === '') continue;
    const [, name, delimiter] = /^([^=<]*)<<(.+)$/.exec(line) ?? [];
    if (name === undefined) throw new Error(`Invalid format '${line}'`);
    const end = lines.indexOf(delimiter ?? '', index + 1);
    if (end < 0)
      throw new Error(`Invalid value. Matching delimiter not found '${delimiter ?? ''}'`);
    values[name] = lines.slice(index + 1, end).join('\n');
    index = end;
  }
  return values;
}
