import type { Locale, Messages } from '../../core/message.ts';
import { cells, hang, pad } from '../terminal/columns.ts';
import type { Style } from '../terminal/style.ts';
import type { EntryDescription, ProbeDescription } from './describe.ts';
import { byDomain, domainTitle } from './domains.ts';
import { patternParts } from './pattern.ts';
import { catalogueWord } from './words.ts';

export interface CatalogueView {
  readonly locale: Locale;
  readonly style: Style;
  /** Cells of the terminal. */
  readonly width: number;
}

/** Ids with titles, by domain. */
export function renderList(entries: readonly EntryDescription[], view: CatalogueView): string {
  const { locale, style } = view;
  const idCells = Math.max(...entries.map(({ id }) => cells(id)));
  const sections = byDomain(entries).map(([domain, list]) =>
    [
      style.bold(domainTitle(domain)[locale]),
      ...list.map(({ id, title, kind, level }) => {
        const more = kind === 'check' && level === 1 ? '' : `  (${kind}, ${level})`;
        return `  ${style.cyan(pad(id, idCells))}  ${title[locale]}${style.dim(more)}`;
      }),
    ].join('\n'),
  );
  return `${[...sections, style.dim(catalogueWord('more', locale))].join('\n\n')}\n`;
}

/** One entry in full. */
export function renderEntry(entry: EntryDescription, view: CatalogueView): string {
  const { locale, style, width } = view;
  const word = (id: Parameters<typeof catalogueWord>[0]) => catalogueWord(id, locale);
  const probes = entry.probes ?? [];
  const known = entry.probes !== null;
  const tools = [...new Set(probes.flatMap((probe) => probe.tools))];
  const sudo = [...new Set([...probes.flatMap((probe) => probe.sudo), ...entry.privileged])];
  const section = (title: string, lines: readonly string[]) =>
    [style.bold(title), ...lines.map((line) => `  ${line}`)].join('\n');
  const list = (lines: readonly string[]) =>
    known ? (lines.length > 0 ? lines : [word('none')]) : [word('depends')];
  return `${[
    `${style.cyan.bold(entry.id)}  ${style.bold(entry.title[locale])}  ${style.dim(`${entry.kind}, ${word('level')} ${entry.level}`)}`,
    hang(entry.description[locale], width, '') + (entry.transient ? `\n${word('transient')}` : ''),
    section(word('parameters'), parameters(entry, view)),
    section(word('probes'), list(probes.map((probe) => probeLine(probe, word)))),
    section(word('tools'), list(tools.length > 0 ? [tools.join(', ')] : [])),
    section(word('sudo'), list(sudo)),
    ...entry.helpers.map(({ path, text }) =>
      section(`${word('helper')}: ${path}`, text.trimEnd().split('\n')),
    ),
    ...(entry.groups.length > 0
      ? [
          section(
            word('groups'),
            entry.groups.map(({ group, reads }) => `${group}: ${reads}`),
          ),
        ]
      : []),
    section(word('measurements'), texts(entry.measurements, view)),
    section(word('messages'), texts(entry.messages, view)),
    section(word('sources'), entry.sources),
  ].join('\n\n')}\n`;
}

function parameters(entry: EntryDescription, { locale, style, width }: CatalogueView): string[] {
  if (entry.parameters.length === 0) return [catalogueWord('none', locale)];
  const nameCells = Math.max(...entry.parameters.map(({ name }) => cells(name)));
  const indent = ' '.repeat(2 + nameCells + 2);
  return entry.parameters.map((parameter) => {
    const { name, type, required, description } = parameter;
    const value =
      parameter.default === undefined
        ? required
          ? `, ${catalogueWord('required', locale)}`
          : ''
        : ` = ${JSON.stringify(parameter.default)}`;
    const meaning = description === '' ? '' : `\n${indent}${hang(description, width, indent)}`;
    return `${style.cyan(pad(name, nameCells))}  ${hang(`${type}${value}`, width, indent)}${style.dim(meaning)}`;
  });
}

function probeLine(
  { name, kind, timeoutSeconds, weight, sampling, from }: ProbeDescription,
  word: (id: 'limit' | 'heavy' | 'from-host' | 'from-runner') => string,
): string {
  const facts = [
    ...(from ? [word(`from-${from}`)] : []),
    sampling
      ? `${sampling.count} × ${sampling.everySeconds} s`
      : `${word('limit')} ${timeoutSeconds} s`,
    ...(weight === 'heavy' ? [word('heavy')] : []),
  ];
  return `${name}: ${kind}, ${facts.join(', ')}`;
}

function texts(messages: Messages, { locale, style, width }: CatalogueView): string[] {
  const entries = Object.entries(messages);
  if (entries.length === 0) return [catalogueWord('none', locale)];
  const idCells = Math.max(...entries.map(([id]) => cells(id)));
  const indent = ' '.repeat(2 + idCells + 2);
  return entries.map(([id, text]) => {
    const words = patternParts(text[locale], locale)
      .map((part) => (part.kind === 'text' ? part.text : `{${part.name}}`))
      .join('');
    return `${style.dim(pad(id, idCells))}  ${hang(words, width, indent)}`;
  });
}
