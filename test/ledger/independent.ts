import { type Window, weekdays } from '../../src/runbook/model.ts';

/**
 * The windows of a runbook reckoned without the calendar library: every minute of UTC is asked what
 * the wall clock shows (Intl knows the time zones), and the first minute of a date at or after the
 * window's time is its beginning. Slow, and simple enough to be believed.
 */
export function windowsByClock(window: Window, from: Date, to: Date, timeZone: string): string[] {
  const clock = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit' },
  });
  const wall = (time: number) => {
    const parts = clock.formatToParts(time);
    const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
    const date = `${part('year')}-${part('month')}-${part('day')}`;
    return { date, minutes: Number(part('hour')) * 60 + Number(part('minute')) };
  };
  const [hour = 0, minute = 0] = window.at.split(':').map(Number);
  const wanted = hour * 60 + minute;
  const found: string[] = [];
  const dayMs = 86_400_000;
  for (let day = from.getTime() - 2 * dayMs; day < to.getTime() + 2 * dayMs; day += dayMs) {
    const date = new Date(day).toISOString().slice(0, 10);
    if (!isMeant(window, date)) continue;
    // Time zones are within 14 hours of UTC; steps of a quarter of an hour, for offsets are such.
    const noon =
      Date.parse(`${date}T00:00:00Z`) + minute * 60_000 - Math.floor(minute / 15) * 900_000;
    let before: number | undefined;
    for (let time = noon - 15 * 3_600_000; time < noon + 40 * 3_600_000; time += 900_000) {
      const at = wall(time);
      if (at.date !== date) continue;
      if (at.minutes === wanted) {
        before = time;
        break;
      }
      // The hour was skipped: the clock jumped over it, and the window moves on by the jump.
      const former = wall(time - 900_000);
      const jumped = at.minutes - former.minutes > 15 && former.date === date;
      if (jumped && former.minutes < wanted && wanted < at.minutes) {
        before = time - 900_000 + (wanted - former.minutes) * 60_000;
        break;
      }
    }
    if (before === undefined) continue;
    if (before >= from.getTime() && before < to.getTime())
      found.push(new Date(before).toISOString());
  }
  return found;
}

function isMeant({ every, on, months }: Window, date: string): boolean {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const weekday = weekdays[(new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7];
  if (every === 'day') return true;
  if (every === 'week') return weekday === on;
  if (months && !months.includes(month)) return false;
  if (typeof on === 'number') return on === day;
  const [ordinal, name] = String(on).split(' ');
  if (name !== weekday) return false;
  const nth = Math.ceil(day / 7);
  const isLast = new Date(Date.UTC(year, month - 1, day + 7)).getUTCMonth() !== month - 1;
  return ordinal === 'last' ? isLast : ['first', 'second', 'third', 'fourth'][nth - 1] === ordinal;
}
