import { severities } from '../core/severity.ts';
import { formatInstant } from '../text/format.ts';
import type { Block, Inline } from '../text/markdown.ts';
import {
  code,
  heading,
  labelled,
  list,
  markdown,
  paragraph,
  table,
  text,
} from '../text/markdown.ts';
import { joinWords, moreRows, type Word, word } from '../text/words.ts';
import { changeBlocks } from './changes.ts';
import { findingsOf } from './compare.ts';
import { entry } from './entry.ts';
import {
  grouped,
  hostList,
  inWords,
  type RenderOptions,
  remedyInWords,
  sentences,
  stepTitle,
  type Words,
} from './group.ts';
import { columnsIn, measurementBlocks } from './measurements.ts';
import { phaseBlocks } from './phases.ts';
import type { MaintenanceRecord } from './record.ts';
import { isCarriedOut, type RunResult, type RunStep } from './run-result.ts';

/** More rows than this nobody reads; the JSON beside the page has them all. */
const shownRows = 40;

/**
 * The page of a record: the team's entry, then what changed, was found, could not be carried out,
 * was changed and measured. The same record and options give the same bytes.
 *
 * @param before the record to compare with: see `predecessors`
 */
export function renderMarkdown(
  record: MaintenanceRecord,
  before: MaintenanceRecord | undefined,
  options: RenderOptions,
): string {
  const words: Words = { ...options, timeZone: record.timeZone };
  const { run } = record;
  return markdown([
    ...entry(record, words),
    ...section('changes', changeBlocks(record, before, words), words),
    ...section('findings', findingBlocks(run, words), words),
    ...section('not-carried-out', notCarriedOutBlocks(run, words), words),
    ...section('tasks', taskBlocks(run, words), words),
    ...section('phases', phaseBlocks(run, words), words),
    ...section('measurements', measurementBlocks(run, before?.run, words), words),
    ...section('about', aboutBlocks(record, words), words),
  ]);
}

type Section = Word extends infer Id ? (Id extends `section/${infer Name}` ? Name : never) : never;

function section(name: Section, blocks: readonly Block[], { locale }: Words): Block[] {
  return blocks.length === 0 ? [] : [heading(3, text(word(`section/${name}`, locale))), ...blocks];
}

function findingBlocks(run: RunResult, words: Words): Block[] {
  const column = columnsIn(words);
  const rows = grouped(findingsOf(run)).map(({ severity, hosts, use, step, finding }) => [
    [text(word(`verdict/${severity}`, words.locale))],
    [text(hostList(hosts, words))],
    [text(stepTitle(use, step, words))],
    inWords(finding.message, words),
    remedyInWords(finding.remedy, words),
    [code(finding.evidence ?? '')],
  ]);
  const names = ['verdict', 'host', 'check', 'message', 'remedy', 'evidence'] as const;
  const columns = names.map((name) => column(name));
  return rows.length === 0 ? [] : [countParagraph(run, words), ...capped(columns, rows, words)];
}

/** How many there are of each severity, for a table that shows some of many. */
function countParagraph(run: RunResult, { locale }: Words): Block {
  const found = findingsOf(run);
  const counts = severities.flatMap((severity) => {
    const count = found.filter(({ finding }) => finding.severity === severity).length;
    return count > 0 ? [`${word(`verdict/${severity}`, locale)} ${count}`] : [];
  });
  return paragraph(text(joinWords(counts, locale)));
}

/** Steps without a judgement, those of one reason together. */
function notCarriedOutBlocks(run: RunResult, words: Words): Block[] {
  const column = columnsIn(words);
  const groups = Map.groupBy(
    run.steps.filter((step) => !isCarriedOut(step)),
    ({ step, reason }) => JSON.stringify([step, reason ?? null]),
  );
  const rows = [...groups.values()].flatMap((steps) => {
    const [first] = steps;
    if (!first) return [];
    const hosts = [...new Set(steps.map(({ host }) => host))];
    const { use, step } = first;
    return [
      [[text(hostList(hosts, words))], [text(stepTitle(use, step, words))], why(first, words)],
    ];
  });
  return capped([column('host'), column('check'), column('reason')], rows, words);
}

function why({ reason, task, findings }: RunStep, words: Words): Inline[] {
  const told = reason ?? findings.find(({ severity }) => severity === 'unknown')?.message;
  if (told) return inWords(told, words);
  return [text(word(task ? `task/${task.outcome}` : 'verdict/unknown', words.locale))];
}

function taskBlocks(run: RunResult, words: Words): Block[] {
  const column = columnsIn(words);
  const rows = run.steps.flatMap(({ host, use, step, task }) =>
    task
      ? [
          [
            [text(host)],
            [text(stepTitle(use, step, words))],
            [text(word(`task/${task.outcome}`, words.locale))],
            sentences(task.changes.map((change) => inWords(change, words))),
          ],
        ]
      : [],
  );
  const names = ['host', 'check', 'outcome', 'changes'] as const;
  return capped(
    names.map((name) => column(name)),
    rows,
    words,
  );
}

function aboutBlocks(record: MaintenanceRecord, words: Words): Block[] {
  const { locale } = words;
  const { run, runbook, timeZone, trigger, actor } = record;
  const startedAt = formatInstant(run.startedAt, timeZone);
  const reached = run.hosts.filter(({ reachable }) => reachable).length;
  const startedBy = word(`trigger/${trigger}`, locale);
  const line = (label: Word, value: string) => labelled(word(label, locale), [text(value)]);
  return [
    list([
      line('about/when', `${startedAt} (${timeZone})`),
      line('about/window', run.window.key),
      line('about/purpose', runbook.purpose[locale]),
      line('about/trigger', actor === undefined ? startedBy : `${startedBy} (${actor})`),
      line('about/mode', word(`mode/${run.mode}`, locale)),
      line('about/hosts', `${reached} / ${run.hosts.length}`),
      line('about/run', `${run.runbook} ${record.runId} (teiki ${record.teikiVersion})`),
    ]),
  ];
}

function capped(
  columns: Parameters<typeof table>[0],
  rows: Parameters<typeof table>[1],
  { locale }: Words,
): Block[] {
  if (rows.length === 0) return [];
  const more = rows.length - shownRows;
  return [
    table(columns, rows.slice(0, shownRows)),
    ...(more > 0 ? [paragraph(text(moreRows(more, locale)))] : []),
  ];
}
