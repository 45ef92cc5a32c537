import type { Finding } from '../../core/finding.ts';
import { byVerdict, severities } from '../../core/severity.ts';
import type { HostReport } from '../../doctor/report.ts';
import { isKnown, renderMessage } from '../../text/render.ts';
import { cleanBlock, cleanLine } from '../../text/untrusted.ts';
import { cells, hang, pad } from '../terminal/columns.ts';
import { coloured, marks } from '../terminal/style.ts';
import type { ResultView } from '../terminal/view.ts';
import { doctorWord } from './words.ts';

/** A line per host, worst first; then what is wrong on each, and what to do about it. */
export function renderDoctor(reports: readonly HostReport[], view: ResultView): string {
  const sorted = [...reports].sort(byVerdict);
  const troubled = sorted.filter(({ findings }) => findings.length > 0);
  const sections = [table(sorted, view), ...troubled.map((report) => trouble(report, view))];
  if (sorted.every(({ verdict }) => verdict === 'ok')) {
    sections.push(coloured(view.style, 'ok', `${marks.ok} ${doctorWord('fine', view.locale)}`));
  }
  return `${sections.join('\n\n')}\n`;
}

const columns = ['host', 'login', 'system', 'tools', 'sudo', 'tunnels', 'clock'] as const;

function table(reports: readonly HostReport[], { locale, style }: ResultView): string {
  const head = columns.map((column) => doctorWord(column, locale));
  const rows = reports.map((report) => rowOf(report, (id) => doctorWord(id, locale)));
  const widths = columns.map((_, index) =>
    Math.max(
      ...[head, ...rows.filter((row) => row.length > 2)].map((row) => cells(row[index] ?? '')),
    ),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, index) => pad(cell, widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    style.dim(`  ${line(head)}`),
    ...rows.map((row, index) => {
      const verdict = reports[index]?.verdict ?? 'unknown';
      return `${coloured(style, verdict, marks[verdict])} ${line(row)}`;
    }),
  ].join('\n');
}

/** Everything in it that the host says is made safe to show. */
function rowOf(
  { name, user, reachable, login }: HostReport,
  word: (id: 'unreachable' | 'no-answer') => string,
): string[] {
  if (!login) return [name, `${user}: ${word(reachable ? 'no-answer' : 'unreachable')}`];
  const share = (all: readonly unknown[], good: number) =>
    all.length === 0 ? '–' : `${good}/${all.length}`;
  const { tools, sudo, tunnels, clockAheadSeconds: ahead } = login;
  const usable = sudo.filter(({ state }) => ['allowed', 'spared', 'absent'].includes(state));
  return [
    name,
    `${login.user} (${login.uid}) ${login.shell}`,
    login.system,
    share(tools, tools.filter(({ present }) => present).length),
    share(sudo, usable.length),
    share(tunnels, tunnels.filter(({ state }) => state === 'open').length),
    ahead === 0 ? '±0 s' : `${ahead > 0 ? '+' : '−'}${Math.abs(ahead)} s`,
  ].map((cell) => cleanLine(cell, { maxCharacters: 60 }));
}

function trouble({ name, findings }: HostReport, view: ResultView): string {
  const worstFirst = [...findings].sort(
    (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity),
  );
  const lines = worstFirst.flatMap((found, index) => {
    const remedy = remedyOf(found, view);
    const next = worstFirst[index + 1];
    // Several findings with one remedy: it stands below the last of them.
    const isLast = next === undefined || remedyOf(next, view) !== remedy;
    return [...describe(found, view), ...(isLast && remedy !== '' ? [remedy] : [])];
  });
  return [view.style.bold(name), ...lines].join('\n');
}

function describe({ severity, message, evidence }: Finding, view: ResultView): string[] {
  const { locale, text, style, width } = view;
  const words = hang(renderMessage(message, locale, text), width, '    ');
  const lines = [`  ${coloured(style, severity, marks[severity])} ${words}`];
  if (evidence) {
    const quoted = cleanBlock(evidence, { maxCharacters: 600 }).replaceAll('\n', '\n    ');
    lines.push(style.dim(`    ${quoted}`));
  }
  return lines;
}

function remedyOf({ remedy }: Finding, { locale, text, style, width }: ResultView): string {
  if (!remedy || !isKnown(remedy, text.messages)) return '';
  return style.cyan(`    → ${hang(renderMessage(remedy, locale, text), width, '      ')}`);
}
