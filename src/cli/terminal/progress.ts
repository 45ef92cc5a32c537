import { createLogUpdate } from 'log-update';
import { worst } from '../../core/severity.ts';
import type { Progress } from '../../engine/run-fleet.ts';
import { pad, someNames } from './columns.ts';
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

/** Finished hosts scroll by; below them, what is going on right now. */
export function liveProgress(
  stream: NodeJS.WriteStream,
  style: Style,
  total: number,
): ProgressDisplay {
  const update = createLogUpdate(stream);
  const running = new Map<string, number>();
  const startedAt = Date.now();
  let finished = 0;
  let ended = false;
  const draw = () => {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    const filled = total === 0 ? 20 : Math.floor((finished / total) * 20);
    const bar = style.cyan('━'.repeat(filled)) + style.dim('━'.repeat(20 - filled));
    const names = someNames([...running.keys()], Math.max(20, (stream.columns ?? 80) - 45));
    update(`${bar} ${finished}/${total}  ${seconds} s  ${style.dim(names)}`);
  };
  const timer = setInterval(draw, 250);
  timer.unref();
  return {
    show: (progress) => {
      if (progress.kind === 'host-started') running.set(progress.host, Date.now());
      else {
        finished += 1;
        running.delete(progress.host);
        update.clear();
        stream.write(`${finishedLine(progress, style)}\n`);
      }
      draw();
    },
    end: () => {
      clearInterval(timer);
      update.clear();
      if (!ended) stream.write('\n');
      ended = true;
    },
  };
}

function finishedLine(
  { host, outcome }: Extract<Progress, { kind: 'host-finished' }>,
  style: Style,
): string {
  const verdict = worst(outcome.steps.map((step) => step.verdict));
  const seconds = (outcome.durationMs / 1000).toFixed(1);
  return `${coloured(style, verdict, marks[verdict])} ${pad(host, 16)} ${style.dim(`${seconds} s`)}`;
}
