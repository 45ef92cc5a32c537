import { markdown, paragraph, text } from '../text/markdown.ts';
import type { Announced } from './model.ts';
import type { NoticePatch } from './tracker.ts';

/** Something to do on the page of issues. */
export type NoticeStep =
  | {
      readonly kind: 'create';
      readonly announced: Announced;
      readonly title: string;
      readonly body: string;
      readonly labels: readonly string[];
    }
  | { readonly kind: 'update'; readonly number: number; readonly patch: NoticePatch }
  | { readonly kind: 'comment'; readonly number: number; readonly body: string };

/** What makes the notices be what they should. */
export interface NoticePlan {
  readonly steps: readonly NoticeStep[];
  readonly news: readonly NoticeNews[];
}

/** Something that those affected are to hear of. */
export interface NoticeNews {
  readonly title: string;
  readonly text: string;
  readonly url?: string;
}

export const nothing: NoticePlan = { steps: [], news: [] };

/** What we say of ourselves has a mark, so that nobody takes it for a command. */
export function comment(value: string): string {
  return `${markdown([paragraph(text(value))]).trim()}\n\n<!-- teiki:notice-note -->`;
}
