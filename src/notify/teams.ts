import type { Digest } from './digest.ts';
import { type Line, outline } from './lines.ts';

/**
 * The message for a webhook of Teams (a workflow that posts cards): an Adaptive Card. Runs of text
 * in a rich text block have no Markdown, and there are no mentions without a list of them, so
 * nothing needs an escape.
 */
export function teamsPayload(digest: Digest) {
  const { headline, sections, links } = outline(digest);
  const openers = links.flatMap(({ text, url }) =>
    url === undefined ? [] : [{ type: 'Action.OpenUrl', title: text, url }],
  );
  return {
    type: 'message',
    summary: headline,
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          msteams: { width: 'Full' },
          body: [
            paragraph([{ ...run(headline), weight: 'Bolder', size: 'Medium' }]),
            ...sections.flatMap(({ title, lines, urgent }) => [
              paragraph([
                { ...run(title), weight: 'Bolder', ...(urgent && { color: 'Attention' }) },
              ]),
              ...lines.map((line) => paragraph(runs(line))),
            ]),
          ],
          ...(openers.length > 0 && { actions: openers }),
        },
      },
    ],
  };
}

interface TextRun {
  readonly type: 'TextRun';
  readonly text: string;
  readonly weight?: 'Bolder';
  readonly size?: 'Medium';
  readonly color?: 'Attention';
  readonly isSubtle?: boolean;
  readonly selectAction?: { readonly type: 'Action.OpenUrl'; readonly url: string };
}

function runs({ text, url, detail }: Line): TextRun[] {
  const opener =
    url === undefined ? {} : { selectAction: { type: 'Action.OpenUrl' as const, url } };
  const shown = { ...run(`• ${text}`), ...opener };
  return detail === undefined ? [shown] : [shown, { ...run(` — ${detail}`), isSubtle: true }];
}

function run(text: string): TextRun {
  return { type: 'TextRun', text };
}

function paragraph(inlines: readonly TextRun[]) {
  return { type: 'RichTextBlock', inlines };
}
