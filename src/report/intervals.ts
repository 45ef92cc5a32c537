/** A stretch of time in milliseconds since 1970, `from` included, `to` not. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** What any of them covers, in order and without overlap: two outages at once are one outage. */
export function union(intervals: readonly Interval[]): readonly Interval[] {
  const sorted = intervals.filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from);
  const result: { from: number; to: number }[] = [];
  for (const { from, to } of sorted) {
    const last = result.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else result.push({ from, to });
  }
  return result;
}

/** What both cover. */
export function intersection(a: readonly Interval[], b: readonly Interval[]): readonly Interval[] {
  const [left, right] = [union(a), union(b)];
  const result: Interval[] = [];
  for (let i = 0, j = 0; ; ) {
    const [x, y] = [left[i], right[j]];
    if (!x || !y) return result;
    const from = Math.max(x.from, y.from);
    const to = Math.min(x.to, y.to);
    if (from < to) result.push({ from, to });
    if (x.to <= y.to) i += 1;
    else j += 1;
  }
}

/** What the first cover and the second do not. */
export function difference(a: readonly Interval[], b: readonly Interval[]): readonly Interval[] {
  const holes = union(b);
  const result: Interval[] = [];
  let index = 0;
  for (const { from, to } of union(a)) {
    let begin = from;
    while ((holes[index]?.to ?? Infinity) <= begin) index += 1;
    for (let next = index; ; next += 1) {
      const hole = holes[next];
      if (!hole || hole.from >= to) break;
      if (hole.from > begin) result.push({ from: begin, to: hole.from });
      begin = Math.max(begin, hole.to);
    }
    if (begin < to) result.push({ from: begin, to });
  }
  return result;
}

/** How long they are together, counted once where they overlap. */
export function total(intervals: readonly Interval[]): number {
  return union(intervals).reduce((sum, { from, to }) => sum + to - from, 0);
}
