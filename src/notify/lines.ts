import type { Locale, Text } from '../core/message.ts';
import { cleanLine } from '../text/untrusted.ts';
import { joinWords, moreHosts, moreRows, word } from '../text/words.ts';
import type { Digest, NotifyIncident } from './digest.ts';

/** Chat is for what is new; the issues have the rest. Also keeps Teams below its 28 KB. */
const maxLines = 20;
const maxTitle = 100;
const maxNotice = 160;
const shownHosts = 3;

const kinds = ['opened', 'reopened', 'worsened', 'closed'] as const;

const words = {
  opened: { ja: '新規', en: 'Opened' },
  reopened: { ja: '再発', en: 'Reopened' },
  worsened: { ja: '悪化', en: 'Worse' },
  closed: { ja: '解消', en: 'Closed' },
  notices: { ja: 'お知らせ', en: 'Notices' },
  record: { ja: '記録', en: 'Record' },
  run: { ja: '実行ログ', en: 'Run' },
  maintenance: { ja: '定期メンテナンス', en: 'Maintenance' },
} as const satisfies Readonly<Record<string, Text>>;

/** A line of plain text, with a link where there is one; each medium escapes it in its own way. */
export interface Line {
  readonly text: string;
  readonly url?: string;
  /** After the link. */
  readonly detail?: string;
}

export interface Section {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly urgent: boolean;
}

export interface Outline {
  /** One line that says it all: what a phone shows. */
  readonly headline: string;
  readonly sections: readonly Section[];
  readonly links: readonly Line[];
}

/** The message in parts that have no markup yet. Hosts have had a say in titles: all is cleaned. */
export function outline(digest: Digest): Outline {
  const { locale, run, incidents, notices, team } = digest;
  let room = maxLines;
  const take = (lines: readonly Line[]): Line[] => {
    const shown = lines.slice(0, Math.max(1, room));
    room -= shown.length;
    const more = lines.length - shown.length;
    return more > 0 ? [...shown, { text: moreRows(more, locale) }] : shown;
  };
  const told = kinds.flatMap((kind): Section[] => {
    const some = incidents.filter((one) => one.kind === kind);
    if (some.length === 0) return [];
    const lines = take(some.map((one) => incidentLine(one, locale)));
    const urgent = kind !== 'closed' && some.some(({ severity }) => severity === 'critical');
    return [{ title: `${words[kind][locale]} (${some.length})`, lines, urgent }];
  });
  const announced = take(
    notices.map(({ title, text, url }) => ({
      text: cleanLine(title, { maxCharacters: maxTitle }),
      ...(text !== undefined && { detail: cleanLine(text, { maxCharacters: maxNotice }) }),
      ...linked(url),
    })),
  );
  const notice = { title: words.notices[locale], lines: announced, urgent: false };
  const sections = notices.length > 0 ? [notice, ...told] : told;
  const about = cleanLine(run?.title ?? words.maintenance[locale], { maxCharacters: 80 });
  const counts = joinWords(sections.map(countOf), locale);
  return {
    headline: `${about}: ${counts} — ${cleanLine(team, { maxCharacters: 40 })}`,
    sections,
    links: [
      ...(run?.record === undefined ? [] : [{ text: words.record[locale], ...linked(run.record) }]),
      ...(run?.url === undefined ? [] : [{ text: words.run[locale], ...linked(run.url) }]),
    ],
  };
}

function incidentLine(
  { title, severity, hosts, url, number, kind }: NotifyIncident,
  locale: Locale,
) {
  const more = hosts.length - shownHosts;
  const names = more > 0 ? [...hosts.slice(0, shownHosts), moreHosts(more, locale)] : hosts;
  const list = cleanLine(joinWords(names, locale), { maxCharacters: maxTitle });
  const verdict = kind === 'closed' ? '' : `[${word(`verdict/${severity}`, locale)}] `;
  const issue = number === undefined ? '' : `#${number} `;
  return {
    text: `${verdict}${issue}${cleanLine(title, { maxCharacters: maxTitle })}`,
    ...(list !== '' && { detail: list }),
    ...linked(url),
  };
}

/** Only what a browser opens; anything else would be a way to smuggle. */
function linked(url: string | undefined): { readonly url?: string } {
  return url !== undefined && /^https?:\/\/[^\s<>|"]{1,250}$/.test(url) ? { url } : {};
}

function countOf({ title, lines }: Section): string {
  return title.includes('(') ? title : `${title} (${lines.length})`;
}
