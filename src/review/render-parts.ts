import type { Section } from '../incident/fit.ts';
import { formatInstant } from '../text/format.ts';
import {
  type Block,
  code,
  heading,
  type Inline,
  paragraph,
  table,
  text,
} from '../text/markdown.ts';
import { calendarDays, type PlannedWindow, type WindowChange } from './calendar.ts';
import type { ValueChange } from './difference.ts';
import type { ReviewMessageId } from './messages.ts';
import type { RightsChange } from './rights.ts';
import { folded, hostNames, type Language, label, labelText, said, written } from './words.ts';

const shownRows = 40;

type Row = readonly (readonly Inline[])[];
type ColumnName =
  Extract<ReviewMessageId, `review/column-${string}`> extends `review/column-${infer Name}`
    ? Name
    : never;

export function valuesSection(
  title: 'review/config' | 'review/fleet',
  values: readonly ValueChange[],
  language: Language,
): Section {
  const rows = values.map(({ path, before, after }) => [
    [code(path)],
    [written(before)],
    [written(after)],
  ]);
  return tableSection(
    [heading(3, labelText(title, language))],
    ['what', 'before', 'after'],
    rows,
    language,
  );
}

export function rightsSection(rights: RightsChange, language: Language): Section {
  const { secretsGained, secretsLost } = rights;
  const secrets = (names: readonly string[], kind: 'gained' | 'lost'): Row[] =>
    names.map((name) => [
      [labelText(`review/${kind}`, language)],
      [labelText('review/secret', language), blank, code(name)],
      [],
    ]);
  const rows: Row[] = [
    ...rights.rights.map(({ kind, what, right, hosts }) => [
      [labelText(`review/${kind}`, language)],
      [labelText(`review/${what}`, language), blank, written(right)],
      hostNames(hosts, language),
    ]),
    ...secrets(secretsGained, 'gained'),
    ...secrets(secretsLost, 'lost'),
  ];
  const commands = {
    rules: 'teiki sudoers',
    helpers: 'teiki sudoers --helpers',
    doctor: 'teiki doctor',
  };
  const head: Block[] = [heading(3, labelText('review/rights', language))];
  if (rights.rights.length > 0) {
    head.push(paragraph(...said('review/rights-hint', commands, language)));
  }
  return tableSection(head, ['change', 'right', 'hosts'], rows, language);
}

/** Root runs it: whoever approves the rule has to have read the script. */
export function helperSections({ helpers }: RightsChange, language: Language): readonly Section[] {
  return helpers.map(({ path, text: script }) => ({
    blocks: folded(`${label('review/helper', language)}: ${path}`, script),
    smaller: [() => [paragraph(labelText('review/helper', language), blank, code(path))]],
  }));
}

/** Of a runbook the first few windows: what differs in one does so in all that follow. */
const shownWindows = 5;

export function calendarSection(changes: readonly WindowChange[], language: Language): Section {
  const groups = [...Map.groupBy(changes, ({ runbook }) => runbook)];
  const rows = groups.flatMap(([runbook, windows]): Row[] => {
    const more = windows.length - shownWindows;
    const shown = windows
      .slice(0, shownWindows)
      .map(({ key, before, after }) => [
        [code(runbook)],
        [code(key)],
        timeOf(before, language),
        timeOf(after, language),
      ]);
    if (more <= 0) return shown;
    return [...shown, [[code(runbook)], said('review/more', { count: more }, language), [], []]];
  });
  const title = said('review/calendar', { days: calendarDays }, language);
  return tableSection(
    [heading(3, ...title)],
    ['runbook', 'window', 'before', 'after'],
    rows,
    language,
  );
}

function timeOf(window: PlannedWindow | undefined, language: Language): Inline[] {
  if (!window) return [text('—')];
  const begin = formatInstant(window.startsAt, language.timeZone);
  const end = formatInstant(window.endsAt, language.timeZone).slice(-5);
  const off = window.isOff ? ` (${label('review/off', language)})` : '';
  return [text(`${begin}–${end}${off}`)];
}

const blank = { type: 'text', value: ' ' } as const;

function tableSection(
  head: readonly Block[],
  columns: readonly ColumnName[],
  rows: readonly Row[],
  language: Language,
): Section {
  if (rows.length === 0) return { blocks: [] };
  const titles = columns.map((name) => ({ title: label(`review/column-${name}`, language) }));
  const form = (count: number): Block[] => [
    ...head,
    table(titles, rows.slice(0, count)),
    ...(rows.length > count
      ? [paragraph(...said('review/more', { count: rows.length - count }, language))]
      : []),
  ];
  return { blocks: form(shownRows), smaller: [() => form(10)] };
}
