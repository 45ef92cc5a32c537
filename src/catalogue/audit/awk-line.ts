import { awkAddress } from './awk-address.ts';

/**
 * The part of the awk programs that makes fields of a line, for mawk, gawk and busybox awk.
 *
 * nginx writes a quote inside a field as `\x22` and Apache as `\"`, so a bare quote always ends a
 * field: what a client sends cannot end one. `parse(full)` sets `peer`, `when`, `status`,
 * `account` and `xff`, with `full` also `method` and `path`, and returns 0 for what is no such line.
 */
const combined = String.raw`
function parse(full,  h, n, i, r) {
  if (index($0, "\\\"")) { gsub(/\\\\/, "%5C"); gsub(/\\"/, "%22") }
  if (NF < 7 || NF % 2 == 0) return 0
  status = substr($3, 2, 3)
  if (substr($3, 1, 1) != " " || substr($3, 5, 1) != " " || status !~ /^[1-5][0-9][0-9]$/) return 0
  h = prefixed ? substr($1, index($1, ":") + 1) : $1
  n = length(h)
  i = index(h, " ")
  if (i < 2 || n < i + 30 || substr(h, n - 28, 1) != "[" || substr(h, n - 1) != "] ") return 0
  peer = substr(h, 1, i - 1)
  when = epoch(substr(h, n - 27, 26))
  if (when < 0) return 0
  if (!full) return 1
  r = substr(h, i + 1, n - 30 - i)
  i = index(r, " ")
  account = i ? substr(r, i + 1) : ""
  xff = $(2 * xfield)
  request($2)
  return 1
}`;

const json = String.raw`
function value(key,  rest, i, out) {
  rest = $0
  key = "\"" key "\""
  # A quote inside a string is written \", so this can only be a whole string; a colon makes it a key.
  while ((i = index(rest, key)) > 0) {
    rest = substr(rest, i + length(key))
    if (match(rest, /^[ \t]*:[ \t]*/)) {
      rest = substr(rest, RLENGTH + 1)
      if (substr(rest, 1, 1) != "\"") { match(rest, /^[-+.0-9A-Za-z]*/); return substr(rest, 1, RLENGTH) }
      if (!match(rest, /^"([^"\\]|\\.)*"/)) return ""
      out = substr(rest, 2, RLENGTH - 2)
      if (index(out, "\\")) { gsub(/\\\//, "/", out); gsub(/\\"/, "%22", out) }
      return out
    }
  }
  return ""
}
function parse(full,  r) {
  if (prefixed) $0 = substr($0, index($0, ":") + 1)
  if ($0 !~ /^[ \t]*\{.*\}[ \t\r]*$/) return 0
  status = value(kstatus)
  if (status !~ /^[1-5][0-9][0-9]$/) return 0
  peer = value(kaddress)
  when = epoch(value(ktime))
  if (peer == "" || when < 0) return 0
  if (!full) return 1
  account = value(kaccount)
  xff = value(kxff)
  r = value(krequest)
  if (r != "") request(r)
  else { method = value(kmethod); path = plainpath(value(kpath)) }
  return 1
}`;

const common = String.raw`
BEGIN {
  OFMT = CONVFMT = "%.0f"
  for (i = split("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", names, " "); i; i--) month[names[i]] = i
  kaddress = ENVIRON["T_K1"]; ktime = ENVIRON["T_K2"]; krequest = ENVIRON["T_K3"]; kmethod = ENVIRON["T_K4"]
  kpath = ENVIRON["T_K5"]; kstatus = ENVIRON["T_K6"]; kaccount = ENVIRON["T_K7"]; kxff = ENVIRON["T_K8"]
}
function days(y, m, d,  e) {
  if (m < 3) { y--; m += 12 }
  e = int(y / 4) - int(y / 100) + int(y / 400)
  return 365 * y + e + int((153 * (m - 3) + 2) / 5) + d - 719469
}
# Lines of one minute follow each other: all but the seconds is worked out once.
function epoch(s,  z) {
  if (length(s) == 26 && substr(s, 3, 1) == "/") {
    z = substr(s, 1, 17) substr(s, 21)
    if (z != minute) {
      minute = z
      base = -1
      if (s ~ /^[0-9][0-9]\/[A-Z][a-z][a-z]\/[0-9][0-9][0-9][0-9]:[0-9][0-9]:[0-9][0-9]:[0-9][0-9] [-+][0-9][0-9][0-9][0-9]$/ && (substr(s, 4, 3) in month))
        base = clock(substr(s, 8, 4), month[substr(s, 4, 3)], substr(s, 1, 2), substr(s, 13, 2), substr(s, 16, 2), substr(s, 22, 3), substr(s, 22, 1) substr(s, 25, 2))
    }
    return base < 0 ? -1 : base + substr(s, 19, 2)
  }
  if (s ~ /^[0-9]+(\.[0-9]+)?$/) return s + 0
  if (s !~ /^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]/) return -1
  z = substr(s, 20)
  sub(/^\.[0-9]+/, "", z)
  if (z == "Z") z = "+00:00"
  if (z !~ /^[-+][0-9][0-9]:?[0-9][0-9]$/) return -1
  return clock(substr(s, 1, 4), substr(s, 6, 2), substr(s, 9, 2), substr(s, 12, 2), substr(s, 15, 2), substr(z, 1, 3), substr(z, 1, 1) substr(z, length(z) - 1)) + substr(s, 18, 2)
}
function clock(y, mo, d, h, mi, zh, zm) {
  return ((days(y + 0, mo + 0, d + 0) * 24 + h - zh) * 60 + mi - zm) * 60
}
# "POST http://host/path?query HTTP/1.1"; garbage has no method and is all path.
function request(r) {
  # Most requests have been seen before; what has been made of them is kept, within bounds.
  if (!(r in plain)) {
    take(r)
    if (length(r) > 200) return
    if (++nplain > 2000) { split("", plain); split("", verbs); nplain = 1 }
    plain[r] = path
    verbs[r] = method
  }
  else { path = plain[r]; method = verbs[r] }
}
function take(r,  i) {
  i = index(r, " ")
  method = i ? substr(r, 1, i - 1) : ""
  if (method !~ /^[A-Z]+$/ || length(method) > 20) { method = ""; path = r; return }
  r = substr(r, i + 1)
  i = index(r, " ")
  path = plainpath(i ? substr(r, 1, i - 1) : r)
}
function plainpath(p,  i) {
  i = index(p, "?")
  if (i) p = substr(p, 1, i - 1)
  if (p ~ /^https?:\/\//) sub(/^https?:\/\/[^\/]*/, "", p)
  return p
}
BEGIN { npat = split(ENVIRON["T_PATTERNS"], pat, "\n"); pat1 = pat[1]; short = quick != "" }
# A short reading of so many bytes has no grep and no sample of its own: both are done here. Most
# lines are to cost as little as can be, and no call.
short {
  seen += length($0) + 1
  if (seen > quick) { beyond(); next }
  if (++count > 500 && count % 50) { if (!index($0, pat1) && (npat == 1 || !mine($0))) next }
  else {
    if ($0 != "") tally()
    if (!mine($0)) next
  }
}
# The last line is not whole, or was not when we took the size: it is read next time.
function beyond(  from) {
  from = seen - length($0) - 1
  if (from < quick) partial = quick - from
}
function mine(line,  i) {
  for (i = 1; i <= npat; i++) if (index(line, pat[i])) return 1
  return 0
}
# Takes a marker between pieces, or says whether a line lies in the piece.
function ours() {
  if (short) return 1
  if (substr($0, 1, 1) == "\001") { prefixed = index($0, "\001direct ") == 1; end = substr($0, 9) + 0; return 0 }
  return !(prefixed && $0 + 0 >= end)
}
# Whether a line is what it should be; of one that is not only its shape is shown.
function tally(  line) {
  checked++
  line = $0
  if (parse(0)) {
    if (class == "" || substr(status, 1, 1) != class || mine(line)) return
  }
  if (!strange++) shape = substr(line, 1, 300)
}
function report() {
  gsub(/[A-Za-z]+/, "a", shape)
  gsub(/[0-9]+/, "9", shape)
  print "checked=" checked + 0
  print "bad=" strange + 0
  print "shape=" clean(shape, 200)
  print "partial=" partial + 0
}
# With two audits: whose facts follow.
END { if (short) report(); if (part != "") print "part=" part }
function clean(s, n) {
  if (length(s) > n) s = substr(s, 1, n)
  # gsub is the dearest thing there is in mawk.
  if (s ~ /[\001-\037\177]/) gsub(/[\001-\037\177]/, "?", s)
  return s
}`;

/** The functions of both formats, as awk text. */
export const awkLine = {
  combined: combined + common + awkAddress,
  json: json + common + awkAddress,
} as const;
