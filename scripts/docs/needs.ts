import type { EntryDescription, ProbeDescription } from '../../src/cli/catalogue/describe.ts';
import {
  type Block,
  code,
  type Inline,
  joined,
  list,
  paragraph,
  text,
} from '../../src/text/markdown.ts';
import { prose } from './prose.ts';

/** Tools, rights and time that a check takes on a host, with the parameters of the example. */
export function needs({ probes, groups, privileged }: EntryDescription): Block {
  if (probes === null) return list([[text('It depends on the parameters.')]]);
  const tools = unique(probes.flatMap((probe) => probe.tools));
  const sudo = unique(probes.flatMap((probe) => probe.sudo));
  const changing = privileged.filter((command) => !sudo.includes(command));
  return list([
    labelled('Tools', tools.length > 0 ? codes(tools) : [text('none beyond the shell')]),
    labelled('sudo', sudo.length > 0 ? codes(sudo) : [text('none')]),
    ...(changing.length > 0 ? [labelled('sudo, to change something', codes(changing))] : []),
    ...groups.map(({ group, reads }) =>
      labelled('Group', [code(group), ...prose(' gives the right to read '), code(reads)]),
    ),
    ...probes.map((probe) => labelled(`Probe ${probe.name}`, [text(howLong(probe))])),
  ]);
}

/** The scripts themselves: whoever lets root run them should have read them. */
export function helpers({ helpers }: EntryDescription): Block[] {
  return helpers.flatMap(({ path, text: script }): Block[] => [
    paragraph(
      ...prose('Root runs '),
      code(path),
      ...prose(', which '),
      code('teiki sudoers --helpers'),
      ...prose(' installs:'),
    ),
    { type: 'code', lang: 'sh', value: script.trimEnd() },
  ]);
}

function howLong({ kind, from, sampling, timeoutSeconds, weight }: ProbeDescription): string {
  if (from) {
    const way = from === 'host' ? 'from the host, through SSH' : 'from the runner';
    return `${kind} ${way}, at most ${timeoutSeconds} s`;
  }
  if (sampling) return `${sampling.count} samples, ${sampling.everySeconds} s apart`;
  const last = weight === 'heavy' ? '; it reads much, so it runs after all others' : '';
  return `at most ${timeoutSeconds} s${last}`;
}

function labelled(label: string, content: readonly Inline[]): Inline[] {
  return [...prose(`${label}: `), ...content];
}

function codes(values: readonly string[]): Inline[] {
  return joined(
    values.map((value) => [code(value, 1000)]),
    ', ',
  );
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
