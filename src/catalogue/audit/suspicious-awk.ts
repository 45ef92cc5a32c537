import { awkTable } from './awk-table.ts';

/**
 * Counts refused requests (400 to 409) per address and status, and which paths were asked for. Lines
 * are many here: each costs one look into the table, under "address status", and addresses are
 * added up at the end.
 */
export const suspiciousProgram = String.raw`
${awkTable}
BEGIN { limit = ENVIRON["T_PAIRS"] + 0; top = ENVIRON["T_TOP"] + 0 }
function leave(k) { delete example[k] }
# The paths that are asked for most, counted with the same bound in a smaller table.
function asked(p,  q) {
  if (++paths[p] > 1) return
  if (++npaths > 2000) {
    while (npaths > 1000) {
      pathfloor++
      for (q in paths) if (paths[q] <= pathfloor) { delete paths[q]; npaths-- }
    }
  } else paths[p] += pathfloor
}
!ours() { next }
{
  if (!parse(1)) { bad++; next }
  if (substr(status, 1, 2) != "40") next
  if (when < since || when > now + 3600) { outside++; next }
  who = counted(client())
  if (who == "") { left++; next }
  if (who == "-") { bad++; next }
  total++
  codes[status]++
  pair = who " " status
  n = ++cnt[pair]
  if (n == 1) { if (floor) low[pair] = floor; if (++size > limit) prune() }
  if (status == "401" && n != 3) next
  path = clean(path, 120)
  if (status != "401") asked(path)
  if (n == 3 || n % 64 == 0) example[pair] = path
}
END {
  for (k in cnt) {
    i = index(k, " ")
    a = substr(k, 1, i - 1)
    c = substr(k, i + 1)
    sum[a] += cnt[k]
    text[a] = text[a] (text[a] == "" ? "" : ",") c ":" cnt[k]
    if ((k in example) && cnt[k] > most[a]) { most[a] = cnt[k]; last[a] = example[k] }
  }
  for (c in codes) kinds++
  print "total=" total + 0
  print "floor=" floor * kinds
  print "evicted=" evicted + 0
  print "outside=" outside + 0
  print "blind=" blind + 0
  print "ignored=" left + 0
  for (c = 400; c < 410; c++) if (c in codes) print "code=" c " " codes[c]
  split("", cnt)
  for (a in sum) { cnt[a] = sum[a]; all[++nall] = a }
  print "addresses=" nall + 0
  n = front(all, top, nall)
  for (i = 1; i <= n; i++) print "address=" all[i] " " cnt[all[i]] " " text[all[i]] " " last[all[i]]
  split("", all); nall = 0
  split("", cnt)
  for (p in paths) { cnt[p] = paths[p]; all[++nall] = p }
  n = front(all, 10, nall)
  for (i = 1; i <= n; i++) print "path=" cnt[all[i]] " " all[i]
}`;
