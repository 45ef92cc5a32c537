import { type ShellText, sh } from '../../core/shell.ts';

/** Up to three places in each of the newest pieces. */
export const sampleScript: ShellText = sh`
sample() {
  echo "$newest" | head -n 4 | while read -r name from to cut; do
    [ -n "$name" ] || continue
    n=$((to - from))
    case $name in *.gz) unzipped "$name" "$from" $((from + (n < 131072 ? n : 131072))) | sed "$([ $n -lt 131072 ] || echo '$d')"; continue ;; esac
    if [ $n -lt 393216 ]; then part "$name" "$from" "$to" | whole "$cut"; continue; fi
    part "$name" "$from" $((from + 131072)) | whole "$cut" | sed '$d'
    part "$name" $((from + n / 2)) $((from + n / 2 + 131072)) | sed '1d;$d'
    part "$name" $((to - 131072)) "$to" | sed 1d
  done | tr -d '\000'
}`;

/** Says how much of a log is what it should be; of a line that is not, only its shape is shown. */
export const sampleProgram = String.raw`
BEGIN { npat = split(ENVIRON["T_PATTERNS"], pat, "\n") }
{
  n++
  line = $0
  if (!parse(1)) { bad++; if (shape == "") shape = line; next }
  if (class != "" && substr(status, 1, 1) == class) {
    for (i = 1; i <= npat && !index(line, pat[i]); i++);
    if (i > npat) { bad++; if (shape == "") shape = line }
  }
}
END {
  shape = substr(shape, 1, 300)
  gsub(/[A-Za-z]+/, "a", shape)
  gsub(/[0-9]+/, "9", shape)
  print "checked=" n + 0
  print "bad=" bad + 0
  print "shape=" clean(shape, 200)
}`;
