import type { Message } from '../../core/message.ts';
import { type Severity, severities } from '../../core/severity.ts';
import type { RunFinding, RunResult, RunStep } from '../../record/run-result.ts';
import { isKnown, renderMessage } from '../../text/render.ts';
import { cleanLine } from '../../text/untrusted.ts';
import { notCarriedOut, word } from '../../text/words.ts';
import { cells, hang, pad, someNames } from './columns.ts';
import { coloured, marks } from './style.ts';
import { taskSection } from './tasks.ts';
import type { ResultView } from './view.ts';

interface Row {
  readonly hosts: string[];
  readonly use: string;
  readonly finding: RunFinding;
}

/** A result as a person wants it: worst first, what to do about each, what was fine in one line. */
export function renderResult(run: RunResult, view: ResultView): string {
  const { style } = view;
  const { locale } = view;
  const sections = severities.flatMap((severity) => {
    const rows = rowsOf(run.steps, severity);
    const more = severity === 'unknown' ? leftOut(run.steps, view) : [];
    if (rows.length + more.length === 0) return [];
    const heading = `${marks[severity]} ${word(`verdict/${severity}`, locale)} ${style.dim(String(rows.length || ''))}`;
    return [
      [coloured(style, severity, heading.trimEnd()), ...table(rows, view), ...more].join('\n'),
    ];
  });
  sections.push(...taskSection(run.steps, (message) => say(message, view), view));
  const checks = run.steps.filter(({ task }) => task === undefined);
  const skipped = checks.filter(({ verdict }) => verdict === 'skipped');
  if (skipped.length > 0) {
    const list = skipped.map(
      ({ host, use, reason }) => `  ${host}  ${use}  ${reason ? say(reason, view) : ''}`,
    );
    sections.push(
      [
        coloured(style, 'skipped', `${marks.skipped} ${word('verdict/skipped', locale)}`),
        ...list,
      ].join('\n'),
    );
  }
  const fine = checks.filter(({ verdict }) => verdict === 'ok');
  if (fine.length > 0) sections.push(fineLine(fine, view));
  sections.push(closing(run, view));
  return `${sections.join('\n\n')}\n`;
}

/** Equal findings of several hosts are one row. */
function rowsOf(steps: readonly RunStep[], severity: Severity): Row[] {
  const rows = new Map<string, Row>();
  for (const { host, use, findings } of steps) {
    for (const finding of findings) {
      if (finding.severity !== severity) continue;
      const key = JSON.stringify([use, finding.key, finding.message]);
      const row = rows.get(key);
      if (row) row.hosts.push(host);
      else rows.set(key, { hosts: [host], use, finding });
    }
  }
  return [...rows.values()];
}

function table(rows: readonly Row[], view: ResultView): string[] {
  const names = rows.map(({ hosts }) => someNames(hosts, 24));
  const hostCells = Math.max(0, ...names.map(cells));
  const useCells = Math.max(0, ...rows.map(({ use }) => cells(use)));
  const indent = ' '.repeat(2 + hostCells + 2 + useCells + 2);
  return rows.map(({ use, finding }, index) => {
    const { message, remedy, evidence } = finding;
    const head = `  ${view.style.bold(pad(names[index] ?? '', hostCells))}  ${view.style.dim(pad(use, useCells))}  `;
    const parts = [head + hang(say(message, view), view.width, indent)];
    if (evidence) {
      const quoted = cleanLine(evidence, { maxCharacters: 160 });
      parts.push(view.style.dim(indent + hang(quoted, view.width, indent)));
    }
    if (remedy && isKnown(remedy, view.text.messages)) {
      parts.push(
        view.style.cyan(`${indent}→ ${hang(say(remedy, view), view.width, `${indent}  `)}`),
      );
    }
    return parts.join('\n');
  });
}

/** Steps that share a host's one cause have no finding of their own. */
function leftOut(steps: readonly RunStep[], view: ResultView): string[] {
  const byHost = Map.groupBy(
    steps.filter(({ verdict, findings }) => verdict === 'unknown' && findings.length === 0),
    ({ host }) => host,
  );
  return [...byHost].map(([host, left]) => {
    const reason = left[0]?.reason;
    const count = notCarriedOut(left.length, view.locale);
    return `  ${view.style.bold(host)}  ${count}${reason ? ` ${say(reason, view)}` : ''}`;
  });
}

function fineLine(fine: readonly RunStep[], view: ResultView): string {
  const byUse = Map.groupBy(fine, ({ use }) => use);
  const hosts = new Set(fine.map(({ host }) => host)).size;
  const list = [...byUse]
    .map(([use, steps]) => (hosts > 1 ? `${use} ×${steps.length}` : use))
    .join(', ');
  const head = coloured(
    view.style,
    'ok',
    `${marks.ok} ${word('verdict/ok', view.locale)} ${fine.length}`,
  );
  return `${head}\n  ${view.style.dim(hang(list, view.width, '  '))}`;
}

function closing(run: RunResult, { style, locale }: ResultView): string {
  const seconds = (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000;
  const reached = run.hosts.filter(({ reachable }) => reachable).length;
  const outcome = word(`outcome/${run.outcome}`, locale);
  return `${word('record/outcome', locale)}: ${style.bold(outcome)}  ${word('about/hosts', locale)} ${reached}/${run.hosts.length}  ${seconds.toFixed(1)} s`;
}

function say(message: Message, view: ResultView): string {
  return renderMessage(message, view.locale, view.text);
}
