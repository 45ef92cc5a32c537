import { type ShellText, sh } from '../../core/shell.ts';

/**
 * Unpacks the archive and sums the files of the manifest's sample; in our manifests each of them
 * has a line of its own.
 */
export const restoreUploads: ShellText = sh`
uploads() {
  mkdir "$work/uploads"
  note archive "\${archive#"$d"/}"
  gently tar -xzvf "$archive" -C "$work/uploads" --no-same-owner >"$work/members" 2>"$work/errors"
  note unpacked $?
  note unpacking "$(tail -c 500 "$work/errors")"
  note members "$(awk '{ if (!/\/$/) files++ } END { print NR, files + 0 }' "$work/members")"
  [ -n "$manifest" ] || return 0
  sed -n 's/^ *{"path": "\(.*\)", "sha256": "[0-9a-f]*"},\{0,1\}$/\1/p' "$manifest" | sed 's/\\"/"/g' |
    tr '\n' '\0' >"$work/sample"
  note sample "$(cd "$work/uploads" && gently xargs -0 sha256sum -- <"$work/sample" 2>/dev/null)"
}`;
