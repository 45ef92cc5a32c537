import type { Message } from '../../core/message.ts';
import type { RunStep } from '../../record/run-result.ts';
import { type Word, word } from '../../text/words.ts';
import { cells, hang, pad } from './columns.ts';
import { coloured, marks } from './style.ts';
import type { ResultView } from './view.ts';

/**
 * What tasks have changed or would change: one line each with its outcome, and below it every
 * single change. Their findings are in the sections of findings, like any other.
 */
export function taskSection(
  steps: readonly RunStep[],
  say: (message: Message) => string,
  { style, locale, width }: ResultView,
): string[] {
  const tasks = steps.flatMap((step) => (step.task ? [{ ...step, task: step.task }] : []));
  if (tasks.length === 0) return [];
  const hostCells = Math.max(...tasks.map(({ host }) => cells(host)));
  const useCells = Math.max(...tasks.map(({ use }) => cells(use)));
  const indent = ' '.repeat(2 + hostCells + 2);
  const lines = tasks.flatMap(({ host, use, task, verdict, reason }) => {
    // One that did not get its turn is skipped; its plan stands below.
    const outcome: Word = verdict === 'skipped' ? 'verdict/skipped' : `task/${task.outcome}`;
    const why = reason ? `: ${say(reason)}` : '';
    const head = `  ${style.bold(pad(host, hostCells))}  ${style.dim(pad(use, useCells))}  `;
    const hanging = ' '.repeat(2 + hostCells + 2 + useCells + 2);
    return [
      head + hang(word(outcome, locale) + why, width, hanging),
      ...task.changes.map((change) => `${indent}+ ${hang(say(change), width, `${indent}  `)}`),
    ];
  });
  const heading = coloured(style, 'note', `${marks.note} ${word('section/tasks', locale)}`);
  return [[heading, ...lines].join('\n')];
}
