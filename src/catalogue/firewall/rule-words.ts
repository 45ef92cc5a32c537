import { type Firewall, type Rule } from './rule.ts';
import type { StatusParams } from './status-params.ts';

export type Expected = StatusParams['expected'][number];
export type Families = readonly (4 | 6)[];

/** `IPv4, IPv6` */
export const named = (families: Families): string =>
  families.map((family) => `IPv${family}`).join(', ');

/** The rules that are about something, as their tool shows them. */
export function rulesOn({ rules }: Firewall, isIt: (rule: Rule) => boolean): string {
  return rules
    .filter(isIt)
    .map(({ text }) => text)
    .join('\n');
}
