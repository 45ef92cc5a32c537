# Runs inside the new root: what makes it a quiet host that boots in about a second.
set -euo pipefail

# Optional services are for the tests to start; these units have nothing to do without hardware.
systemctl disable postgresql.service nginx.service redis-server.service \
  prometheus.service prometheus-alertmanager.service
systemctl mask \
  systemd-udevd.service systemd-udev-trigger.service getty.target console-getty.service \
  systemd-networkd.service systemd-resolved.service systemd-timesyncd.service \
  systemd-modules-load.service systemd-remount-fs.service \
  dev-hugepages.mount sys-kernel-debug.mount sys-kernel-tracing.mount sys-kernel-config.mount \
  sys-fs-fuse-connections.mount proc-sys-fs-binfmt_misc.automount tmp.mount \
  apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer

# First value wins in sshd_config: drop-ins of tests sort before this one.
mkdir -p /etc/ssh/sshd_config.d /etc/ssh/authorized_keys
cat > /etc/ssh/sshd_config.d/90-lab.conf <<'EOF'
HostKey /etc/ssh/ssh_host_ed25519_key
AuthorizedKeysFile /etc/ssh/authorized_keys/%u .ssh/authorized_keys
PasswordAuthentication no
PermitRootLogin prohibit-password
UseDNS no
EOF

# The maintenance user: a HOME of its own, no sudo rule, no password ('*' is not locked for sshd).
useradd --create-home --shell /bin/bash --password '*' mks-maint
