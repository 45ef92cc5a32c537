import { titleOf } from '../record/group.ts';
import { formatInstant } from '../text/format.ts';
import {
  type Block,
  code,
  type Inline,
  joined,
  labelled,
  list,
  markdown,
  paragraph,
  strong,
  text,
} from '../text/markdown.ts';
import { joinWords, word } from '../text/words.ts';
import { fitted, type Section } from './fit.ts';
import type { Incident } from './model.ts';
import { plain, recordLink, runLink } from './references.ts';
import { evidenceSections, remedySection, rowSections } from './render-rows.ts';
import type { Waiver } from './waiver.ts';
import { type IncidentWords, say, sentence } from './words.ts';

/**
 * The text of an open incident: what, where, what to do, evidence; cut between sections, rows and
 * pieces of evidence where there is more than `maxCharacters`.
 */
export function renderContent(
  incident: Incident,
  waiver: Waiver | undefined,
  words: IncidentWords,
  maxCharacters: number,
): string {
  const sections: Section[] = [
    { blocks: [facts(incident, waiver, words)], needed: true },
    { blocks: footer(words), needed: true, last: true },
    ...rowSections(incident, words),
    ...remedySection(incident, words),
    ...evidenceSections(incident, words),
  ];
  return fitted(sections, maxCharacters, (blocks) => markdown(blocks));
}

function facts(incident: Incident, waiver: Waiver | undefined, words: IncidentWords): Block {
  const { locale, timeZone } = words;
  const { rows, scope, owners, uses, object } = incident;
  const line = (id: Parameters<typeof say>[0], children: readonly Inline[]) =>
    labelled(say(id, locale), children);
  const newest = rows
    .flatMap(({ standing }) => standing)
    .reduce((a, b) => (Date.parse(b.lastSeen) > Date.parse(a.lastSeen) ? b : a));
  const runbooks = new Map(
    rows.flatMap(({ standing }) => standing.map(({ runbook }) => [runbook.id, runbook.title])),
  );
  const checks = uses.map((use) => [plain(`${titleOf(use, words)} `), code(use)]);
  const { source } = newest;
  const record = source ? [recordLink(source, words), runLink(source, words)] : [];
  const links = record.filter((parts) => parts.length > 0);
  return list([
    line('severity', [strong(word(`verdict/${incident.severity}`, locale))]),
    line('check', joined(checks, locale === 'ja' ? '、' : ', ')),
    line('object', [code(object)]),
    ...(scope === undefined ? [] : [line('scope', [code(scope.replace(/^group=/, ''))])]),
    line('runbook', [
      text(
        joinWords(
          [...runbooks.values()].map((one) => one[locale]),
          locale,
        ),
      ),
    ]),
    line('since', [text(formatInstant(incident.since, timeZone))]),
    line('seen', [text(formatInstant(newest.lastSeen, timeZone))]),
    ...(links.length > 0 ? [line('record', joined(links, ' · '))] : []),
    ...(owners.length === 0
      ? []
      : [line('owners', [text(owners.map((one) => `@${one}`).join(' '))])]),
    ...(waiver ? [line('waived', sentence('waived-until', { ...waiver }, words))] : []),
  ]);
}

function footer(words: IncidentWords): Block[] {
  const args = { command: `/waive 7d ${say('reason', words.locale)}`, undo: '/unwaive' };
  return [
    { type: 'thematicBreak' },
    paragraph(text(say('footer-closes', words.locale))),
    paragraph(...sentence('footer-waive', args, words)),
  ];
}
