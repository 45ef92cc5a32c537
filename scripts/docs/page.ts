import { stringify } from 'yaml';
import type { EntryDescription } from '../../src/cli/catalogue/describe.ts';
import { domainTitle } from '../../src/cli/catalogue/domains.ts';
import type { ParameterDescription } from '../../src/cli/catalogue/params.ts';
import {
  type Block,
  code,
  heading,
  joined,
  link,
  list,
  markdown,
  paragraph,
  strong,
  table,
  text,
} from '../../src/text/markdown.ts';
import type { Example } from './example.ts';
import { findings } from './findings.ts';
import { helpers, needs } from './needs.ts';
import type { Observed } from './observed.ts';
import { prose } from './prose.ts';

/** The page of one entry: English first, Japanese title and description beside. */
export function page(entry: EntryDescription, observed: Observed, example: Example): string {
  const { id, kind, title, description, level, domain } = entry;
  const domainName = domainTitle(domain).en;
  const blocks: Block[] = [
    heading(1, text(title.en)),
    paragraph(
      ...joined(
        [
          [code(id)],
          [strong(title.ja)],
          [text(`${kind}, level ${level}`)],
          [link(`README.md#${anchor(domainName)}`, domainName)],
        ],
        ' · ',
      ),
    ),
    paragraph(...prose(description.en)),
    { type: 'blockquote', children: [{ type: 'paragraph', children: prose(description.ja) }] },
    heading(2, text('In a runbook')),
    { type: 'code', lang: 'yaml', value: step(entry, example) },
    heading(2, text('Parameters')),
    parameters(entry.parameters),
    heading(2, text(kind === 'task' ? 'What it says' : 'What it finds')),
    findings(entry, observed),
    paragraph(
      text(generalNote(entry)),
      ...prose(' '),
      link('README.md#what-every-check-can-say', 'What every check can say'),
    ),
    heading(2, text('What it needs')),
    needs(entry),
    ...helpers(entry),
  ];
  const measures = Object.entries(entry.measurements);
  if (measures.length > 0) {
    blocks.push(
      heading(2, text('What it measures')),
      table(
        [{ title: 'Name' }, { title: 'Meaning' }, { title: '日本語' }],
        measures.map(([name, { en, ja }]) => [[code(name)], [text(en)], [text(ja)]]),
      ),
    );
  }
  blocks.push(
    heading(2, text('Sources')),
    list(entry.sources.map((source) => [text(source)])),
    heading(2, text('Cases')),
    paragraph(text('Captured output, and what is made of it:')),
    list(
      observed.cases.map(({ name, shows }) => [
        link(`../../test/cases/${id}/${name}.yml`, name.replaceAll('-', ' ')),
        ...prose(`: ${shows}`),
      ]),
    ),
  );
  return `${note}${markdown(blocks)}`;
}

/** Where it comes from, for whoever is about to correct it. */
export const note =
  '<!-- Written by `npm run generate` from src/catalogue and test/cases. Do not edit. -->\n\n';

function generalNote({ transient }: EntryDescription): string {
  const again = 'What it finds may be gone a moment later, so it is probed again before it counts.';
  const rest = 'No answer is never ok: a missing tool, a missing right or a time-out is unknown.';
  return transient ? `${again} ${rest}` : rest;
}

function step({ id, kind }: EntryDescription, example: Example): string {
  const hasParameters = Object.keys(example).length > 0;
  return stringify({ steps: [{ [kind]: id, ...(hasParameters && { with: example }) }] }).trimEnd();
}

function parameters(list: readonly ParameterDescription[]): Block {
  if (list.length === 0) return paragraph(text('None.'));
  return table(
    [{ title: 'Name' }, { title: 'Type' }, { title: 'Default' }, { title: 'Meaning' }],
    list.map(({ name, type, required, default: value, description }) => [
      [code(name)],
      [text(type)],
      value === undefined ? [text(required ? 'required' : '–')] : [code(JSON.stringify(value))],
      prose(description),
    ]),
  );
}

/** As GitHub makes it of a heading. */
function anchor(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
    .replaceAll(/\s/g, '-');
}
