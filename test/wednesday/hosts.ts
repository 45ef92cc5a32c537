import type { Host } from '../lab/host.ts';
import { installBackend } from './backend.ts';

/** A host as MKS has it: web server, database and backend behind a firewall. */
export async function furnish(host: Host): Promise<void> {
  await host.write('/etc/nginx/sites-enabled/default', site);
  await host.must(`
    usermod -aG adm mks-maint
    openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=mks -days 3650 \\
      -keyout /etc/ssl/private/mks.key -out /etc/ssl/certs/mks.pem 2>/dev/null
    systemctl start nginx postgresql
    for rule in 22/tcp 80/tcp 443/tcp; do ufw allow "$rule"; done
    ufw default deny incoming && ufw --force enable
    echo 'APT::Periodic::Unattended-Upgrade "0";' >/etc/apt/apt.conf.d/20auto-upgrades`);
  await installBackend(host);
}

const site = `server {
  listen 80; listen [::]:80; listen 443 ssl; listen [::]:443 ssl;
  ssl_certificate /etc/ssl/certs/mks.pem;
  ssl_certificate_key /etc/ssl/private/mks.key;
  location / { proxy_pass http://127.0.0.1:5100; }
}
`;

/** Somebody has opened the backend to the world for a test, and left a listener on IPv6 alone. */
export async function openHole(host: Host): Promise<void> {
  await host.must(
    `ufw allow 5100/tcp
     systemd-run -q --unit debug-shell-six python3 -c '
import socket, time
s = socket.socket(socket.AF_INET6)
s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
s.bind(("::", 4444)); s.listen(); time.sleep(600)'
     for i in $(seq 100); do ss -Hltn | grep -q ":4444 " && exit; sleep 0.1; done; exit 1`,
  );
}

export async function closeHole(host: Host): Promise<void> {
  await host.must(`
    ufw delete allow 5100/tcp
    systemctl stop debug-shell-six
    sed -i s/0.0.0.0/127.0.0.1/ /etc/mks/backend.json
    systemctl restart mks-backend`);
}
