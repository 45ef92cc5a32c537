import type { Inline } from '../text/markdown.ts';
import { joined, phrasing, text } from '../text/markdown.ts';
import { isKnown, messageParts } from '../text/render.ts';
import { joinWords, moreRows, word } from '../text/words.ts';
import { findingsOf } from './compare.ts';
import { type Group, grouped, inWords, prefix, titleOf, type Words } from './group.ts';
import type { QualifiedMessage, RunResult, RunStep } from './run-result.ts';

const shownRemarks = 3;

/**
 * 特記事項: what was found, worst first, and what was done about it
 * (`ディスク使用率85% → ログクリーンアップ: 実施`); なし when there is nothing to say.
 *
 * A message may have a shorter form for this line, `<id>.short`.
 */
export function remarks(run: RunResult, words: Words): Inline[] {
  const groups = grouped(findingsOf(run).filter(({ finding }) => finding.severity !== 'note'));
  const done = run.steps.filter(({ task }) => task && task.outcome !== 'no-op');
  const unasked = done.filter((step) => step.task?.after === undefined && !isToldOf(step));
  const items = [
    ...[...withheld(run), ...overrides(run)].map((reason) => inWords(reason, words)),
    ...groups.map((group) => remark(group, done, run, words)),
    ...done.flatMap((step) => mended(step, run, words)),
    ...together(unasked, words).map(([told, hosts]) => [
      ...(run.hosts.length > 1 ? [prefix(hosts, words)] : []),
      text(told),
    ]),
  ];
  if (items.length === 0) return [text(word('record/none', words.locale))];
  const more = items.length - shownRemarks;
  const shown = more > 0 ? items.slice(0, shownRemarks) : items;
  return joined(more > 0 ? [...shown, [text(moreRows(more, words.locale))]] : shown, ' / ');
}

/** Why a window was not used: what a gate, or somebody who decides, has said. */
function withheld({ steps }: RunResult): readonly QualifiedMessage[] {
  const reasons = steps.flatMap(({ reason }) => reason ?? []);
  const told = reasons.filter(({ id }) => /^(gate|decision)\//.test(id));
  return [...new Map(told.map((reason) => [reason.id, reason])).values()];
}

/** Level 2 or 3 without notice and approval, and why. */
function overrides(run: RunResult): readonly QualifiedMessage[] {
  const told = findingsOf(run).filter(({ finding }) => finding.message.id === 'task/override');
  return grouped(told.map((one) => ({ ...one, step: '', use: '' }))).map(
    ({ finding }) => finding.message,
  );
}

/** What was done, `A、B: 実施`, with the hosts on which it was. */
function together(steps: readonly RunStep[], words: Words): [string, readonly string[]][] {
  const hostsOf = Map.groupBy(steps, ({ use, task }) => JSON.stringify([task?.outcome, use]));
  const alike = Map.groupBy(hostsOf.values(), (same) =>
    JSON.stringify([same[0]?.task?.outcome, [...new Set(same.map(({ host }) => host))]]),
  );
  return [...alike.values()].flatMap((groups): [string, readonly string[]][] => {
    const [first] = groups.flat();
    if (!first) return [];
    const titles = groups.flatMap(([one]) => (one ? titleOf(one.use, words) : []));
    const hosts = [...new Set(groups.flat().map(({ host }) => host))];
    return [[`${joinWords(titles, words.locale)}: ${outcomeInWords(first, words)}`, hosts]];
  });
}

/** A task that has not ended well is told with what was wrong. */
function isToldOf({ task, findings }: RunStep): boolean {
  if (task?.outcome !== 'rolled-back' && task?.outcome !== 'failed') return false;
  return findings.some(({ severity }) => severity !== 'note');
}

function remark(
  { finding, hosts, step }: Group,
  done: readonly RunStep[],
  run: RunResult,
  words: Words,
): Inline[] {
  const parts = phrasing(messageParts(short(finding.message, words), words.locale, words));
  const answer = done.find(
    (one) =>
      hosts.includes(one.host) &&
      (one.task?.after === step || (one.step === step && isToldOf(one))),
  );
  return [
    ...(run.hosts.length > 1 ? [prefix(hosts, words)] : []),
    ...parts,
    ...(answer ? joined([[], [text(taskInWords(answer, words))]], ' → ') : []),
  ];
}

/** What the check has found before and not after: `ディスク使用率85% → ログクリーンアップ: 実施`. */
function mended(step: RunStep, run: RunResult, words: Words): Inline[][] {
  return (step.task?.mended ?? []).map((message) => [
    ...(run.hosts.length > 1 ? [prefix([step.host], words)] : []),
    ...phrasing(messageParts(short(message, words), words.locale, words)),
    ...joined([[], [text(taskInWords(step, words))]], ' → '),
  ]);
}

function taskInWords(step: RunStep, words: Words): string {
  return `${titleOf(step.use, words)}: ${outcomeInWords(step, words)}`;
}

function outcomeInWords({ task }: RunStep, { locale }: Words): string {
  return word(`task/${task?.outcome ?? 'done'}`, locale);
}

function short(message: QualifiedMessage, { messages }: Words): QualifiedMessage {
  const shorter = { ...message, id: `${message.id}.short` };
  return isKnown(shorter, messages) ? shorter : message;
}
