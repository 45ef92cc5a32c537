import { code, heading, link, list, markdown, paragraph, text } from '../text/markdown.ts';
import { word } from '../text/words.ts';
import { byTime } from './compare.ts';
import { entry } from './entry.ts';
import type { RenderOptions } from './group.ts';
import { recordPaths } from './paths.ts';
import type { DamagedRecord } from './read.ts';
import type { MaintenanceRecord } from './record.ts';

/**
 * The journal of a year: the entry of every record, in the order in which the runs were begun,
 * each with a link to its page. What cannot be read is named at the end and not passed over.
 */
export function renderJournal(
  year: number,
  records: readonly MaintenanceRecord[],
  damaged: readonly DamagedRecord[],
  options: RenderOptions,
): string {
  const { locale } = options;
  const folder = `records/${year}/`;
  const entries = [...records].sort(byTime).flatMap((record) => {
    const { markdown: page } = recordPaths(record);
    return [
      ...entry(record, { ...options, timeZone: record.timeZone }),
      paragraph(link(page.slice(folder.length), `${record.run.runbook} ${record.runId}`)),
    ];
  });
  const unread = damaged.map(({ path }) => [code(path)]);
  return markdown([
    heading(1, text(`${word('section/journal', locale)} ${year}`)),
    ...entries,
    ...(unread.length > 0 ? [heading(2, text(word('section/damaged', locale))), list(unread)] : []),
  ]);
}
