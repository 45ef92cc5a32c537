import type { Window } from '../runbook/model.ts';

/** A minute and an hour of the day. */
interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
}

interface Timed {
  readonly id: string;
  readonly window: Window;
}

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** How long after its window a tick may come: near enough to be in it, far enough to be spread. */
const latestMinutes = 20;

/**
 * The cron line of each runbook, by id, in the time zone of the instance.
 *
 * GitHub delays and drops scheduled runs, worst at the full hour and its quarters, so a window
 * that begins at such a minute is ticked at an odd one soon after. The minute follows from the id,
 * so that it stays when other runbooks come and go, and two runbooks of one hour get two minutes.
 */
export function cronLines(runbooks: readonly Timed[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const lines = new Map<string, string>();
  for (const { id, window } of runbooks.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const { hour, minute } = tickOf(id, window, taken);
    taken.add(`${hour}:${minute}`);
    lines.set(id, `${minute} ${hour} ${days(window)}`);
  }
  return lines;
}

function tickOf(id: string, { at }: Window, taken: ReadonlySet<string>): TimeOfDay {
  const [hour = 0, minute = 0] = at.split(':').map(Number);
  if (minute % 5 !== 0) return { hour, minute };
  const candidates = oddMinutes(minute);
  const first = hash(id) % candidates.length;
  const inTurn = [...candidates.slice(first), ...candidates.slice(0, first)];
  const free = inTurn.find((candidate) => !taken.has(`${hour}:${candidate}`));
  return { hour, minute: free ?? inTurn[0] ?? minute };
}

/** Never beyond the hour, or a tick at 23:55 would be on another day than its window. */
function oddMinutes(after: number): readonly number[] {
  const last = Math.min(59, after + latestMinutes);
  const all = Array.from({ length: last - after }, (_, index) => after + 1 + index);
  return all.filter((minute) => minute % 2 === 1 && minute % 5 !== 0);
}

/** FNV-1a, 32 bits: small, and the same on every machine. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value;
}

/**
 * Day of the month, month and weekday. With both days set cron means "or", so "first monday" is
 * every Monday here, and the plan finds by the local date that most of them are not meant.
 */
function days({ on, months }: Window): string {
  const month = months === undefined ? '*' : months.toSorted((a, b) => a - b).join(',');
  if (typeof on === 'number') return `${on} ${month} *`;
  const weekday = on?.split(' ').at(-1);
  return `* ${month} ${weekday === undefined ? '*' : weekdays.indexOf(weekday)}`;
}
