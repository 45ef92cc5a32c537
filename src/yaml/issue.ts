/** Keys and indices from the root of a file: `['steps', 2, 'with', 'path']`. */
export type Path = readonly (string | number)[];

/** Both from 1; columns count UTF-16 units, as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What kind of mistake it is: stable, for programs that read `--format json`. */
export type IssueCode =
  | 'yaml-syntax'
  | 'duplicate-key'
  | 'too-large'
  | 'missing-file'
  | 'unreadable-file'
  | 'unknown-key'
  | 'missing-key'
  | 'wrong-type'
  | 'invalid-value'
  | 'invalid-name'
  | 'out-of-range'
  | 'conflict'
  | 'wrong-file-name'
  | 'duplicate-id'
  | 'unknown-entry'
  | 'wrong-kind'
  | 'unknown-host'
  | 'unknown-variable'
  | 'jump-cycle'
  | 'host-key'
  | 'duplicate-address'
  | 'example-address'
  | 'no-hosts';

/**
 * A mistake in a file of the instance. `message` is a whole sentence in English; `expected` and
 * `found` are the two halves of it where there are such; `hint` is the remedy.
 */
export interface Issue extends Position {
  /** A warning leaves the instance usable. */
  readonly level: 'error' | 'warning';
  readonly code: IssueCode;
  readonly file: string;
  readonly path: Path;
  readonly message: string;
  readonly expected?: string;
  readonly found?: string;
  readonly hint?: string;
}

/** `file:line:column: message: hint`, the form that editors and terminals make a link of. */
export function formatIssue(issue: Issue): string {
  const level = issue.level === 'warning' ? 'warning: ' : '';
  const hint = issue.hint === undefined ? '' : `: ${issue.hint}`;
  return `${issue.file}:${issue.line}:${issue.column}: ${level}${issue.message}${hint}`;
}

export function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some(({ level }) => level === 'error');
}

/**
 * By file, then by position: the order in which a person goes through the files. What has been
 * found twice (a default that every host inherits) is told once.
 */
export function sortIssues(issues: readonly Issue[]): readonly Issue[] {
  const distinct = new Map(issues.map((issue) => [formatIssue(issue), issue]));
  return [...distinct.values()].sort(
    (a, b) =>
      compare(a.file, b.file) ||
      a.line - b.line ||
      a.column - b.column ||
      compare(a.message, b.message),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
