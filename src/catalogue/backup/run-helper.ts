import { rootHelper } from '../../core/root-helper.ts';
import type { RootHelper } from '../../core/shell.ts';
import { sh } from '../../core/shell.ts';
import { backupDatabase } from './run-database-script.ts';
import { writeManifest } from './run-manifest-script.ts';
import { archiveUploads } from './run-uploads-script.ts';

/**
 * Makes a backup as root, for only root may read all uploads and write where nobody else can. All
 * that it is told is in its arguments, and these are in the sudo rule: the login user chooses
 * nothing. `look` changes nothing.
 *
 * The database is read by `postgres`, who needs no right on the folder.
 */
const arguments_ = sh`
[ $# -eq 8 ] || { echo 'usage: look|write DIRECTORY PORT DATABASE UPLOADS FORMAT COMPRESS SECONDS' >&2; exit 2; }
verb=$1 directory=$2 port=$3 database=$4 uploads=$5 format=$6 compress=$7 limit=$8
die() { printf 'teiki: %s\n' "$*" >&2; exit 1; }
plain_path() {
  case $1 in *[!A-Za-z0-9._/@:+-]* | *//* | */./* | */../* | */. | */.. | */) return 1 ;; /?*) ;; *) return 1 ;; esac
}
number() { case $1 in '' | *[!0-9]* | ??????*) return 1 ;; esac; }
case $verb in look | write | writing) ;; *) die "unknown verb" ;; esac
plain_path "$directory" || die "no absolute path for the folder"
[ "$uploads" = - ] || plain_path "$uploads" || die "no absolute path for the uploads"
number "$port" && number "$limit" || die "no number for port or seconds"
case $database in [!A-Za-z0-9_]* | *[!A-Za-z0-9_.-]*) die "no plain name of a database" ;; esac
case $format in custom | directory | tar | plain) ;; *) die "unknown format" ;; esac
case $compress in [0-9]) ;; *) die "no level of compression" ;; esac`;

/** Whoever may write to the folder, or to one above it, could have root write elsewhere. */
export const folders = sh`
# Sets theirs to the first folder from this one up that others than root can change.
only_root() {
  theirs=$1
  while :; do
    [ ! -h "$theirs" ] || return 1
    set -- $(stat -c '%u %a' -- "$theirs")
    [ "$1" = 0 ] || return 1
    case $2 in *[2367]? | *[2367]) return 1 ;; esac
    [ "$theirs" != / ] || return 0
    theirs=\${theirs%/*}
    [ -n "$theirs" ] || theirs=/
  done
}
# Without a file: whoever holds the folder itself makes a backup. All children hold it too.
lock() { exec 8<"$directory" && flock -n 8; }
leftovers() { for stage in "$directory"/.backup_*.partial; do
  if [ -d "$stage" ] && [ ! -h "$stage" ]; then "$@" "$stage"; fi
done; }`;

const look = sh`
look() {
  if [ -h "$directory" ] || [ ! -d "$directory" ]; then echo folder=missing
  elif only_root "$directory"; then echo folder=ok
  else echo "folder=unsafe $theirs"; fi
  if [ -d "$directory" ]; then
    if lock; then echo lock=free; else echo lock=held; fi
    echo "free=$(df -P -k -- "$directory" | tail -n 1 | awk '{ print $4 }')"
    leftovers stat -c 'leftover=%Y %n' --
  fi
  if [ "$uploads" = - ]; then echo uploads=none
  elif [ -d "$uploads" ]; then
    echo uploads=ok
    size=$(timeout 20 du -sk -- "$uploads" 2>/dev/null) && echo "uploads-size=\${size%%[!0-9]*}"
  else echo uploads=missing; fi
  choose_bin 0
  if [ -z "$bin" ]; then echo server=no-tools
  elif answer=$(sql "$database" 2>&1 <<'END'
SELECT current_setting('server_version_num'), pg_is_in_recovery(), pg_database_size(current_database());
END
  ); then
    echo "server=$answer"
    choose_bin "\${answer%????|*|*}"
    echo "tool=$("$bin/pg_dump" --version)"
  else echo "server=failed $(printf '%s' "$answer" | tr '\n' ' ')"; fi
}`;

/**
 * A process of root's cannot be ended by the login user, so it ends itself. Every name is new, and
 * files get their final ones when all of them are on disk, the manifest last.
 */
const write = sh`
writing() {
  [ ! -h "$directory" ] && [ -d "$directory" ] || die "no folder $directory"
  only_root "$directory" || die "$theirs can be changed by others than root"
  lock || die "another backup to $directory is going on"
  leftovers rm -rf --
  umask 077
  started=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  stamp=$(date -u +%Y%m%dT%H%M%SZ)
  case $format in plain) db=db_$stamp.sql.gz ;; *) db=db_$stamp.dump ;; esac
  files="globals_$stamp.sql $db"
  stage=$directory/.backup_$stamp.partial
  mkdir "$stage" || die "cannot write to $directory"
  trap 'rm -rf -- "$stage"' EXIT
  trap 'exit 143' TERM INT HUP
  notes=$stage/.notes
  mkdir "$notes"
  back_up_database
  if [ "$uploads" != - ]; then
    files="$files uploads_$stamp.tar.gz"
    archive_uploads
  fi
  write_manifest
  chgrp -R --reference="$directory" -- "$stage"
  find "$stage" -type f -exec chmod 640 {} + -exec sync -- {} +
  find "$stage" -type d -exec chmod 750 {} +
  for file in $files "manifest_$stamp.json"; do
    [ ! -e "$directory/$file" ] || die "$file is there already"
    mv -T -- "$stage/$file" "$directory/$file" || die "$file cannot be renamed"
  done
  sync -- "$directory"
  echo "written=$files manifest_$stamp.json"
}
case $verb in
  look) look ;;
  writing) writing ;;
  write)
    shift
    exec timeout -k 30 "$limit" "$0" writing "$@"
    ;;
esac`;

export const backupHelper: RootHelper = rootHelper(
  'backup-run',
  sh`${arguments_}
${folders}
${backupDatabase}
${archiveUploads}
${writeManifest}
${look}
${write}`,
);
