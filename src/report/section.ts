import type { Words } from '../record/group.ts';
import type { Block } from '../text/markdown.ts';
import type { Chart } from './charts/model.ts';
import type { ReportInput } from './input.ts';
import type { Sources } from './sources.ts';
import type { Say } from './words.ts';

export interface Section {
  readonly title: string;
  readonly blocks: readonly (Block | Chart)[];
  /** What the summary at the top says of it. */
  readonly summary?: string;
}

export interface Context {
  readonly input: ReportInput;
  readonly words: Words;
  readonly say: Say;
  readonly sources: Sources;
}
