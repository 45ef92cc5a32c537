import { inWords, remedyInWords, stepTitle } from '../record/group.ts';
import { stableJson } from '../record/json.ts';
import { formatInstant } from '../text/format.ts';
import {
  type Block,
  code,
  codeBlock,
  heading,
  type Inline,
  joined,
  list,
  paragraph,
  table,
  text,
} from '../text/markdown.ts';
import { isKnown } from '../text/render.ts';
import { word } from '../text/words.ts';
import type { Section } from './fit.ts';
import type { Incident, IncidentRow, Standing } from './model.ts';
import { plain } from './references.ts';
import { type IncidentWords, say, sentence } from './words.ts';

const shownRows = 100;
const shownEvidence = 8;
const evidenceCharacters = 1500;

export function rowSections({ rows }: Incident, words: IncidentWords): Section[] {
  const { locale } = words;
  const titles = ['host', 'severity', 'what', 'since'] as const;
  const columns = titles.map((id) => ({ title: say(id, locale) }));
  const build = (count: number): Block[] => [
    heading(3, text(`${say('hosts', locale)} (${rows.length})`)),
    table(
      columns,
      rows.slice(0, count).map((row) => cells(row, words)),
    ),
    ...(count < rows.length
      ? [paragraph(...sentence('more-hosts', { count: rows.length - count }, words))]
      : []),
  ];
  const most = Math.min(rows.length, shownRows);
  const fewer = [most, 40, 10, 3, 1].filter((count) => count <= most);
  return [{ blocks: build(most), smaller: fewer.slice(1).map((count) => () => build(count)) }];
}

function cells({ host, severity, standing }: IncidentRow, words: IncidentWords): Inline[][] {
  const first = standing.reduce((a, b) =>
    Date.parse(b.firstSeen) < Date.parse(a.firstSeen) ? b : a,
  );
  const said = new Set<string>();
  const what = standing.slice(0, 3).flatMap((one): Inline[][] => {
    const parts = inWords(one.finding.message, words);
    const id = stableJson(one.finding.message);
    if (said.has(id)) return [];
    said.add(id);
    return [one.confirmed ? parts : [...parts, plain(` — ${say('unconfirmed', words.locale)}`)]];
  });
  return [
    [code(host)],
    [text(word(`verdict/${severity}`, words.locale))],
    joined(what, ' / '),
    [text(formatInstant(first.firstSeen, words.timeZone))],
  ];
}

export function remedySection({ rows }: Incident, words: IncidentWords): Section[] {
  const remedies = new Map<string, Inline[]>();
  for (const { finding } of rows.flatMap(({ standing }) => standing)) {
    if (remedies.size >= 5) break;
    if (finding.remedy && isKnown(finding.remedy, words.messages)) {
      remedies.set(stableJson(finding.remedy), remedyInWords(finding.remedy, words));
    }
  }
  if (remedies.size === 0) return [];
  const title = heading(3, text(say('remedies', words.locale)));
  return [{ blocks: [title, list([...remedies.values()])] }];
}

/** Evidence of the worst hosts, a piece each; the rest is in the record. */
export function evidenceSections({ rows }: Incident, words: IncidentWords): Section[] {
  const all = rows.flatMap(({ standing }) => standing.filter(({ finding }) => finding.evidence));
  if (all.length === 0) return [];
  const more: Block = paragraph(text(say('more-evidence', words.locale)));
  const title = heading(3, text(say('evidence', words.locale)));
  const pieces = all.slice(0, shownEvidence).map((one) => ({ blocks: piece(one, words) }));
  const [first, ...others] = pieces;
  return [
    { blocks: [title, ...(first?.blocks ?? [])], smaller: [() => [title, more]] },
    ...others,
    ...(all.length > shownEvidence ? [{ blocks: [more] }] : []),
  ];
}

function piece({ host, use, step, finding }: Standing, words: IncidentWords): Block[] {
  const label = paragraph(code(host), plain(` — ${stepTitle(use, step, words)}`));
  return [label, codeBlock(finding.evidence ?? '', evidenceCharacters)];
}
