import { formatInstant } from '../text/format.ts';
import { code, type Inline, link } from '../text/markdown.ts';
import type { Source } from './model.ts';
import { type IncidentWords, say } from './words.ts';

/** Local time of a run, linked to its record. */
export function recordLink({ record, at }: Source, words: IncidentWords): Inline[] {
  const url = recordUrl(record, words);
  const shown = formatInstant(at, words.timeZone);
  return url === undefined ? [code(`${shown} ${record}`)] : [link(url, shown)];
}

/** The log of the run, where GitHub has one. */
export function runLink({ runId }: Source, { links, locale }: IncidentWords): Inline[] {
  const [, run, attempt] = /^(\d+)-(\d+)(?:-recheck)?$/.exec(runId) ?? [];
  if (!links || run === undefined) return [];
  return [link(`${links.repository}/actions/runs/${run}/attempts/${attempt}`, say('run', locale))];
}

export function recordUrl(
  record: string,
  { links }: Pick<IncidentWords, 'links'>,
): string | undefined {
  if (links?.branch === undefined) return undefined;
  const parts = [...links.branch.split('/'), ...links.directory.split('/'), ...record.split('/')];
  const path = parts.filter((part) => part !== '' && part !== '.').map(encodeURIComponent);
  return `${links.repository}/blob/${path.join('/')}`;
}

/** Our own words with the blanks at their ends, which stand between them and their neighbours. */
export function plain(value: string): Inline {
  return { type: 'text', value };
}
