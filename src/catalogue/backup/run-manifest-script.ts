import { type ShellText, sh } from '../../core/shell.ts';

/** Puts the manifest together: its shape is that of `manifest.ts`, one thing a line. */
export const writeManifest: ShellText = sh`
listed() { sed -n "s/^$1 \({.*}\)$/\1/p" "$notes/contents" | sed '$!s/$/,/'; }
single() { sed -n "s/^$1 \({.*}\)$/\1/p" "$notes/contents"; }
# Sums of the files that did not change; the three lists name a file alike.
sample() { awk '
  function name(line) { sub(/^[0-9]+ [0-9]+ [0-9]+ /, "", line); return line }
  FILENAME ~ /before$/ { before[$0] = 1; next }
  FILENAME ~ /after$/ { if ($0 in before) same[name($0)] = 1; next }
  { path = substr($0, 67); if (path in same) {
    gsub(/"/, "\\\"", path)
    printf "%s      {\"path\": \"%s\", \"sha256\": \"%s\"}", sep, path, substr($0, 1, 64); sep = ",\n" } }
  END { if (sep) print "" }' "$notes/before" "$notes/after" "$notes/sums"; }
about_uploads() {
  if [ "$uploads" = - ]; then echo '  "uploads": null,'; return; fi
  total=$(sed -n 's/^Total bytes written: \([0-9]*\).*/\1/p' "$notes/tar")
  echo '  "uploads": {'
  printf '    "path": "%s", ' "$uploads"
  awk '{ if (!/\/$/) files++ } END { printf "\"entries\": %d, \"files\": %d, ", NR, files }' "$notes/members"
  printf '"bytes": %s, "changed": %s,\n' "\${total:-0}" "$([ "$status" -eq 0 ] && echo false || echo true)"
  printf '    "sample": [\n'
  sample
  printf '    ]\n  },\n'
}
sums() {
  cd "$stage" || exit
  find $files -type f -exec sha256sum -- {} + >"$notes/files" || die "the files cannot be read"
  while read -r sum path; do
    printf '    {"path": "%s", "bytes": %s, "sha256": "%s"}\n' "$path" "$(stat -c %s -- "$path")" "$sum"
  done <"$notes/files" | sed '$!s/$/,/'
}
write_manifest() {
  {
    printf '{\n  "schema": "teiki.backup/1",\n  "startedAt": "%s",\n' "$started"
    printf '  "host": "%s",\n' "$(uname -n)"
    printf '  "database": %s,\n  "snapshot": %s,\n' "$(single database)" "$(single snapshot)"
    printf '  "dump": {"format": "%s", "pgDump": "%s", "seconds": %s},\n' "$format" \
      "$("$bin/pg_dump" --version)" "$dumping"
    printf '  "contents": {\n    "tables": [\n'
    listed table
    printf '    ],\n    "sequences": [\n'
    listed sequence
    printf '    ],\n    "extensions": [\n'
    listed extension
    printf '    ],\n    "invalid": ['
    sed -n 's/^invalid {"name" : \(.*\)}$/\1/p' "$notes/contents" | sed '$!s/$/,/'
    printf '],\n    "objects": %s\n  },\n' "$(single objects)"
    about_uploads
    printf '  "files": [\n'
    sums
    printf '  ],\n  "endedAt": "%s"\n}\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)"
  } >"$stage/manifest_$stamp.json" || die "the manifest could not be written"
  rm -rf -- "$notes"
}`;
