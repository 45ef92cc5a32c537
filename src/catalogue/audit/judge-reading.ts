import type { Finding, Measurement } from '../../core/finding.ts';
import type { LogParams } from './log-params.ts';
import { badShareLimit, isUnderstood, type Reading } from './reading.ts';
import type { readingMessages } from './reading-messages.ts';

type Id = keyof typeof readingMessages;
type Trouble = Exclude<Id, `remedy-${string}` | 'empty'>;

/** What has to be said about the reading itself; `usable` says whether anything follows from it. */
export function judgeReading(
  reading: Reading,
  { log, format }: Pick<LogParams, 'log' | 'format'>,
  counted: number,
): { readonly findings: readonly Finding<Id>[]; readonly usable: boolean } {
  const { fromAt = '', toAt = '', windowBytes, readBytes, blind, deniedPath = log } = reading;
  const find = (
    id: Trouble,
    severity: 'unknown' | 'note',
    args: Record<string, string | number>,
    evidence = '',
  ): Finding<Id> => ({
    key: `log:${log}:${id}`,
    severity,
    message: { id, args: { log, ...args } },
    remedy: { id: `remedy-${id}`, args: { log, ...args } },
    ...(evidence === '' ? {} : { evidence }),
  });
  if (reading.state !== 'read') {
    const finding = find(reading.state, 'unknown', { path: deniedPath });
    return { findings: [finding], usable: false };
  }
  if (!isUnderstood(reading)) {
    const percent = Math.round((100 * reading.badLines) / reading.sampleLines);
    const finding = find('unparsable', 'unknown', { format, percent }, reading.badShape);
    return { findings: [finding], usable: false };
  }
  const findings: Finding<Id>[] = [];
  if (reading.deniedPath !== undefined)
    findings.push(find('rotated-denied', 'unknown', { path: deniedPath }));
  if (blind > counted * badShareLimit) findings.push(find('blind', 'unknown', { requests: blind }));
  if (reading.gap) findings.push(find('gap', 'note', { fromAt }));
  if (readBytes < windowBytes)
    findings.push(find('sampled', 'note', { fromAt, windowBytes, readBytes }));
  if (windowBytes === 0) {
    const message = { id: 'empty' as const, args: { log, fromAt, toAt } };
    findings.push({ key: `log:${log}:empty`, severity: 'note', message });
  }
  return { findings, usable: true };
}

/** Names of the measurements about the reading. */
export const readingMeasures = {
  window: { ja: '調べた期間', en: 'Time that was audited' },
  read: { ja: '読んだログの量', en: 'Log that was read' },
} as const;

export function measureReading({ fromAt, toAt, readBytes }: Reading): Measurement[] {
  if (fromAt === undefined || toAt === undefined) return [];
  const hours = (Date.parse(toAt) - Date.parse(fromAt)) / 3_600_000;
  return [
    { name: 'window', value: Math.round(hours * 100) / 100, unit: 'hours' },
    { name: 'read', value: readBytes, unit: 'bytes' },
  ];
}
