import ical from 'ical-generator';
import type { Instance } from '../../config/instance.ts';
import type { LedgerWindow } from '../../ledger/model.ts';
import { word } from './words.ts';

/**
 * An iCalendar file (RFC 5545) to subscribe to. The same windows give the same bytes: a uid is made
 * of runbook and window, so that a changed time moves the entry and doubles nothing.
 */
export function renderIcs(
  windows: readonly LedgerWindow[],
  { config: { locale, team }, runbooks }: Pick<Instance, 'config' | 'runbooks'>,
): string {
  const calendar = ical({
    name: `${team}: ${word('calendar/name', locale)}`,
    prodId: { company: 'teiki', product: 'calendar' },
    ttl: 6 * 3600,
  });
  const texts = new Map(runbooks.map((runbook) => [runbook.id, runbook]));
  for (const { runbook, key, startsAt, endsAt, hosts, state } of windows) {
    const about = texts.get(runbook.id);
    const impact = about?.impact?.[locale];
    const reason = hosts.find((host) => host.reason !== undefined)?.reason;
    calendar.createEvent({
      id: `${runbook.id}-${key}@teiki`,
      // RFC 5545 wants to know when the entry was made; that of a computed one is its own time.
      stamp: new Date(startsAt),
      start: new Date(startsAt),
      end: new Date(endsAt),
      summary: `${runbook.title[locale]} (${word('calendar/level', locale)} ${runbook.level})`,
      description: [
        about?.purpose[locale],
        hosts.map(({ host }) => host).join(', '),
        impact && `${word('calendar/impact', locale)}: ${impact}`,
        state === 'upcoming' ? undefined : word(`window/${state}`, locale),
        reason,
      ]
        .filter((line) => line !== undefined && line !== '')
        .join('\n'),
    });
  }
  return calendar.toString();
}
