import { z } from 'zod';
import { hiddenJson } from '../text/hidden-json.ts';

/** What a notice's text knows of itself: hidden, versioned, written by us alone. */
export const NoticeMarker = z.object({
  runbook: z.string(),
  window: z.string(),
  /** The envelope that the text shows. */
  envelope: z.string(),
  startsAt: z.iso.datetime(),
  /** When the envelope that is shown was first shown: approvals before are void. */
  shownAt: z.iso.datetime(),
});
export type NoticeMarker = z.output<typeof NoticeMarker>;

const pattern = /<!-- teiki:notice v1 (\{[^\n]*?\}) -->/;

export function withMarker(text: string, marker: NoticeMarker): string {
  return `<!-- teiki:notice v1 ${hiddenJson(marker)} -->\n${text}`;
}

export function markerOf(body: string): NoticeMarker | undefined {
  const [, json] = pattern.exec(body) ?? [];
  if (json === undefined) return undefined;
  try {
    return NoticeMarker.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}

const answered = /<!-- teiki:answer (\d+) -->/g;

/** A comment of ours that answers another one, so that none is answered twice. */
export function asAnswer(text: string, to: number): string {
  return `${text}\n\n<!-- teiki:answer ${to} -->`;
}

export function answersIn(bodies: readonly string[]): ReadonlySet<number> {
  return new Set(
    bodies.flatMap((body) => [...body.matchAll(answered)].map(([, id]) => Number(id))),
  );
}
