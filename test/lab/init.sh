#!/bin/bash
# Becomes PID 1 of a host. Runs as the first process of fresh mount, PID, UTS, IPC and cgroup
# namespaces, inside the host's network namespace; every mount vanishes with them.
#
# usage: init.sh BASE FOLDER NAME   (FOLDER has upper/, root/ and gets work/)
set -eu
umask 022
base=$1 folder=$2 name=$3 root=$2/root

# "volatile" skips every sync to disk; a clone is never read after a crash of the machine.
# It refuses a second mount until its work folder is gone, which is what a reboot needs.
rm -rf "$folder/work" && mkdir "$folder/work"
mount -t overlay overlay \
  -o "lowerdir=$base,upperdir=$folder/upper,workdir=$folder/work,volatile" "$root"
echo "$name" > /proc/sys/kernel/hostname

mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
mount -t sysfs -o ro,nosuid,nodev,noexec sysfs "$root/sys"
mount -t cgroup2 -o nosuid,nodev,noexec cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs -o mode=755,nosuid,nodev tmpfs "$root/run"
mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs "$root/tmp"

mount -t tmpfs -o mode=755,nosuid tmpfs "$root/dev"
mknod -m 666 "$root/dev/null" c 1 3
mknod -m 666 "$root/dev/zero" c 1 5
mknod -m 666 "$root/dev/full" c 1 7
mknod -m 666 "$root/dev/random" c 1 8
mknod -m 666 "$root/dev/urandom" c 1 9
mknod -m 666 "$root/dev/tty" c 5 0
# The real console belongs to the machine.
mknod -m 600 "$root/dev/console" c 1 3
mkdir "$root/dev/pts" "$root/dev/shm" "$root/dev/mqueue"
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$root/dev/pts"
mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs "$root/dev/shm"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
ln -s /proc/self/fd/0 "$root/dev/stdin"
ln -s /proc/self/fd/1 "$root/dev/stdout"
ln -s /proc/self/fd/2 "$root/dev/stderr"

# Kernel settings are the machine's: only those of the host's own network can be written.
mount --bind "$root/proc/sys" "$root/proc/sys"
mount --bind "$root/proc/sys/net" "$root/proc/sys/net"
# Plain files that a test can read back: caches stay, and each boot has an id of its own.
# On the host's own tmpfs, lest the machine's disk shows up among its file systems.
mkdir "$root/run/lab"
: > "$root/run/lab/drop_caches"
cat /proc/sys/kernel/random/uuid > "$root/run/lab/boot_id"
mount --bind "$root/run/lab/drop_caches" "$root/proc/sys/vm/drop_caches"
mount --bind "$root/run/lab/boot_id" "$root/proc/sys/kernel/random/boot_id"
mount -o remount,bind,ro "$root/proc/sys"
[ ! -e "$root/proc/sysrq-trigger" ] || mount --bind /dev/null "$root/proc/sysrq-trigger"

cd "$root"
pivot_root . .
umount -l .
# Clock, modules and hardware are the machine's, whatever root does here.
exec setpriv --bounding-set -sys_time,-sys_module,-sys_rawio \
  env -i container=lab PATH=/usr/sbin:/usr/bin:/sbin:/bin /sbin/init
