import { fitted, type Section } from '../incident/fit.ts';
import {
  type Block,
  code,
  heading,
  type Inline,
  link,
  list,
  markdown,
  paragraph,
} from '../text/markdown.ts';
import type { Issue } from '../yaml/issue.ts';
import { calendarSection, helperSections, rightsSection, valuesSection } from './render-parts.ts';
import { runbookSection } from './render-runbook.ts';
import { isEmpty, type Review } from './review.ts';
import type { SentScript } from './scripts.ts';
import { approvalLabel } from './unsafe.ts';
import {
  folded,
  hostNames,
  type Language,
  label,
  labelText,
  said,
  sentence,
  written,
} from './words.ts';

/** By which the comment is found again. */
export const reviewMarker = '<!-- teiki:review v1 -->';
/** The name of the artifact that has everything in full. */
export const artifactName = 'teiki-review';

export interface RenderOptions extends Language {
  readonly maxCharacters: number;
  /** What has become of the risks: a sentence for people, below their list. */
  readonly standing?: readonly Inline[];
  /** Page of the run, where the artifact is. */
  readonly runUrl?: string;
}

/** GitHub takes 65,536 characters. */
export const commentCharacters = 64_000;

/** The whole review as Markdown, cut between sections where it would be too long. */
export function renderReview(review: Review, options: RenderOptions): string {
  const head: Block[] = [
    { type: 'html', value: reviewMarker },
    heading(2, labelText('review/title', options)),
  ];
  if (isEmpty(review) && review.risks.length === 0) {
    return markdown([...head, paragraph(...said('review/nothing', {}, options))]);
  }
  let missing = 0;
  const droppable = (section: Section): Section => ({
    ...section,
    smaller: [
      ...(section.smaller ?? []),
      () => {
        missing += 1;
        return [];
      },
    ],
  });
  const sections: readonly Section[] = [
    { blocks: head, needed: true },
    ...risksSections(review, options),
    ...review.runbooks.map((change) => droppable(runbookSection(change, options))),
    droppable(valuesSection('review/config', review.config, options)),
    droppable(valuesSection('review/fleet', review.fleet, options)),
    droppable(rightsSection(review.rights, options)),
    droppable(calendarSection(review.calendar, options)),
    ...helperSections(review.rights, options).map(droppable),
    ...scriptSections(review.scripts, options).map(droppable),
  ];
  const reserved = 600;
  const body = fitted(sections, options.maxCharacters - reserved, markdown);
  const tail: Block[] = [
    ...(missing > 0 ? [paragraph(...said('review/cut', { missing }, options))] : []),
    paragraph(
      ...said('review/not-run', {}, options),
      ...(options.runUrl === undefined
        ? []
        : [
            { type: 'text' as const, value: ' ' },
            link(options.runUrl, label('review/workflow-run', options)),
          ]),
    ),
  ];
  return `${body}\n\n${markdown(tail)}`;
}

/** Of files with errors nothing can be told but these. */
export function renderBroken(errors: readonly Issue[], language: Language): string {
  const rows = errors.map(({ file, line, message, hint }) => [
    code(`${file}:${line}`),
    { type: 'text' as const, value: ' ' },
    written(hint === undefined ? message : `${message}: ${hint}`),
  ]);
  const more = rows.length - shownRisks;
  return markdown([
    { type: 'html', value: reviewMarker },
    heading(2, labelText('review/title', language)),
    paragraph(...said('review/broken', { count: errors.length }, language)),
    list(rows.slice(0, shownRisks)),
    ...(more > 0 ? [paragraph(...said('review/more', { count: more }, language))] : []),
  ]);
}

const shownRisks = 60;

function risksSections({ risks }: Review, options: RenderOptions): readonly Section[] {
  if (risks.length === 0) return [];
  const rows = risks.map(({ message, file }) => [
    ...sentence(message, options),
    { type: 'text' as const, value: ' — ' },
    code(file),
  ]);
  const more = risks.length - shownRisks;
  const standing = options.standing ?? said('review/risks-open', { label: approvalLabel }, options);
  const blocks = [
    heading(3, { type: 'text', value: '⚠️ ' }, labelText('review/risks', options)),
    list(rows.slice(0, shownRisks)),
    ...(more > 0 ? [paragraph(...said('review/more', { count: more }, options))] : []),
    paragraph(...standing),
  ];
  return [{ blocks, needed: true }];
}

/** File name of a script in the artifact: names of runbooks have no special letters. */
export function scriptFile(script: SentScript, index: number): string {
  const hosts =
    script.hosts.length === 1 ? (script.hosts[0] ?? '') : `${script.hosts.length}-hosts`;
  return `${index + 1}-${script.runbook}-${hosts}.sh`.replaceAll(/[^A-Za-z0-9._-]/g, '_');
}

function scriptSections(
  scripts: readonly SentScript[],
  options: RenderOptions,
): readonly Section[] {
  if (scripts.length === 0) return [];
  const head: Section = {
    blocks: [
      heading(3, labelText('review/scripts', options)),
      paragraph(...said('review/scripts-hint', {}, options)),
    ],
  };
  const each = scripts.map((script, index): Section => {
    const { runbook, hosts, text } = script;
    const names = hosts.length > 8 ? `${hosts.slice(0, 8).join(', ')}, …` : hosts.join(', ');
    const elsewhere = () => [
      paragraph(
        code(runbook),
        { type: 'text', value: ' ' },
        ...hostNames(hosts, options),
        { type: 'text', value: ': ' },
        ...said(
          'review/script-elsewhere',
          { artifact: artifactName, file: scriptFile(script, index) },
          options,
        ),
      ),
    ];
    return { blocks: folded(`${runbook}: ${names}`, text), smaller: [elsewhere] };
  });
  return [head, ...each];
}
