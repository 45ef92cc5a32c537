import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from '../lab/host.ts';

/** nginx as docs/maintenance-page.md says, with a health path and a page for everybody. */
export async function useMaintenancePage(host: Host): Promise<void> {
  const page = readFileSync(join(import.meta.dirname, '../../docs/maintenance-page.md'), 'utf8');
  const [operators = '', server = ''] = [...page.matchAll(/```nginx\n([\s\S]*?)```/g)].map(
    ([, block = '']) => block,
  );
  await host.write('/etc/nginx/conf.d/teiki-operators.conf', operators);
  await host.write('/etc/nginx/teiki-maintenance.conf', server);
  await serveSite(host, 'include /etc/nginx/teiki-maintenance.conf;');
}

export async function serveSite(host: Host, more = ''): Promise<void> {
  await host.write(
    '/etc/nginx/sites-enabled/default',
    `server {
      listen 80 default_server;
      ${more}
      location = /api/v1/health { return 200 healthy; }
      location / { return 200 welcome; }
    }\n`,
  );
  await host.must('nginx -t && systemctl restart nginx');
}
