import { byVerdict, worst } from '../core/severity.ts';
import { entry } from '../record/entry.ts';
import { hostList, inWords, stepTitle, type Words } from '../record/group.ts';
import type { MaintenanceRecord } from '../record/record.ts';
import type { RunStep } from '../record/run-result.ts';
import { type Block, link, list, markdown, paragraph, table, text } from '../text/markdown.ts';
import { moreRows, word } from '../text/words.ts';
import { say } from './messages.ts';

export interface Link {
  readonly title: string;
  readonly url: string;
}

/** A runbook has some ten steps; one with more has a page of its own to be read. */
const shownRows = 60;

/**
 * What a person sees on the page of the run: each step with its verdict, worst first, the entry of
 * the journal, and where the rest is. Sections in the order in which they are missed least.
 */
export function summarySections(
  record: MaintenanceRecord,
  words: Words,
  links: readonly Link[],
): string[] {
  return [
    markdown(entry(record, words)),
    markdown(verdictTable(record, words)),
    links.length === 0 ? '' : markdown([list(links.map(({ url, title }) => [link(url, title)]))]),
  ];
}

function verdictTable({ run }: MaintenanceRecord, words: Words): Block[] {
  const { locale } = words;
  const groups = [...Map.groupBy(run.steps, ({ step }) => step).values()];
  const rows = groups
    .map((steps) => ({ steps, verdict: worst(steps.map((step) => step.verdict)) }))
    .sort(byVerdict)
    .map(({ steps, verdict }) => [
      [text(word(`verdict/${verdict}`, locale))],
      [text(stepTitle(steps[0]?.use ?? '', steps[0]?.step ?? '', words))],
      [text(affected(steps, verdict, words))],
      why(steps, words),
    ]);
  if (rows.length === 0) return [];
  const more = rows.length - shownRows;
  const columns = (['verdict', 'check', 'host', 'message'] as const).map((name) => ({
    title: word(`column/${name}`, locale),
  }));
  return [
    table(columns, rows.slice(0, shownRows)),
    ...(more > 0 ? [paragraph(text(moreRows(more, locale)))] : []),
  ];
}

function affected(steps: readonly RunStep[], verdict: string, words: Words): string {
  if (verdict === 'ok' || verdict === 'skipped') return String(steps.length);
  const hosts = steps.filter((step) => step.verdict === verdict).map(({ host }) => host);
  return `${hostList(hosts, words, 3)} (${hosts.length} / ${steps.length})`;
}

function why(steps: readonly RunStep[], words: Words) {
  const first = [...steps].sort(byVerdict)[0];
  const finding = first?.findings.find(({ severity }) => severity === first.verdict);
  const told = finding?.message ?? first?.reason;
  return told ? inWords(told, words) : [text(first?.verdict === 'ok' ? '' : '—')];
}

export function recordLink(url: string, words: Pick<Words, 'locale'>): Link {
  return { title: say('action/record', {}, words.locale), url };
}
