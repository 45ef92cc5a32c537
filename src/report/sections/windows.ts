import type { LedgerWindow, WindowState } from '../../ledger/model.ts';
import { stableJson } from '../../record/json.ts';
import { code, list, paragraph, table, text } from '../../text/markdown.ts';
import { phrase } from '../inline.ts';
import type { Context, Section } from '../section.ts';
import { recordsWithin } from '../select.ts';

const counted: readonly WindowState[] = ['done', 'late', 'failed', 'missed'];
const shownOpen = 40;

/** What was planned and what came of it. */
export function windowsSection({ input, words, say, sources }: Context): Section {
  const past = input.windows.filter(({ state }) => state !== 'upcoming' && state !== 'due');
  const all = Map.groupBy(past, ({ runbook }) => stableJson([runbook.id]));
  const rows = [...all.values()].map((windows) => {
    const { runbook } = windows[0] as LedgerWindow;
    const records = recordsWithin(input.records, input.period).filter(
      ({ run }) => run.runbook === runbook.id,
    );
    const n = (state: WindowState) => windows.filter((window) => window.state === state).length;
    const former = input.formerWindows.filter((window) => window.runbook.id === runbook.id);
    return [
      [text(runbook.title[words.locale])],
      [sources.link(records, String(windows.length))],
      [text(String(n('done')))],
      [text(String(n('late')))],
      [text(String(n('failed')))],
      [text(String(n('missed')))],
      [text(String(n('waived') + n('frozen')))],
      [text(rateOf(windows))],
      [text(rateOf(former))],
    ];
  });
  const right = (id: Parameters<typeof say>[0]) => ({ title: say(id), align: 'right' as const });
  const columns = [
    { title: say('column/runbook') },
    right('column/planned'),
    right('window/done'),
    right('window/late'),
    right('window/failed'),
    right('window/missed'),
    right('window/excused'),
    right('column/carried-out'),
    right('column/former'),
  ];
  const open = past.filter(({ state }) => state === 'failed' || state === 'missed');
  const asked = past.filter(({ state }) => counted.includes(state));
  const carriedOut = asked.filter(({ state }) => state === 'done' || state === 'late').length;
  return {
    title: say('section/windows'),
    summary: say('summary/windows', {
      done: carriedOut,
      n: asked.length,
      rate: rateOf(past),
      former: rateOf(input.formerWindows),
    }),
    blocks: [
      rows.length === 0 ? paragraph(text(say('windows/none'))) : table(columns, rows),
      ...(open.length === 0 ? [] : [paragraph(text(say('windows/open')))]),
      ...(open.length === 0
        ? []
        : [
            list([
              ...open
                .slice(0, shownOpen)
                .map((window) => [
                  phrase(`${window.runbook.title[words.locale]} `),
                  code(window.key),
                  phrase(
                    ` ${say(window.state === 'missed' ? 'window/missed' : 'window/failed')}: ${hostsOf(window)}`,
                  ),
                ]),
              ...(open.length > shownOpen
                ? [[text(say('more', { n: open.length - shownOpen }))]]
                : []),
            ]),
          ]),
    ],
  };
}

/** Excused windows count neither way. */
function rateOf(windows: readonly LedgerWindow[]): string {
  const asked = windows.filter(({ state }) => counted.includes(state));
  if (asked.length === 0) return '—';
  const done = asked.filter(({ state }) => state === 'done' || state === 'late').length;
  return `${Math.floor((done / asked.length) * 1000) / 10}%`;
}

function hostsOf({ hosts, state }: LedgerWindow): string {
  const names = hosts.filter((host) => host.state === state).map(({ host }) => host);
  return names.length > 8 ? `${names.slice(0, 8).join(', ')} …` : names.join(', ');
}
