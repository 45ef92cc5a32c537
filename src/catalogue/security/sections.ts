import { Unparsable } from '../define.ts';

/**
 * Output in sections, each after a line `%% <name> <rest>`; the last is `%% end`, so that output
 * that was cut off is known as such.
 */
export interface Sections {
  /** Text of a section without the last line end; undefined when there is no such section. */
  text(name: string): string | undefined;
  /** Lines of a section that are not empty; none when there is no such section. */
  lines(name: string): readonly string[];
}

export function parseSections(stdout: string): Sections {
  const found = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of stdout.split('\n')) {
    const name = /^%% ([a-z-]+)$/.exec(line)?.[1];
    if (name === undefined) current.push(line);
    else found.set(name, (current = []));
  }
  if (!found.has('end')) throw new Unparsable('output up to its end mark', stdout.slice(-300));
  const text = (name: string) => found.get(name)?.join('\n').replace(/\n+$/, '');
  return {
    text,
    lines: (name) => (found.get(name) ?? []).filter((line) => line.trim() !== ''),
  };
}
