import { task as backup } from '../../src/catalogue/backup/run.ts';
import { task as drill } from '../../src/catalogue/dr/drill.ts';
import type { Host } from '../lab/host.ts';
import type { Lab } from '../lab/lab.ts';
import { grantRights } from '../lab/rights.ts';
import { clusterOf, prepareBackupHost } from './backup-host.ts';
import { conductInLab, tasksIn } from './lab-task.ts';

/** A service that knows how many users the restored database has, and one upload. */
const service = `
import http.server, subprocess, time
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        psql = ["psql", "-XqAtw", "-h", "/var/run/postgresql", "-d", "mks_restore_test_drill", "-c"]
        try:
            if self.path == "/api/v1/health":
                body = subprocess.check_output(psql + ["INSERT INTO empty VALUES (1); SELECT 'up'"])
            elif self.path == "/api/v1/users":
                body = subprocess.check_output(psql + ["SELECT 'users: ' || count(*) FROM users"])
            elif self.path == "/api/v1/slow":
                time.sleep(9)
                body = b"late"
            else:
                body = open("/var/lib/teiki-drill/drill/uploads/uploads/report-1.txt", "rb").read()
            self.send_response(200)
        except Exception as error:
            body = str(error).encode()
            self.send_response(500)
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *args): pass
http.server.HTTPServer(("127.0.0.1", 5100), Handler).serve_forever()
`;

const unit = `[Unit]
Description=MKS on restored data
[Service]
User=mks_dr
ExecStart=/usr/bin/python3 /opt/mks-dr/service.py
`;

/** What the documents ask for on a host for drills. */
export async function prepareTarget(host: Host): Promise<void> {
  await host.must(
    `pg_dropcluster 15 main; pg_createcluster 15 drill -- --no-sync >/dev/null; pg_ctlcluster 15 drill start
     useradd --system mks_dr
     runuser -u postgres -- psql -q -c 'CREATE ROLE "mks-maint" LOGIN CREATEDB CREATEROLE IN ROLE pg_monitor' -c 'CREATE ROLE mks_dr LOGIN'
     install -d /etc/teiki && install -m 644 /etc/machine-id /etc/teiki/drill-target
     install -d -o mks-maint -g mks_dr -m 2750 /var/lib/teiki-drill
     install -d -o root -g mks-maint -m 750 /backup /backup/off-host
     install -d /opt/mks-dr`,
    { timeoutSeconds: 120 },
  );
  await host.write('/opt/mks-dr/service.py', service);
  await host.write('/etc/systemd/system/mks-backend-dr.service', unit);
  await host.must('systemctl daemon-reload');
  await grantRights(host, drill.privileged(drill.params.parse({})));
}

/** A production host with its backup. */
export async function prepareProduction(lab: Lab, host: Host): Promise<void> {
  await prepareBackupHost(host);
  await backUp(lab, host);
}

export async function backUp(lab: Lab, host: Host, more: object = {}): Promise<void> {
  const given = { notAgainWithinMinutes: 0, ...more };
  await grantRights(host, backup.privileged(backup.params.parse(given)));
  const step = { use: 'backup.run', with: given };
  const result = await conductInLab(lab, host, [step], { changes: 'all' });
  const [line] = tasksIn(result);
  if (line !== 'backup.run done ok: applied') throw new Error(line);
}

/** As an off-host copy would: the files of one host to the other. */
export async function copyBackups(from: Host, to: Host): Promise<void> {
  const archive = await from.must('tar -C /backup/mks -cf - . | base64 -w0');
  await to.must(
    'base64 -d | tar -C /backup/off-host -xf - --no-same-owner && chmod -R a+rX /backup/off-host/*',
    {
      input: archive,
    },
  );
}

export const users = {
  url: 'http://127.0.0.1:5100/api/v1/users',
  contains: 'users: 2000',
};
export const upload = { url: 'http://127.0.0.1:5100/upload' };

export async function drillOf(host: Host, more: object = {}) {
  const clusters = [await clusterOf(host)];
  return {
    use: 'dr.drill',
    with: { clusters, checks: [users, upload], waitSeconds: 40, timeoutSeconds: 90, ...more },
  };
}
