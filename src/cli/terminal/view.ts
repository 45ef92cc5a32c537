import type { Locale } from '../../core/message.ts';
import type { TextOptions } from '../../text/render.ts';
import type { Style } from './style.ts';

export interface ResultView {
  readonly locale: Locale;
  readonly text: TextOptions;
  readonly style: Style;
  /** Cells of the terminal. */
  readonly width: number;
}
