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
# Puts the n keys of list that are counted most, most first, to its front; returns how many there are.
function front(list, n, total,  i, j, m, k, best) {
  m = 0
  for (i = 1; i <= total; i++) {
    k = list[i]
    if (m >= n && cnt[k] <= cnt[best[m]]) { if (cnt[k] < cnt[best[m]] || k >= best[m]) continue }
    for (j = m < n ? ++m : m; j > 1 && (cnt[k] > cnt[best[j - 1]] || (cnt[k] == cnt[best[j - 1]] && k < best[j - 1])); j--) best[j] = best[j - 1]
    best[j] = k
  }
  for (i = 1; i <= m; i++) list[i] = best[i]
  return m
}`;

/** How many keys the table holds: with all awks the whole probe then stays below 64 MiB. */
export const tableLimit = 50_000;
