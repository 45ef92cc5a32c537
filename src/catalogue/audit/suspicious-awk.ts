import { awkTable } from './awk-table.ts';

/** Counts refused requests (400 to 409) per address and status, and which paths were asked for. */
export const suspiciousProgram = String.raw`
${awkTable}
BEGIN { limit = ENVIRON["T_TABLE"] + 0; top = ENVIRON["T_TOP"] + 0 }
# Most addresses ask once: what an address has of its own begins with its second request.
function leave(k,  c) {
  if (cnt[k] > 1) { for (c = 400; c < 410; c++) delete kind[k, c]; delete lastpath[k] }
  delete once[k]
}
# The paths that are asked for most, counted with the same bound in a smaller table.
function asked(p,  q) {
  if (!(p in paths)) {
    if (npaths >= 2000) {
      while (npaths > 1000) {
        pathfloor++
        for (q in paths) if (paths[q] <= pathfloor) { delete paths[q]; npaths-- }
      }
    }
    npaths++
    paths[p] = pathfloor
  }
  paths[p]++
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
  if (!(who in cnt)) { admit(who); addresses++ }
  n = ++cnt[who]
  if (n == 1) once[who] = status
  else {
    if (n == 2) kind[who, once[who]]++
    kind[who, status]++
  }
  path = clean(path, 120)
  if (status != "401") asked(path)
  if (n >= 3) lastpath[who] = path
}
END {
  print "total=" total + 0
  print "addresses=" addresses + 0
  print "floor=" floor + 0
  print "evicted=" evicted + 0
  print "outside=" outside + 0
  print "blind=" blind + 0
  print "ignored=" left + 0
  for (c = 400; c < 410; c++) if (c in codes) print "code=" c " " codes[c]
  for (k in cnt) all[++nall] = k
  n = front(all, top, nall)
  for (i = 1; i <= n; i++) {
    text = cnt[all[i]] == 1 ? once[all[i]] ":1" : ""
    for (c = 400; c < 410; c++) if ((all[i], c) in kind) text = text (text == "" ? "" : ",") c ":" kind[all[i], c]
    print "address=" all[i] " " cnt[all[i]] " " text " " lastpath[all[i]]
  }
  split("", all); nall = 0
  split("", cnt)
  for (p in paths) { cnt[p] = paths[p]; all[++nall] = p }
  n = front(all, 10, nall)
  for (i = 1; i <= n; i++) print "path=" cnt[all[i]] " " all[i]
}`;
