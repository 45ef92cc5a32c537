import type { DeletionRule } from './order.ts';

export function patternsOf({ patterns }: DeletionRule): string {
  return patterns.join(' ');
}

/** Names a rule in keys and measurements: `/tmp/mks_*`. */
export function nameOf(rule: DeletionRule): string {
  return `${rule.directory}/${patternsOf(rule)}`;
}

/** A file's name on one line, with what cannot be seen written out. */
export function shownName(name: string): string {
  return name.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|^ | $/gu, (one) => {
    if (one === '\n') return '\\n';
    if (one === '\t') return '\\t';
    if (one === ' ') return '\\ ';
    return `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`;
  });
}
