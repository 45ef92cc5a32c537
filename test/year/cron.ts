/** Times at which a cron line ticks (crontab(5)), in a zone without daylight saving. */
export function ticksOf(line: string, from: Date, to: Date, offsetHours: number): number[] {
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = line.split(' ');
  const minutes = valuesOf(minute, 0, 59);
  const hours = valuesOf(hour, 0, 23);
  const days = new Set(valuesOf(day, 1, 31));
  const months = new Set(valuesOf(month, 1, 12));
  const weekdays = new Set(valuesOf(weekday, 0, 6));
  // With both given cron means either.
  const both = day !== '*' && weekday !== '*';
  const ticks: number[] = [];
  const offset = offsetHours * 3_600_000;
  const start = Math.floor((from.getTime() + offset) / 86_400_000) * 86_400_000;
  for (let local = start; local < to.getTime() + offset; local += 86_400_000) {
    const date = new Date(local);
    if (!months.has(date.getUTCMonth() + 1)) continue;
    const onDay = days.has(date.getUTCDate());
    const onWeekday = weekdays.has(date.getUTCDay());
    if (!(both ? onDay || onWeekday : onDay && onWeekday)) continue;
    for (const one of hours) {
      for (const other of minutes) ticks.push(local - offset + one * 3_600_000 + other * 60_000);
    }
  }
  return ticks.filter((at) => at >= from.getTime() && at < to.getTime());
}

function valuesOf(field: string, least: number, most: number): number[] {
  const values = Array.from({ length: most - least + 1 }, (_, index) => least + index);
  return values.filter((value) =>
    field.split(',').some((part) => {
      const [range = '', every = '1'] = part.split('/');
      const [first = 0, last = first] =
        range === '*' ? [least, most] : range.split('-').map(Number);
      return value >= first && value <= last && (value - first) % Number(every) === 0;
    }),
  );
}

/** Mulberry32: small, seeded, the same everywhere. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
