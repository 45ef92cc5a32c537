import { inWords } from '../record/group.ts';
import { type Block, code, type Inline, list, paragraph, strong, text } from '../text/markdown.ts';
import { moreHosts, word } from '../text/words.ts';
import type { IncidentMarker } from './marker.ts';
import type { Desired, Ended, Incident } from './model.ts';
import { rank } from './observation.ts';
import { plain, recordLink } from './references.ts';
import { type IncidentWords, say, sentence } from './words.ts';

/** More hosts than this are counted, not named: in the marker and in comments. */
export const namedHosts = 200;
const shownHosts = 20;

export type Told = IncidentMarker['told'];

export function toldOf({ severity, rows }: Incident): Told {
  const hosts = rows.map(({ host }) => host).sort();
  return { severity, count: rows.length, ...(hosts.length <= namedHosts && { hosts }) };
}

/** What has changed since people were last told: severity, hosts that joined, hosts that left. */
export function news(
  incident: Incident,
  told: Told,
  ended: Desired['ended'],
  words: IncidentWords,
): Block[] {
  const { locale } = words;
  const blocks: Block[] = [];
  const now = toldOf(incident);
  if (now.severity !== told.severity) {
    const id = rank(now.severity) < rank(told.severity) ? 'told-worse' : 'told-better';
    blocks.push(paragraph(...sentence(id, { from: told.severity, to: now.severity }, words)));
  }
  if (!now.hosts || !told.hosts) {
    if (now.count !== told.count) {
      blocks.push(paragraph(...sentence('told-more', { from: told.count, to: now.count }, words)));
    }
    return blocks;
  }
  const before = new Set(told.hosts);
  const after = new Set(now.hosts);
  const joined = incident.rows.filter(({ host }) => !before.has(host));
  const left = told.hosts.filter((host) => !after.has(host));
  if (joined.length > 0) {
    const items = joined.map(({ host, severity, standing }) => [
      code(host),
      plain(` ${word(`verdict/${severity}`, locale)}: `),
      ...inWords(standing[0].finding.message, words),
    ]);
    blocks.push(paragraph(strong(say('told-joined', locale))), bounded(items, words));
  }
  if (left.length > 0) {
    const hosts = ended.get(incident.key);
    blocks.push(paragraph(strong(say('told-left', locale))), endedHosts(left, hosts, words));
  }
  return blocks;
}

/** The evidence that it is gone: for each host the run that has looked and not found it. */
export function endedHosts(
  hosts: readonly string[],
  ended: ReadonlyMap<string, Ended> | undefined,
  words: IncidentWords,
): Block {
  const items = hosts.map((host): Inline[] => {
    const end = ended?.get(host);
    if (end?.why !== 'mended' || !(end.source ?? end.at)) {
      return [code(host), plain(`: ${say('not-checked', words.locale)}`)];
    }
    const { source } = end;
    const record = source ? [plain(' ('), ...recordLink(source, words), plain(')')] : [];
    return [code(host), plain(`: ${say('ok', words.locale)}`), ...record];
  });
  return bounded(items, words);
}

function bounded(items: readonly (readonly Inline[])[], { locale }: IncidentWords): Block {
  const more = items.length - shownHosts;
  if (more <= 0) return list(items);
  return list([...items.slice(0, shownHosts), [text(moreHosts(more, locale))]]);
}
