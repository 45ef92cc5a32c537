#!/bin/bash
# Enters the cgroup and the network of a host and starts it; stays as the parent of its PID 1,
# and takes it along when it ends.
#
# usage: launch.sh CGROUP NETNS BASE FOLDER NAME
set -eu
cgroup=$1 netns=$2
shift 2
echo $$ > "$cgroup/cgroup.procs"
exec ip netns exec "$netns" unshare --mount --pid --uts --ipc --cgroup --fork --kill-child \
  --propagation private bash "$(dirname "$0")/init.sh" "$@"
