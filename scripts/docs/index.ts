import type { EntryDescription } from '../../src/cli/catalogue/describe.ts';
import { byDomain, domainTitle } from '../../src/cli/catalogue/domains.ts';
import { engineMessages } from '../../src/engine/messages.ts';
import {
  type Block,
  heading,
  link,
  list,
  markdown,
  paragraph,
  table,
  text,
} from '../../src/text/markdown.ts';
import { note } from './page.ts';
import { messageProse, prose } from './prose.ts';

/** All entries by domain, and what they have in common. */
export function index(entries: readonly EntryDescription[]): string {
  const blocks: Block[] = [
    heading(1, text('Catalogue')),
    paragraph(
      text(
        'What a step of a runbook can use. Every page has the parameters, an example, everything that it can find, and the tools and rights that it needs on a host.',
      ),
    ),
    paragraph(
      ...prose(
        'On the command line: `teiki catalogue` lists them, `teiki catalogue ID` tells about one.',
      ),
    ),
    ...byDomain(entries).flatMap(([domain, list]) => [
      heading(2, text(domainTitle(domain).en)),
      table(
        [
          { title: 'Id' },
          { title: 'Title' },
          { title: '名称' },
          { title: 'Kind' },
          { title: 'Level', align: 'right' as const },
        ],
        list.map(({ id, title, kind, level }) => [
          [link(`${id}.md`, id)],
          [text(title.en)],
          [text(title.ja)],
          [text(kind)],
          [text(String(level))],
        ]),
      ),
    ]),
    heading(2, text('What every check can say')),
    paragraph(
      text(
        'A check that gets no answer does not know, and says so: its verdict is unknown, which opens an incident like any other finding.',
      ),
    ),
    list(
      Object.entries(engineMessages)
        .filter(([id]) => id.startsWith('unknown/') && !id.endsWith('-remedy'))
        .map(([, message]) => messageProse(message, 'en')),
    ),
  ];
  return `${note}${markdown(blocks)}`;
}
