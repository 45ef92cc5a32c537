import type { Host } from '../lab/host.ts';
import { installPackage, type LabPackage, publish, useLabArchives } from '../lab/packages.ts';

/** The backend of the story: it makes thumbnails, in a way that app2 alone still does. */
export async function installBackend(host: Host): Promise<void> {
  const isOld = host.name === 'app2';
  await host.write(
    '/etc/mks/backend.json',
    JSON.stringify({ address: isOld ? '0.0.0.0' : '127.0.0.1', format: isOld ? 'gif' : 'webp' }),
  );
  await host.write('/opt/mks/backend', backend, { mode: 0o755 });
  await host.write(
    '/etc/systemd/system/mks-backend.service',
    `[Service]
ExecStart=/opt/mks/backend
[Install]
WantedBy=multi-user.target
`,
  );
  await useLabArchives(host);
  for (const one of [thumbnailer('2.4-1', 'gif|webp'), archiver('1.9-3'), brotli('1.0-2')])
    await installPackage(host, one);
  await host.must(`systemctl enable -q --now mks-backend && ${untilHealthy}`);
}

/** What security archives have by Wednesday night. The fix of one takes a format away. */
export async function publishFixes(host: Host): Promise<void> {
  const fixed = thumbnailer('2.4-1+deb12u1', 'webp');
  await publish(host, 'security', [fixed, archiver('1.9-3+deb12u2'), brotli('1.0-2+deb12u1')]);
}

/** A week later the fix has been fixed. */
export async function publishBetterFix(host: Host): Promise<void> {
  const better = thumbnailer('2.4-1+deb12u2', 'gif|webp');
  await publish(host, 'security', [better, archiver('1.9-3+deb12u2'), brotli('1.0-2+deb12u1')]);
}

export const health = 'http://127.0.0.1:5100/api/v1/health';
const untilHealthy = `for i in $(seq 100); do curl -sf --max-time 5 ${health} && exit; sleep 0.2; done; exit 1`;

export async function isServing(host: Host): Promise<boolean> {
  return (await host.run(untilHealthy, { timeoutSeconds: 120 })).stdout === 'well';
}

const thumbnailer = (version: string, formats: string): LabPackage => ({
  name: 'thumbnailer',
  version,
  files: {
    '/usr/lib/thumbnailer/thumbnail': `#!/bin/sh
case $1 in ${formats}) ;; *) echo "thumbnail: unsupported format: $1" >&2; exit 2 ;; esac
`,
  },
  scripts: { postinst: 'systemctl restart mks-backend || true' },
});
const archiver = (version: string): LabPackage => ({
  name: 'archiver',
  version,
  files: { '/usr/lib/archiver/version': version },
});
/** Its upgrade would stop the web server, so that it waits for the monthly window. */
const brotli = (version: string): LabPackage => ({ name: 'nginx-mod-brotli', version });

const backend = `#!/usr/bin/python3
import json, subprocess, sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

with open('/etc/mks/backend.json') as file:
    settings = json.load(file)
if subprocess.run(['/usr/lib/thumbnailer/thumbnail', settings['format']]).returncode != 0:
    sys.exit('mks-backend: cannot make thumbnails')

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == '/api/v1/health' else 404)
        self.end_headers()
        self.wfile.write(b'well')
    def log_message(self, *args):
        pass

class Server(ThreadingHTTPServer):
    def handle_error(self, *args):
        pass

Server((settings['address'], 5100), Handler).serve_forever()
`;
