import type { Locale } from '../core/message.ts';
import type { MaintenanceRecord } from '../record/record.ts';
import { localDate } from '../text/format.ts';
import { cleanLine } from '../text/untrusted.ts';
import { word } from '../text/words.ts';

type Recorded = Pick<MaintenanceRecord, 'run' | 'runbook' | 'timeZone'>;

/**
 * `記録: 2026-11-23 週次システムヘルスチェック (成功)`; `Record: 2026-11-23 Weekly system health
 * check (Succeeded)`. Several records at once: the first line counts the others, the body has all.
 */
export function commitMessage(records: readonly Recorded[], locale: Locale): string {
  const lines = records.map((record) => lineOf(record, locale));
  const [first = ''] = lines;
  const prefix = locale === 'ja' ? '記録' : 'Record';
  if (lines.length === 1) return `${prefix}: ${first}\n`;
  const more = locale === 'ja' ? `ほか ${lines.length - 1} 件` : `and ${lines.length - 1} more`;
  return `${prefix}: ${first} ${more}\n\n${lines.map((line) => `- ${line}\n`).join('')}`;
}

function lineOf({ run, runbook, timeZone }: Recorded, locale: Locale): string {
  const title = cleanLine(runbook.title[locale], { maxCharacters: 100 });
  const outcome = word(`outcome/${run.outcome}`, locale);
  return `${localDate(run.startedAt, timeZone)} ${title} (${outcome})`;
}
