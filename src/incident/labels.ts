import type { Locale, Text } from '../core/message.ts';
import { digest } from './identity.ts';
import type { Incident, IncidentSeverity } from './model.ts';
import type { LabelDefinition } from './tracker.ts';

export const maintenanceLabel = 'maintenance';
export const waivedLabel = 'waived';

/** GitHub's limit for the name of a label. */
const maxName = 50;

const severityColors: Readonly<Record<IncidentSeverity, string>> = {
  critical: 'b60205',
  unknown: '5319e7',
  warning: 'fbca04',
};

const descriptions = {
  maintenance: { ja: '定期メンテナンスの課題', en: 'Issues of regular maintenance' },
  severity: { ja: 'もっとも重いホストの判定', en: 'Verdict of the worst host' },
  check: { ja: '検出した項目', en: 'The check that has found it' },
  waived: { ja: '期限まで見送り', en: 'Accepted until a date' },
} as const satisfies Readonly<Record<string, Text>>;

/** The labels of an incident: teiki's own ones, all of which follow the incident. */
export function labelsOf({ severity, uses }: Pick<Incident, 'severity' | 'uses'>, waived: boolean) {
  const state = waived ? waivedLabel : `severity: ${severity}`;
  return [maintenanceLabel, state, ...uses.map(checkLabel)];
}

/** The wanted labels and those that people have put there. */
export function withOthers(wanted: readonly string[], actual: readonly string[]): string[] {
  return [...wanted, ...actual.filter((name) => !isManagedLabel(name))];
}

export function sameLabels(a: readonly string[], b: readonly string[]): boolean {
  const normal = (list: readonly string[]) =>
    [...new Set(list.map((name) => name.toLowerCase()))].sort().join('\n');
  return normal(a) === normal(b);
}

export function labelDefinition(name: string, locale: Locale): LabelDefinition {
  const kind = name.startsWith('severity: ')
    ? 'severity'
    : name.startsWith('check: ')
      ? 'check'
      : name === waivedLabel
        ? 'waived'
        : 'maintenance';
  const colors = { maintenance: '0e8a16', check: '1d76db', waived: 'c5def5', severity: 'ededed' };
  const severity = Object.entries(severityColors).find(([key]) => name === `severity: ${key}`);
  return { name, color: severity?.[1] ?? colors[kind], description: descriptions[kind][locale] };
}

function checkLabel(use: string): string {
  const name = `check: ${use}`;
  return name.length <= maxName ? name : `${name.slice(0, maxName - 9)}…${digest(use).slice(0, 8)}`;
}

export function isManagedLabel(name: string): boolean {
  const lower = name.toLowerCase();
  return lower === maintenanceLabel || lower === waivedLabel || /^(severity|check): /.test(lower);
}
