import type { Locale } from '../../core/message.ts';
import type { LedgerWindow, WindowState } from '../../ledger/model.ts';
import { formatInstant } from '../../text/format.ts';
import { pad, someNames } from '../terminal/columns.ts';
import { coloured, marks, type Style } from '../terminal/style.ts';
import { word } from './words.ts';

interface View {
  readonly timezone: string;
  readonly locale: Locale;
  readonly style: Style;
}

const verdicts = {
  failed: 'critical',
  missed: 'critical',
  due: 'warning',
  late: 'ok',
  done: 'ok',
  waived: 'skipped',
  frozen: 'skipped',
  upcoming: 'skipped',
} as const satisfies Readonly<Record<WindowState, keyof typeof marks>>;

/** Newest last, as a terminal is read. */
export function renderDue(windows: readonly LedgerWindow[], view: View): string {
  const { locale, style, timezone } = view;
  if (windows.length === 0) return `${word('window/none', locale)}\n`;
  const sorted = [...windows].sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
  const rows = sorted.flatMap((window) => {
    const verdict = verdicts[window.state];
    const state = `${marks[verdict]} ${word(`window/${window.state}`, locale)}`;
    return [
      [
        coloured(style, verdict, pad(state, 12)),
        pad(formatInstant(window.startsAt, timezone), 18),
        pad(window.key, 11),
        pad(window.runbook.id, 24),
        remark(window, view),
      ].join(''),
    ].map((line) => line.trimEnd());
  });
  return `${rows.join('\n')}\n`;
}

/** What is to be known besides the state: whose it is, until when, and why not. */
function remark({ state, hosts, startBy }: LedgerWindow, { locale, timezone }: View): string {
  const own = hosts.filter((host) => host.state === state);
  const names =
    own.length < hosts.length
      ? [
          someNames(
            own.map(({ host }) => host),
            40,
          ),
        ]
      : [];
  const until =
    state === 'due'
      ? [`${word('window/start-by', locale)} ${formatInstant(startBy, timezone)}`]
      : [];
  const reasons = new Set(own.flatMap(({ reason }) => reason ?? []));
  const runs = new Set(own.flatMap(({ runId }) => runId ?? []));
  return [...names, ...until, ...reasons, ...(runs.size === 1 ? [...runs] : [])].join('  ');
}

/** The windows to come, a day each line group. */
export function renderCalendar(windows: readonly LedgerWindow[], view: View): string {
  const { locale, style, timezone } = view;
  if (windows.length === 0) return `${word('window/none', locale)}\n`;
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' });
  let former = '';
  const lines = windows.map(({ date, startsAt, endsAt, runbook, state, hosts }) => {
    const day = `${date} ${weekday.format(new Date(`${date}T00:00:00Z`))}`;
    const shown = date === former ? '' : day;
    former = date;
    const time = (instant: string) => formatInstant(instant, timezone).slice(-5);
    const reason = hosts.find((host) => host.reason !== undefined)?.reason;
    const note = state === 'upcoming' ? '' : `  ${word(`window/${state}`, locale)}`;
    const text = [
      pad(shown, 18),
      `${time(startsAt)}–${time(endsAt)}  `,
      pad(`${word('calendar/level', locale)} ${runbook.level}`, 10),
      pad(runbook.id, 26),
      runbook.title[locale],
      note,
      reason === undefined ? '' : `: ${reason}`,
    ].join('');
    return state === 'upcoming' ? text : style.dim(text);
  });
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}
