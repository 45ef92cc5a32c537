import { createLogUpdate } from 'log-update';
import { someNames } from './columns.ts';
import { finishedLine, type ProgressDisplay } from './progress.ts';
import type { Style } from './style.ts';

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
