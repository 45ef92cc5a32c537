import type { Host } from '../lab/host.ts';
import { installPackage, type LabPackage, publish, useLabArchives } from '../lab/packages.ts';
import { prepareBackupHost } from '../run/backup-host.ts';
import { PythonApp } from '../run/python-app.ts';

export const databasePassword = 'pg8RmDatabaseKc4Ws';
export const adminToken = 'tk7QmAdminVs3Xr9Wn2Lc';

/** A host as MKS has it: nginx before gunicorn, PostgreSQL, Redis, logs, sessions, uploads. */
export async function furnish(host: Host): Promise<PythonApp> {
  await host.settled();
  // The team upgrades by its runbooks.
  await host.write(
    '/etc/apt/apt.conf.d/20auto-upgrades',
    'APT::Periodic::Unattended-Upgrade "0";\n',
  );
  await useLabArchives(host);
  await installPackage(host, library('1.0'));
  await installPackage(host, module('1.0'));
  const app = await PythonApp.install(host);
  await host.write('/etc/pip.conf', '[global]\nindex-url = http://127.0.0.1:8099/simple/\n');
  await host.write('/opt/mks/backend/app.py', program);
  await host.write('/etc/mks/admin-token', adminToken, { mode: 0o640, owner: 'root:mks' });
  await host.write('/etc/nginx/sites-enabled/default', site);
  await host.write('/etc/logrotate.d/mks-backend', rotation);
  await prepareBackupHost(host);
  await host.must(
    `usermod -aG adm mks-maint
     runuser -u postgres -- psql -q -c "ALTER ROLE mks_user PASSWORD '$1'" -c 'GRANT pg_monitor TO mks_user' mks_db
     install -d -o mks -g adm -m 750 /var/log/mks-backend; install -d -o mks -g mks /opt/mks/backend/cache
     runuser -u mks -- sh -c 'for n in $(seq 9); do echo line >/var/log/mks-backend/app.log; done'
     systemctl start logrotate.timer redis-server
     systemctl restart mks-backend nginx
     for n in $(seq 100); do curl -sf http://127.0.0.1/api/v1/projects >/dev/null && exit; sleep 0.1; done; exit 1`,
    { args: [databasePassword], timeoutSeconds: 60 },
  );
  await host.must(
    'logrotate -f /etc/logrotate.conf 2>/dev/null; test -e /var/lib/logrotate/status',
  );
  return app;
}

/** What the month has brought: two packages of the distribution, one of them a fix, and one of Python. */
export async function publishMonth(host: Host, app: PythonApp): Promise<void> {
  await publish(host, 'security', [library('1.1')]);
  await publish(host, 'release', [module('1.1')]);
  await app.publish('mkslib', '1.1');
}

/** Written beside and renamed over what is there, as dpkg does it: who has it open keeps the old one. */
const replace = (from: string, to: string) =>
  `mkdir -p "$(dirname ${to})"; cp -p ${from} ${to}.dpkg-new && mv ${to}.dpkg-new ${to}`;

/** A library that the backend has loaded. */
const library = (version: string): LabPackage => ({
  name: 'libmks1',
  version,
  scripts: {
    postinst: replace('/usr/lib/x86_64-linux-gnu/libuuid.so.1', '/usr/lib/mks/libmks.so.1'),
  },
});

const echo = '/usr/lib/nginx/modules/ngx_http_echo_module.so';
/** A module that nginx has loaded. */
const module = (version: string): LabPackage => ({
  name: 'libnginx-mod-mks',
  version,
  scripts: { postinst: replace(echo, echo) },
});

const site = `server {
  listen 80 default_server;
  location / { proxy_pass http://127.0.0.1:5100; proxy_connect_timeout 2s; proxy_read_timeout 10s; }
}
`;

const rotation = `/var/log/mks-backend/*.log {
  weekly
  rotate 14
  dateext
  compress
  missingok
  su mks adm
  postrotate
    systemctl kill -s USR1 mks-backend.service
  endscript
}
`;

/** Projects come from a file, through Redis; another cache lies in files, for the administrator to clear. */
const program = `import ctypes, json, os, socket
import mkslib

ctypes.CDLL('/usr/lib/mks/libmks.so.1')
CACHE = '/opt/mks/backend/cache'


def redis(*words):
    with socket.create_connection(('127.0.0.1', 6379), 2) as link:
        parts = [b'$%d\\r\\n%s\\r\\n' % (len(word), word) for word in words]
        link.sendall(b'*%d\\r\\n' % len(words) + b''.join(parts))
        answer = link.makefile('rb')
        head = answer.readline()
        size = int(head[1:]) if head[:1] == b'$' else -1
        return answer.read(size) if size >= 0 else None


def projects():
    cached = redis(b'GET', b'cache:projects')
    if cached is None:
        cached = json.dumps([{'id': n, 'name': 'project %d' % n} for n in range(50)]).encode()
        redis(b'SET', b'cache:projects', cached)
    return cached


def clear(environ):
    with open('/etc/mks/admin-token') as file:
        if environ.get('HTTP_AUTHORIZATION') != 'Bearer ' + file.read():
            return '401 Unauthorized', b'{}'
    names = os.listdir(CACHE)
    for name in names:
        os.unlink(os.path.join(CACHE, name))
    return '200 OK', json.dumps({'cleared': len(names)}).encode()


def app(environ, start_response):
    what = environ['REQUEST_METHOD'] + ' ' + environ['PATH_INFO']
    status, body = '404 Not Found', b'{}'
    if what == 'GET /api/v1/health':
        status, body = '200 OK', json.dumps({'mkslib': mkslib.__version__}).encode()
    if what == 'GET /api/v1/projects':
        status, body = '200 OK', projects()
    if what == 'POST /api/v1/admin/cache/clear':
        status, body = clear(environ)
    start_response(status, [('Content-Type', 'application/json'), ('Content-Length', str(len(body)))])
    return [body]
`;
