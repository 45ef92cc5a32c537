import { worst } from '../../core/severity.ts';
import type { Progress } from '../../engine/run-fleet.ts';
import { pad } from './columns.ts';
import { coloured, marks, type Style } from './style.ts';

/** Shows what a run is doing on stderr; results go to stdout and are not its business. */
export interface ProgressDisplay {
  readonly show: (progress: Progress) => void;
  readonly end: () => void;
}

export const silent: ProgressDisplay = { show: () => {}, end: () => {} };

/** One line per finished host; for logs. */
export function plainProgress(
  stream: NodeJS.WriteStream,
  style: Style,
  total: number,
): ProgressDisplay {
  let finished = 0;
  return {
    show: (progress) => {
      if (progress.kind === 'host-started') return;
      finished += 1;
      stream.write(`[${finished}/${total}] ${finishedLine(progress, style)}\n`);
      if (finished === total) stream.write('\n');
    },
    end: () => {},
  };
}

export function finishedLine(
  { host, outcome }: Extract<Progress, { kind: 'host-finished' }>,
  style: Style,
): string {
  const verdict = worst(outcome.steps.map((step) => step.verdict));
  const seconds = (outcome.durationMs / 1000).toFixed(1);
  return `${coloured(style, verdict, marks[verdict])} ${pad(host, 16)} ${style.dim(`${seconds} s`)}`;
}
