import { lines, type ShellText, sh } from '../../core/shell.ts';

/** Each leaves `$chosen`, a line `name=version` for each package to upgrade, and tells what it leaves. */
const held = sh`
printf '%%%% held\n'
held=$(apt-mark showhold)
printf '%s\n' "$held"`;

/** With new packages where an upgrade needs them (kernels), and never a removal. */
export const choosePending: ShellText = lines(
  held,
  sh`
out=$(apt-get -s -o Debug::NoLocking=1 --with-new-pkgs upgrade 2>&1)
printf '%%%% simulation\n%s\n%%%% simulation-status\n%s\n' "$out" "$?"
chosen=$(printf '%s\n' "$out" | awk '$1 == "Inst" && $3 ~ /^\[/ { print $2 "=" substr($4, 2) }')`,
);

/**
 * The version of a security archive, and nothing newer: where the candidate comes from elsewhere, the
 * newest one of a security archive that is above the installed one. A name says nothing.
 */
export function chooseSecurity(deferred: readonly string[]): ShellText {
  return lines(
    held,
    sh`
out=$(apt-get -s -o Debug::NoLocking=1 dist-upgrade 2>&1)
printf '%%%% simulation\n%s\n%%%% simulation-status\n%s\n' "$out" "$?"
fixes=$(printf '%s\n' "$out" | awk '
  $1 == "Inst" && $3 ~ /^\[/ && /(Debian-Security|UbuntuESM[A-Za-z]*):|\/[^ ,]*-security[ ,]/ { print $2 "=" substr($4, 2) }')
others=$(printf '%s\n' "$out" | awk '
  $1 == "Inst" && $3 ~ /^\[/ && !/(Debian-Security|UbuntuESM[A-Za-z]*):|\/[^ ,]*-security[ ,]/ { print $2 }')
[ -z "$others" ] || fixes="$fixes
$({ apt-cache policy; printf '%%%% tables\n'; apt-cache policy $others; } | awk '
  $1 == "%%" { tables = 1; next }
  !tables && / Packages$/ { source = $0; sub(/^ *-?[0-9]+ /, "", source); next }
  !tables && $1 == "release" { if (/(,|^ *release )(l=Debian-Security|l=UbuntuESM|a=[^,]*-security)/) safe[source] = 1; next }
  !tables { next }
  /^[^ ]+:$/ { name = substr($0, 1, length($0) - 1); found = 0; table = 0; next }
  /^ +Version table:/ { table = 1; next }
  !table { next }
  /^ \*\*\* / { table = 0; next }
  /^     [^ ]/ { version = $1; next }
  { source = $0; sub(/^ *-?[0-9]+ /, "", source); if (!found && source in safe) { print name "=" version; found = 1 } }')"
chosen=$(printf '%s\n' "$fixes" | TEIKI_LATER=${expressionOf(deferred)} awk -F = '
  $1 == "" { next }
  { bare = $1; sub(/:.*/, "", bare) }
  bare !~ ENVIRON["TEIKI_LATER"]')
printf '%%%% fixes\n%s\n' "$fixes"`,
    withoutCompany,
  );
}

/**
 * A fix that needs a package which is to wait waits with it. With everything but the chosen ones on
 * hold, in a copy of dpkg's status, apt upgrades those that can do without.
 */
const withoutCompany = sh`
needs_others() {
  apt-get -s -o Debug::NoLocking=1 -o APT::Get::Upgrade-By-Source-Package=false --only-upgrade install $chosen 2>/dev/null | CHOSEN=$chosen awk '
    BEGIN { n = split(ENVIRON["CHOSEN"], list); for (i = 1; i <= n; i++) { sub(/=.*/, "", list[i]); own[list[i]] = 1 } }
    $1 == "Inst" && $3 ~ /^\[/ && !($2 in own) { found = 1 }
    END { exit !found }'
}
if [ -n "$chosen" ] && needs_others; then
  copy=$(mktemp) || exit
  CHOSEN=$chosen awk -v native="$(dpkg --print-architecture)" '
    BEGIN { n = split(ENVIRON["CHOSEN"], list); for (i = 1; i <= n; i++) { sub(/=.*/, "", list[i]); own[list[i]] = 1 } RS = ""; FS = "\n" }
    { name = architecture = ""
      for (i = 1; i <= NF; i++) {
        if ($i ~ /^Package: /) name = substr($i, 10)
        if ($i ~ /^Architecture: /) architecture = substr($i, 15) }
      if (!(name in own && (architecture == native || architecture == "all")) && !(name ":" architecture in own))
        sub(/\nStatus: install ok /, "\nStatus: hold ok ")
      print $0 "\n" }' /var/lib/dpkg/status >"$copy"
  possible=$(apt-get -s -o Debug::NoLocking=1 -o Dir::State::status="$copy" --with-new-pkgs upgrade 2>/dev/null |
    awk '$1 == "Inst" { print $2 }')
  rm -f "$copy"
  chosen=$(printf '%s\n' "$chosen" | POSSIBLE=$possible awk -F = '
    BEGIN { n = split(ENVIRON["POSSIBLE"], list, "\n"); for (i = 1; i <= n; i++) can[list[i]] = 1 }
    $1 in can')
fi`;

/** The patterns of `deferred` as one extended regular expression; none matches nothing. */
function expressionOf(patterns: readonly string[]): string {
  const parts = patterns.map((one) => one.replaceAll(/[.+]/g, '[$&]').replaceAll('*', '.*'));
  return parts.length === 0 ? '^$' : `^(${parts.join('|')})$`;
}
