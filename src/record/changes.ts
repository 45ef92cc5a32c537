import { localDate } from '../text/format.ts';
import type { Block } from '../text/markdown.ts';
import { joined, labelled, list, paragraph, text } from '../text/markdown.ts';
import { moreRows, word } from '../text/words.ts';
import { type Changes, changeKinds, compareRuns, isPartOf } from './compare.ts';
import { grouped, inWords, prefix, type Words } from './group.ts';
import type { MaintenanceRecord } from './record.ts';
import type { RunResult } from './run-result.ts';

const shownOfAKind = 5;

/** What is new, worse, better, gone, still there: a line for each that there is. */
export function changeBlocks(
  record: MaintenanceRecord,
  before: MaintenanceRecord | undefined,
  words: Words,
): Block[] {
  const { locale } = words;
  if (!before) return [paragraph(text(word('change/first', locale)))];
  const changes = isPartOf(record, before)
    ? withoutLeftOut(compareRuns(before.run, record.run), record.run)
    : compareRuns(before.run, record.run);
  const items = changeKinds.flatMap((kind) => {
    const groups = grouped(changes[kind]);
    if (groups.length === 0) return [];
    const shown = groups
      .slice(0, shownOfAKind)
      .map(({ finding, hosts }) => [prefix(hosts, words), ...inWords(finding.message, words)]);
    const more = groups.length - shownOfAKind;
    const all = more > 0 ? [...shown, [text(moreRows(more, locale))]] : shown;
    return [labelled(`${word(`change/${kind}`, locale)} (${groups.length})`, joined(all, ' / '))];
  });
  const since = `${localDate(before.run.startedAt, before.timeZone)} (${before.runId})`;
  return [
    paragraph(text(`${word('change/since', locale)}: ${since}`)),
    items.length === 0 ? paragraph(text(word('change/none', locale))) : list(items),
  ];
}

/** What a run was not meant to look at is no news of it. */
function withoutLeftOut(changes: Changes, { steps, hosts }: RunResult): Changes {
  const meant = new Set(steps.map(({ step }) => step));
  const names = new Set(hosts.map(({ name }) => name));
  const unjudged = changes.unjudged.filter(({ step, host }) => meant.has(step) && names.has(host));
  return { ...changes, unjudged };
}
