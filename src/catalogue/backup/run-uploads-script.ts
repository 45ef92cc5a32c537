import { type ShellText, sh } from '../../core/shell.ts';

/**
 * The uploads as a tar.gz, and the sums of some of its files: those that were the same before the
 * archive was made and after. They are read as the owner of the folder, whose links must not lead
 * root anywhere.
 */
export const archiveUploads: ShellText = sh`
sampled=500
as_owner() { (cd "\${uploads%/*}/" && runuser -u "$owner" -- "$@"); }
states() { as_owner xargs -0 -r stat -c '%Y %Z %s %n' -- <"$notes/names" 2>/dev/null; }
archive_uploads() {
  [ -d "$uploads" ] || die "no folder $uploads"
  owner=$(stat -c %U -- "$uploads")
  id -u "$owner" >/dev/null 2>&1 || owner=nobody
  # Names that are no text, or that would need escapes in JSON, are not for the sample.
  as_owner find "\${uploads##*/}" -type f -print0 2>/dev/null |
    LC_ALL=C.UTF-8 grep -z -a -x '[^[:cntrl:]\\]*' | shuf -z -n "$sampled" >"$notes/names"
  states >"$notes/before"
  archive=$stage/uploads_$stamp.tar.gz
  { tar --create --directory="\${uploads%/*}/" --verbose --index-file="$notes/members" --totals \
      -- "\${uploads##*/}" 2>"$notes/tar"; echo $? >"$notes/tar-status"; } |
    gzip -n -"$((compress > 0 ? compress : 1))" >"$archive" || die "the uploads could not be compressed"
  read -r status <"$notes/tar-status"
  # 1: a file changed or went away while it was read. The archive is whole.
  [ "$status" -le 1 ] || { cat "$notes/tar" >&2; die "tar failed with $status"; }
  as_owner xargs -0 -r sha256sum -- <"$notes/names" >"$notes/sums" 2>/dev/null
  states >"$notes/after"
}`;
