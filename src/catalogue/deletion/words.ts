import type { Finding } from '../../core/finding.ts';
import type { DeletionMessage as Id } from './messages.ts';
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

export function finding(
  key: string,
  severity: Finding['severity'],
  id: Id,
  args: Readonly<Record<string, string | number>>,
  remedy?: Id,
): Finding<Id> {
  return { key, severity, message: { id, args }, ...(remedy && { remedy: { id: remedy, args } }) };
}
