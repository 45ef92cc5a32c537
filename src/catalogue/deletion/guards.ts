import { type Finding, finding } from '../../core/finding.ts';
import { quote } from '../../core/shell.ts';
import type { RuleFacts } from './facts.ts';
import { liveLogs } from './live-logs.ts';
import type { DeletionMessage as Id } from './messages.ts';
import { type DeletionOrder, type DeletionRule, shareCountsFrom } from './order.ts';
import type { Seen } from './plan.ts';
import { nameOf, patternsOf } from './words.ts';

/** What stands in the way of the whole task: no rule is carried out before a person has looked. */
export function guards(order: DeletionOrder, facts: Seen): Finding<Id>[] {
  const found = order.rules.flatMap((rule, index) => {
    const seen = facts.rules[index];
    if (!seen) return [];
    const directory = quote(rule.directory);
    const key = `directory:${rule.directory}`;
    if (seen.state === 'link')
      return [finding(key, 'critical', 'link', { directory }, 'link-remedy')];
    if (seen.state === 'elsewhere') {
      const args = { directory, realPath: seen.realPath };
      return [finding(key, 'critical', 'elsewhere', args, 'elsewhere-remedy')];
    }
    const live = order.logs ? liveLogs(rule, seen, facts.caretakers) : [];
    return [
      ...live.map((log) =>
        finding(`live:${log.pattern}`, 'critical', 'live', { ...log }, 'live-remedy'),
      ),
      ...caps(order, rule, seen),
    ];
  });
  return [...found, ...holdGuards(order, facts)];
}

function caps({ maxFiles }: DeletionOrder, rule: DeletionRule, seen: RuleFacts): Finding<Id>[] {
  const files = seen.owners.reduce((sum, one) => sum + one.files, 0);
  const about = { directory: quote(rule.directory), pattern: patternsOf(rule), files };
  const key = `cap:${nameOf(rule)}`;
  if (files > maxFiles) {
    return [finding(key, 'warning', 'too-many', { ...about, maxFiles }, 'too-many-remedy')];
  }
  const { allFiles } = seen;
  if (files < shareCountsFrom || files * 100 <= allFiles * rule.maxShare) return [];
  const percent = Math.floor((files * 100) / allFiles);
  const args = { ...about, allFiles, percent, maxShare: rule.maxShare };
  return [finding(key, 'warning', 'too-large-share', args, 'too-large-share-remedy')];
}

function holdGuards({ quarantine, rules }: DeletionOrder, { hold, rules: seen }: Seen) {
  if (!quarantine || !hold) return [];
  const folder = quote(quarantine.folder);
  const key = `quarantine:${quarantine.folder}`;
  if ((hold.state !== 'ok' && hold.state !== 'missing') || hold.device === '') {
    return [finding(key, 'critical', 'hold-unsafe', { folder }, 'hold-unsafe-remedy')];
  }
  const away = rules.find((_, index) => {
    const device = seen[index]?.device ?? '';
    return device !== '' && device !== hold.device;
  });
  if (!away) return [];
  const args = { folder, directory: quote(away.directory) };
  return [finding(key, 'warning', 'hold-elsewhere', args, 'hold-elsewhere-remedy')];
}
