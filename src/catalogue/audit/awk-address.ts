/**
 * The part of the awk programs that knows addresses: `client()` says who asked, `counted(address)`
 * what it is counted as. Addresses are compared as text of a fixed length (`rangeOf`).
 */
export const awkAddress = String.raw`
BEGIN {
  zeros = "00000000000000000000000000000000"
  nranges = split(ENVIRON["T_TRUSTED"], trusted, " ")
  nignored = split(ENVIRON["T_IGNORED"], ignored, " ")
}
function groups(s,  n, p, i, o) {
  if (s == "") return ""
  n = split(s, p, ":")
  o = ""
  for (i = 1; i <= n; i++) {
    if (p[i] == "" || length(p[i]) > 4) return "x"
    o = o substr("0000", 1, 4 - length(p[i])) p[i]
  }
  return o
}
function canon4(a,  p, i) {
  if (a !~ /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/ || length(a) > 15 || split(a, p, ".") != 4) return ""
  for (i = 1; i <= 4; i++) if (p[i] > 255) return ""
  return "4" sprintf("%02x%02x%02x%02x", p[1], p[2], p[3], p[4])
}
function canon6(a,  v, n, half, l, r, pad) {
  if (a !~ /^[0-9a-fA-F:.]+$/ || length(a) > 45) return ""
  a = tolower(a)
  if (match(a, /[0-9]+\.[0-9.]+$/)) {
    v = canon4(substr(a, RSTART))
    if (v == "") return ""
    a = substr(a, 1, RSTART - 1) substr(v, 2, 4) ":" substr(v, 6, 4)
  }
  n = split(a, half, "::")
  if (n > 2) return ""
  l = groups(half[1])
  r = n == 2 ? groups(half[2]) : ""
  if (l == "x" || r == "x") return ""
  pad = 32 - length(l) - length(r)
  if (pad < 0 || (n == 1 && pad > 0)) return ""
  return "6" l substr(zeros, 1, pad) r
}
# An address as comparable text, "" when it is none; remembered, within bounds.
function canon(a,  v) {
  if (a in known) return known[a]
  if (++nknown > 20000) { split("", known); nknown = 1 }
  v = index(a, ":") ? canon6(a) : canon4(a)
  if (substr(v, 1, 25) == "600000000000000000000ffff") v = "4" substr(v, 26)
  return known[a] = v
}
function within(v, list, n,  i) {
  if (v == "") return 0
  for (i = 1; i < n; i += 2) if (v >= list[i] "" && v <= list[i + 1] "") return 1
  return 0
}
# Who asked: the peer; behind a trusted proxy the rightmost address that no trusted proxy has.
function client(  n, p, i, a, v, c) {
  if (nranges == 0 || !within(canon(peer), trusted, nranges)) return peer
  if (xff == "" || xff == "-") { blind++; return peer }
  if (length(xff) > 2000) xff = substr(xff, length(xff) - 1999)
  a = peer
  n = split(xff, p, ",")
  for (i = n; i >= 1; i--) {
    c = p[i]
    gsub(/[ \t]/, "", c)
    if (c ~ /^\[/) { sub(/^\[/, "", c); sub(/\].*$/, "", c) }
    else if (c ~ /^[0-9.]+:[0-9]+$/) sub(/:.*$/, "", c)
    v = canon(c)
    if (v == "") break
    a = c
    if (!within(v, trusted, nranges)) break
  }
  return a
}
# What is counted: IPv4 as it is, IPv6 by /64 as 6 and 16 digits, "" for what is ignored, "-" for no address.
function counted(a,  v) {
  if (!nignored && a ~ /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/) return a
  if (a in keys) return keys[a]
  if (++nkeys > 20000) { split("", keys); nkeys = 1 }
  v = canon(a)
  if (v == "") return keys[a] = "-"
  if (within(v, ignored, nignored)) return keys[a] = ""
  if (substr(v, 1, 1) == "6") return keys[a] = substr(v, 1, 17)
  if (!index(a, ":")) return keys[a] = a
  sub(/^.*:/, "", a)
  return keys[a] = index(a, ".") ? a : "-"
}`;
