import { titleOf } from '../record/group.ts';
import { cleanLine } from '../text/untrusted.ts';
import { joinWords, word } from '../text/words.ts';
import { isShared } from './identity.ts';
import { type Incident, unreachable } from './model.ts';
import type { IncidentWords } from './words.ts';

/** GitHub takes 256 characters. */
const maxTitle = 240;
const maxObject = 120;

/**
 * `ログディスク容量確認: filesystem:/dev/vda1 (app1)`. What stands before the hosts stays the same
 * as long as the incident does, so that an issue whose marker is lost is known by it.
 */
export function titleFor(incident: Incident, words: IncidentWords): string {
  const { rows } = incident;
  const hosts =
    rows.length <= 2
      ? joinWords(
          rows.map(({ host }) => host),
          words.locale,
        )
      : words.locale === 'ja'
        ? `${rows.length} 台`
        : `${rows.length} hosts`;
  return `${titleBase(incident, words)} (${hosts})`.slice(0, maxTitle);
}

export function titleBase(incident: Incident, words: IncidentWords): string {
  const { uses, object, scope } = incident;
  const [use = ''] = uses;
  // A second check of the file system may come and go, so none of them gives the name.
  const name = isShared(object) ? fileSystem[words.locale] : titleOf(use, words);
  const limit = scope === undefined ? '' : `${scope.replace(/^group=/, '')}: `;
  return `${limit}${name}${objectPart(object, use, words)}`;
}

/** What is left of a title without the hosts, which come and go. */
export function withoutHosts(title: string): string {
  return title.replace(/ \([^()]*\)$/, '');
}

const fileSystem = { ja: 'ファイルシステム', en: 'File system' };

function objectPart(object: string, use: string, { locale }: IncidentWords): string {
  if (use === unreachable.use && object === unreachable.key) return '';
  if (object === 'unknown') return `: ${word('verdict/unknown', locale)}`;
  const shown = isShared(object) ? object.slice(object.indexOf(':') + 1) : object;
  return `: ${inert(cleanLine(shown, { maxCharacters: maxObject }))}`;
}

/** A title is no Markdown but for backticks, yet pages that quote it may link what looks like it. */
function inert(text: string): string {
  return text
    .replaceAll('`', "'")
    .replaceAll('@', '＠')
    .replaceAll(/#(?=\d)/g, '＃');
}
