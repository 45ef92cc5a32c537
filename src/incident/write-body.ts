import { stableJson } from '../record/json.ts';
import { hiddenJson } from '../text/hidden-json.ts';
import { joinBody, renderBlock, type Surroundings } from './block.ts';
import { digest } from './identity.ts';
import type { Memory } from './memory.ts';
import type { Incident } from './model.ts';
import { renderContent } from './render-body.ts';
import type { Waiver } from './waiver.ts';
import type { IncidentWords } from './words.ts';

/** GitHub's limit is 65,536 characters. */
export const maxBody = 65_000;
/** Of the layout: another number makes every open issue be written again. */
const layout = 1;
/** The two comments without the marker's own text. */
const frame = 200;

/** People's own text may be so long that not even the marker finds room: the body then stays. */
export function bodyWith(
  memory: Memory,
  around: Surroundings,
  content: (maxCharacters: number) => string,
): string | undefined {
  const room =
    maxBody -
    around.before.length -
    around.after.length -
    hiddenJson({ ...memory, text: '' }).length -
    frame;
  for (const limit of [room, 0]) {
    const text = limit > 0 ? content(limit) : '';
    if (text.length > Math.max(0, room)) continue;
    const body = joinBody(around, renderBlock(memory, text));
    if (body.length <= maxBody) return body;
  }
  return undefined;
}

export function incidentBody(
  memory: Memory,
  around: Surroundings,
  incident: Incident,
  words: IncidentWords,
): string | undefined {
  return bodyWith(memory, around, (room) => renderContent(incident, memory.waiver, words, room));
}

/**
 * Digest of all that people would want to know: a later look at the same trouble is not worth a
 * request, so times of last sight, links and evidence come along with the next change.
 */
export function showsOf(
  incident: Incident,
  waiver: Waiver | undefined,
  { locale, timeZone, links }: IncidentWords,
): string {
  const { key, uses, scope, severity, since, owners, rows } = incident;
  const material = rows.map(({ host, severity, standing }) => [
    host,
    severity,
    standing.map(({ use, step, runbook, finding, firstSeen, confirmed }) => {
      const { message, remedy } = finding;
      return [use, step, runbook, message, remedy ?? null, firstSeen, confirmed];
    }),
  ]);
  const all = [layout, locale, timeZone, links, key, uses, scope, severity, since, owners];
  return digest(stableJson([...all.map((one) => one ?? null), material, waiver ?? null]));
}
