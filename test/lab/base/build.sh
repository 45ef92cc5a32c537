#!/bin/bash
# Builds the root file system that every host of the lab is cloned from.
# Runs in mount and PID namespaces of its own, so that nothing it mounts or starts can outlive it.
#
# usage: build.sh CACHE HASH SUITE MIRROR COMPONENTS   (pending sources on stdin, one-line format)
#
# CACHE/HASH appears by rename when everything is done: whoever sees it, sees it whole.
set -euo pipefail
umask 022
cache=$1 hash=$2 suite=$3 mirror=$4 components=$5
here=$(cd "$(dirname "$0")" && pwd)
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 LANG=C.UTF-8
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

pending=$(cat)
# Another builder may have held the lock before us and finished the same recipe.
if [ -d "$cache/$hash" ]; then exit 0; fi
# We hold the lock, so anything half built was left by a builder that was killed.
rm -rf -- "$cache"/.building-*
root=$(mktemp -d "$cache/.building-XXXXXX")
chmod 755 "$root"
mkdir -p "$cache/debs"
find "$cache/debs" -type f -mtime +30 -delete

debootstrap --variant=minbase --cache-dir="$cache/debs" --components="$components" \
  "$suite" "$root" "$mirror"

mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
mount -t tmpfs tmpfs "$root/run"
mkdir -p "$root/dev/shm" && mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
mount --bind "$cache/debs" "$root/var/cache/apt/archives"
in_root() { chroot "$root" "$@"; }

# Documentation is two thirds of the size and nothing reads it here.
cat > "$root/etc/dpkg/dpkg.cfg.d/lab" <<'EOF'
force-unsafe-io
path-exclude=/usr/share/doc/*
path-exclude=/usr/share/man/*
path-exclude=/usr/share/info/*
path-exclude=/usr/share/lintian/*
path-exclude=/usr/share/javascript/*
path-exclude=/usr/share/locale/*
path-include=/usr/share/locale/ja/*
path-include=/usr/share/locale/locale.alias
EOF
# Services must not start while packages are configured in a chroot.
printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
cp /etc/resolv.conf "$root/etc/resolv.conf"

# The release suite alone: what its security suite has since brought is then truly pending.
echo "deb $mirror $suite ${components//,/ }" > "$root/etc/apt/sources.list"
in_root apt-get update -q
mapfile -t packages < "$here/packages.txt"
in_root apt-get install -q -y --no-install-recommends "${packages[@]}"

in_root /bin/bash -s < "$here/configure.sh"
in_root /bin/bash -s < "$here/dumps.sh"

# Known but not installed: hosts have no route, yet can list what is pending.
printf '%s\n' "$pending" >> "$root/etc/apt/sources.list"
in_root apt-get update -q

rm -f "$root/usr/sbin/policy-rc.d" "$root"/etc/ssh/ssh_host_*
rm -rf "$root"/tmp/* "$root"/var/tmp/* "$root"/var/log/*.log "$root"/var/log/apt/*
: > "$root/etc/resolv.conf"
: > "$root/etc/machine-id"
umount "$root/var/cache/apt/archives" "$root/dev/shm" "$root/run" "$root/proc"
mv -T "$root" "$cache/$hash"
