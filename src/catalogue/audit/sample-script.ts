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

/** For awk, after its functions. */
export const sampleProgram = '{ tally() } END { report() }';
