import type { Digest } from './digest.ts';
import { type Line, outline } from './lines.ts';

/** Slack's limits: 3,000 characters in a section, 150 in a header, 50 blocks. */
const maxSection = 2900;
const maxHeader = 150;

/** The message for an incoming webhook of Slack, in Block Kit. */
export function slackPayload(digest: Digest) {
  const { headline, sections, links } = outline(digest);
  const context = links.map(lineOf).join(' · ');
  return {
    text: escapeSlack(headline),
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      {
        type: 'header',
        text: { type: 'plain_text', text: cut(headline, maxHeader), emoji: false },
      },
      ...sections.flatMap(({ title, lines, urgent }) => {
        const heading = `${urgent ? '🔴 ' : ''}*${escapeSlack(title)}*`;
        return chunks([heading, ...lines.map((line) => `• ${lineOf(line)}`)]).map(section);
      }),
      ...(context === '' ? [] : [{ type: 'context', elements: [mrkdwn(context)] }]),
    ],
  };
}

/**
 * Text that Slack shows as it is. Only `&`, `<` and `>` have an escape of their own, which also
 * takes `<!channel>` and `<@U…>` apart; marks of emphasis have none and become their wide forms.
 */
export function escapeSlack(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('*', '＊')
    .replaceAll('_', '＿')
    .replaceAll('~', '～')
    .replaceAll('`', "'")
    .replaceAll(/@(?=(here|channel|everyone)\b)/g, '＠')
    .replaceAll(/:(?=[\w+-]+:)/g, '：');
}

function lineOf({ text, url, detail }: Line): string {
  const shown = url === undefined ? escapeSlack(text) : `<${encodeUrl(url)}|${escapeSlack(text)}>`;
  return detail === undefined ? shown : `${shown} — ${escapeSlack(detail)}`;
}

function encodeUrl(url: string): string {
  return url.replaceAll('&', '&amp;').replaceAll('|', '%7C');
}

/** `verbatim`: no links, channels or names are looked for in the text. */
function mrkdwn(text: string) {
  return { type: 'mrkdwn', text, verbatim: true };
}

function section(text: string) {
  return { type: 'section', text: mrkdwn(text) };
}

function chunks(lines: readonly string[]): string[] {
  const result: string[] = [];
  let chunk = '';
  for (const line of lines) {
    if (chunk !== '' && chunk.length + line.length + 1 > maxSection) {
      result.push(chunk);
      chunk = '';
    }
    chunk = chunk === '' ? line : `${chunk}\n${line}`;
  }
  return chunk === '' ? result : [...result, chunk];
}

function cut(text: string, limit: number): string {
  return text.length <= limit
    ? text
    : `${Array.from(text.slice(0, limit - 2))
        .slice(0, -1)
        .join('')}…`;
}
