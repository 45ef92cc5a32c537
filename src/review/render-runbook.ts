import type { Section } from '../incident/fit.ts';
import { type Block, code, heading, type Inline, paragraph, table } from '../text/markdown.ts';
import type { ValueChange } from './difference.ts';
import type { RunbookChange, StepChange, StepValueChange } from './runbooks.ts';
import { hostNames, type Language, label, labelText, said, written } from './words.ts';

const shownRows = 60;

export function runbookSection(change: RunbookChange, language: Language): Section {
  const head = headOf(change, language);
  const rows = [
    ...change.values.map((value) => fieldRow(value, language)),
    ...change.steps.flatMap((step) => stepRows(step, language)),
  ];
  return {
    blocks: [...head, ...tableOf(rows, language)],
    smaller: [() => [...head, ...tableOf(rows.slice(0, 10), language, rows.length - 10)]],
  };
}

function headOf(change: RunbookChange, language: Language): Block[] {
  const { id, kind, title, hosts, hostsAdded, hostsRemoved } = change;
  const line = (name: Parameters<typeof label>[0], list: readonly string[]): Block[] =>
    list.length === 0
      ? []
      : [
          paragraph(
            { type: 'text', value: `${label(name, language)}: ` },
            ...hostNames(list, language),
          ),
        ];
  return [
    heading(
      3,
      labelText(`review/runbook-${kind}`, language),
      { type: 'text', value: ': ' },
      code(id),
      { type: 'text', value: ' ' },
      written(title[language.locale]),
    ),
    ...line('review/hosts-touched', hosts),
    ...(kind === 'changed'
      ? [...line('review/hosts-added', hostsAdded), ...line('review/hosts-removed', hostsRemoved)]
      : []),
  ];
}

type Row = readonly (readonly Inline[])[];

function fieldRow({ path, before, after }: ValueChange, language: Language): Row {
  return [
    [labelText('review/runbook-changed', language)],
    [code(path)],
    [written(before)],
    [written(after)],
    [],
  ];
}

function stepRows({ kind, step, use, hosts, values }: StepChange, language: Language): Row[] {
  const name = step === use ? [code(step)] : [code(step), space, code(use)];
  const change = [labelText(`review/runbook-${kind}`, language)];
  const where = hostNames(hosts, language);
  if (kind === 'removed') return [[change, name, [], [], where]];
  if (kind === 'added') {
    const params = values.flatMap(({ path, after }, index) => [
      ...(index > 0 ? [space] : []),
      written(`${path}: ${after ?? ''}`),
    ]);
    return [[change, name, [], params, where]];
  }
  return values.map((value) => [
    change,
    [code(step), space, code(value.path), ...thresholdWords(value, language)],
    [written(value.before)],
    [written(value.after)],
    where,
  ]);
}

const space = { type: 'text', value: ' ' } as const;

function thresholdWords({ threshold }: StepValueChange, language: Language): Inline[] {
  if (!threshold) return [];
  const way = threshold === 'other' ? '' : `: ${label(`review/${threshold}`, language)}`;
  return [{ type: 'text', value: ` (${label('review/threshold', language)}${way})` }];
}

function tableOf(rows: readonly Row[], language: Language, more = 0): Block[] {
  if (rows.length === 0) return [];
  const names = ['change', 'what', 'before', 'after', 'hosts'] as const;
  const columns = names.map((name) => ({ title: label(`review/column-${name}`, language) }));
  const rest = Math.max(more, rows.length - shownRows);
  return [
    table(columns, rows.slice(0, shownRows)),
    ...(rest > 0 ? [paragraph(...said('review/more', { count: rest }, language))] : []),
  ];
}
