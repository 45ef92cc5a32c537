import { awkTable } from './awk-table.ts';

/**
 * Counts failed logins: per address and per account with the times of the last few (`ring`), so
 * that "more than n within ten minutes" is exact; per minute for the worst hour; and addresses that
 * begin to fail within one hour of each other (spraying).
 */
export const bruteforceProgram = String.raw`
${awkTable}
BEGIN {
  limit = ENVIRON["T_TABLE"] + 0
  wanted = ENVIRON["T_PATH"]; verb = ENVIRON["T_METHOD"]
  failed = ENVIRON["T_FAILED"]; succeeded = ENVIRON["T_SUCCEEDED"]
  most = ENVIRON["T_MOST"] + 0; mosthour = ENVIRON["T_HOUR"] + 0
  guesses = ENVIRON["T_GUESSES"] + 0; sprayers = ENVIRON["T_SPRAYERS"] + 0
  ringsize = most + 1 > guesses ? most + 1 : guesses
  # "address failures last" of those who were guessing when the last run ended.
  for (i = split(ENVIRON["T_CARRY"], word, " ") - 2; i >= 1; i -= 3) {
    carried[word[i]] = word[i + 1] + 0; carriedat[word[i]] = word[i + 2] + 0
  }
}
function leave(k,  i) {
  if (cnt[k] > 1) for (i = 0; i < ringsize; i++) delete ring[k, i]
  delete last[k]; delete streak[k]
}
# One failure of an address ("a…") or account ("u…").
function note(k, t,  n) {
  if (!(k in cnt)) admit(k)
  n = ++cnt[k]
  if (n == 2) ring[k, 1] = last[k]
  if (n > 1) ring[k, n % ringsize] = t
  if (n > most && t - ring[k, (n - most) % ringsize] <= 600 && !(k in over) && nover < 5000) { over[k] = t; nover++ }
}
function fail(a, t,  k) {
  failures++
  minutes[int(t / 60)]++
  if (!firstat || t < firstat) firstat = t
  if (t > lastat) lastat = t
  k = "a" a
  if (!(k in cnt) || t - last[k] > 3600) {
    starts++
    begun[starts % sprayers] = t
    if (starts >= sprayers && t - begun[(starts + 1) % sprayers] <= 3600 && !sprayed) sprayed = t
  }
  if (!(k in cnt)) {
    addresses++
    note(k, t)
    if (a in carried) { streak[k] = carried[a]; delete carried[a] }
  } else note(k, t)
  streak[k]++
  last[k] = t
  if (account != "" && account != "-") {
    k = "u" clean(account, 64)
    if (!(k in cnt)) accounts++
    note(k, t)
    last[k] = t
  }
}
function succeed(a, t,  k, n) {
  successes++
  k = "a" a
  if (!(k in cnt)) {
    if ((a in carried) && carried[a] >= guesses) hit(a, carried[a], t)
    delete carried[a]
    return
  }
  n = cnt[k]
  if (streak[k] >= guesses) hit(a, streak[k], t)
  else if (guesses > 1 && n >= guesses && t - ring[k, (n - guesses + 1) % ringsize] <= 3600) hit(a, n, t)
  streak[k] = 0
}
function hit(a, n, t) {
  hits++
  if ((a in hitn) || nhits >= 100) return
  nhits++
  hitn[a] = n; hitat[a] = t; hitaccount[a] = account == "-" ? "" : clean(account, 64)
}
!ours() { next }
{
  if (!parse(1)) { bad++; next }
  if (status != failed && status != succeeded) next
  if ((verb != "" && method != verb) || (path != wanted && path != wanted "/")) next
  if (when < since || when > now + 3600) { outside++; next }
  who = counted(client())
  if (who == "") { left++; next }
  if (who == "-") { bad++; next }
  if (status == failed) fail(who, when)
  else succeed(who, when)
}
END {
  print "failures=" failures + 0
  print "successes=" successes + 0
  print "addresses=" addresses + 0
  print "accounts=" accounts + 0
  print "floor=" floor + 0
  print "evicted=" evicted + 0
  print "outside=" outside + 0
  print "blind=" blind + 0
  print "ignored=" left + 0
  print "between=" firstat + 0 " " lastat + 0
  # The hour with most failures, to the minute.
  for (m in minutes) for (i = 0; i < 60; i++) hour[m + i] += minutes[m]
  for (m in hour) if (hour[m] > peak || (hour[m] == peak && m + 0 > peakat)) { peak = hour[m]; peakat = m + 0 }
  print "peak=" peak + 0 " " (peak ? (peakat - 59) * 60 : 0)
  print "sprayed=" sprayed + 0
  for (k in over) { if (substr(k, 1, 1) == "a") overa++; else overu++ }
  print "over=" overa + 0 " " overu + 0
  print "hits=" hits + 0
  for (a in hitn) print "hit=" a " " hitn[a] " " hitat[a] " " hitaccount[a]
  for (k in cnt) {
    if (substr(k, 1, 1) == "u") users[++nusers] = k
    else {
      all[++nall] = k
      if (streak[k] > 1) open[++nopen] = k
    }
  }
  n = front(all, 10, nall)
  for (i = 1; i <= n; i++) print "address=" substr(all[i], 2) " " cnt[all[i]] " " last[all[i]] " " (all[i] in over)
  n = front(users, 10, nusers)
  for (i = 1; i <= n; i++) print "account=" cnt[users[i]] " " (users[i] in over) " " substr(users[i], 2)
  n = front(open, 50, nopen)
  for (i = 1; i <= n; i++) print "carry=" substr(open[i], 2) " " streak[open[i]] " " last[open[i]]
  # Those who have not come back yet may still do.
  for (a in carried) if (carriedat[a] > now - 604800 && ncarried++ < 50) print "carry=" a " " carried[a] " " carriedat[a]
}`;
