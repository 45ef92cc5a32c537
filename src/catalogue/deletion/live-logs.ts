import { basename } from 'node:path/posix';
import { globToRegExp } from '../backup/kinds.ts';
import type { Caretakers } from './caretakers.ts';
import type { RuleFacts } from './facts.ts';
import type { DeletionRule } from './order.ts';

/** Names that programs give to the logs that they are writing. */
const usual = ['app.log', 'access.log', 'error.log', 'mks-backend.log', 'catalina.out', 'syslog'];

/** What rotation makes of a name: a number or a date behind it. */
const rotated = /[.-]\d/;

export interface LiveLog {
  readonly pattern: string;
  readonly path: string;
}

/**
 * Logs in use that a pattern would take for old ones, the first for each pattern. A log may rest for
 * months, so that its age does not save it: the pattern itself must not fit.
 */
export function liveLogs(
  { directory, patterns }: DeletionRule,
  { fresh, writes, names }: RuleFacts,
  { logrotate }: Caretakers,
): LiveLog[] {
  const rotates = logrotate
    .flatMap((one) => one.patterns)
    .filter((path) => path.startsWith(`${directory}/`))
    .map((path) => basename(path));
  // What such a pattern stands for, with anything in place of its wildcards.
  const meant = rotates.map((one) => one.replaceAll('*', 'app').replaceAll('?', 'a'));
  const candidates = [
    ...writes.map((path) => ({ path, name: basename(path) })),
    ...[...usual, ...meant].map((name) => ({ path: `${directory}/${name}`, name })),
    ...[...fresh, ...names]
      .map((one) => ({ path: `${directory}/${one}`, name: basename(one) }))
      .filter(({ name }) => !rotated.test(name) || rotates.some((one) => fits(one, name))),
  ];
  return patterns.flatMap((pattern) => {
    const endsLive = pattern.replaceAll('*', '').endsWith('.log')
      ? [{ path: `${directory}/${pattern.replaceAll('*', '')}`, name: '' }]
      : [];
    const found = [...candidates.filter(({ name }) => fits(pattern, name)), ...endsLive][0];
    return found ? [{ pattern, path: found.path }] : [];
  });
}

/** As find -name has it, for which a leading dot is a character like any other. */
function fits(pattern: string, name: string): boolean {
  return globToRegExp(pattern).test(/^[*?[]/.test(pattern) ? name.replace(/^\./, '_') : name);
}
