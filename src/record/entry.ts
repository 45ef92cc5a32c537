import { formatDuration, localDate } from '../text/format.ts';
import type { Block, Inline } from '../text/markdown.ts';
import { heading, labelled, list, text } from '../text/markdown.ts';
import { joinWords, moreRows, word } from '../text/words.ts';
import { titleOf, type Words } from './group.ts';
import { isRecheck, recheckWords } from './recheck.ts';
import type { MaintenanceRecord } from './record.ts';
import { remarks } from './remarks.ts';

const shownTitles = 6;

/**
 * The entry of the team's journal, in its own form and words:
 *
 *     ## 2024-01-08 週次メンテナンス
 *     - **担当者**: SREチーム
 *     - **内容**: 週次システムヘルスチェック(ログディスク容量確認、…)
 *     - **結果**: 成功
 *     - **所要時間**: 00:30
 *     - **特記事項**: …
 */
export function entry(record: MaintenanceRecord, words: Words): Block[] {
  const { run, runbook, timeZone } = record;
  const { locale } = words;
  const cadence = word(`cadence/${runbook.cadence}`, locale) + word('record/maintenance', locale);
  const line = (label: Parameters<typeof word>[0], children: readonly Inline[]) =>
    labelled(word(label, locale), children);
  return [
    heading(2, text(`${localDate(run.startedAt, timeZone)} ${cadence}`)),
    list([
      line('record/person', [text(person(record, words))]),
      line('record/work', [text(work(record, words))]),
      line('record/outcome', [text(word(`outcome/${run.outcome}`, locale))]),
      line('record/duration', [text(formatDuration(run.startedAt, run.endedAt))]),
      line('record/remarks', remarks(run, words)),
    ]),
  ];
}

/** The team where the schedule started the run, the person where a person did; and who approved. */
function person({ trigger, actor, team, approver }: MaintenanceRecord, { locale }: Words): string {
  const who = trigger === 'schedule' ? team : (actor ?? team);
  if (approver === undefined) return who;
  const approved = word('record/approved-by', locale);
  return locale === 'ja' ? `${who} (${approved}: ${approver})` : `${who} (${approved} ${approver})`;
}

/** The runbook's title, then what its steps are called, each once. */
function work({ runbook, run, runId }: MaintenanceRecord, words: Words): string {
  const uses = new Set(run.steps.map(({ use }) => use).filter((use) => use !== 'host.unreachable'));
  const titles = [...new Set([...uses].map((use) => titleOf(use, words)))];
  const title = runbook.title[words.locale];
  if (titles.length === 0) return title;
  const more = titles.length - shownTitles;
  const shown = more > 1 ? [...titles.slice(0, shownTitles), moreRows(more, words.locale)] : titles;
  const again = isRecheck(runId) ? recheckWords[words.locale] : '';
  return `${title} (${again}${joinWords(shown, words.locale)})`;
}
