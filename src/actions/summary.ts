import { byVerdict } from '../core/severity.ts';
import type { IncidentEvent } from '../incident/actions.ts';
import type { StandingIssue } from '../incident/tick.ts';
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
const shownIssues = 50;

/**
 * What a person sees on the page of the run: the entry of the journal, each step with its
 * verdict, worst first, and where the rest is.
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
  const groups = Map.groupBy(withoutConsequences(run.steps), ({ step, verdict }) =>
    JSON.stringify([step, verdict]),
  );
  const rows = [...groups.values()]
    .flatMap((steps) => (steps[0] ? [{ steps, first: steps[0], verdict: steps[0].verdict }] : []))
    .sort(byVerdict)
    .map(({ steps, first, verdict }) => [
      [text(word(`verdict/${verdict}`, locale))],
      [text(stepTitle(first.use, first.step, words))],
      [text(hostsOf(steps, words))],
      why(first, words),
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

/** A host that was not reached is one row, and not one for each of its steps. */
function withoutConsequences(steps: readonly RunStep[]): readonly RunStep[] {
  const lost = new Set(
    steps.filter(({ use }) => use === 'host.unreachable').map(({ host }) => host),
  );
  return steps.filter(
    ({ host, verdict, findings }) =>
      !(lost.has(host) && verdict === 'unknown' && findings.length === 0),
  );
}

function hostsOf(steps: readonly RunStep[], words: Words): string {
  return hostList([...new Set(steps.map(({ host }) => host))], words, 3);
}

function why(first: RunStep, words: Words) {
  const finding = first.findings.find(({ severity }) => severity === first.verdict);
  const told = finding?.message ?? first.reason;
  return told ? inWords(told, words) : [];
}

export function recordLink(url: string, words: Pick<Words, 'locale'>): Link {
  return { title: say('action/record', {}, words.locale), url };
}

/** The issues that a run has changed, then those that stand on what its runbooks have found. */
export function issueLinks(
  records: readonly MaintenanceRecord[],
  events: readonly IncidentEvent[],
  standing: readonly StandingIssue[],
): readonly Link[] {
  const here = new Set(records.map(({ run }) => run.runbook));
  const about = standing.filter(({ runbooks }) => runbooks.some((id) => here.has(id)));
  const links = new Map<string, Link>();
  for (const { url, title } of [...events, ...about]) {
    if (url !== undefined && !links.has(url)) links.set(url, { url, title });
  }
  return [...links.values()].slice(0, shownIssues);
}
