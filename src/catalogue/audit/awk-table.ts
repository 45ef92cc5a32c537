/**
 * Counts per address in bounded memory (lossy counting, Manku and Motwani 2002): when the table is
 * full, the least counted leave it. No count is then too low by more than `floor`, which is told,
 * so an address that asks often is never missed because a million others ask once.
 */
export const awkTable = String.raw`
function admit(k) {
  if (size >= limit) prune()
  size++
  entered++
  cnt[k] = 0
  if (floor) low[k] = floor
}
function prune(  k, n) {
  while (size > limit / 2) {
    floor++
    for (k in cnt) if (cnt[k] + (k in low ? low[k] : 0) <= floor) { leave(k); delete cnt[k]; delete low[k]; size--; evicted++ }
  }
}
# Sorts the n keys of list that are counted most to its front.
function front(list, n, total,  i, j, best, t) {
  for (i = 1; i <= n && i <= total; i++) {
    best = i
    for (j = i + 1; j <= total; j++) if (cnt[list[j]] > cnt[list[best]] || (cnt[list[j]] == cnt[list[best]] && list[j] < list[best])) best = j
    t = list[i]; list[i] = list[best]; list[best] = t
  }
  return i - 1
}`;

/** How many keys the table holds; with their times about 40 MB in mawk, the hungriest of the three less. */
export const tableLimit = 50_000;
