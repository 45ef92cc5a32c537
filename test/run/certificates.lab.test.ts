import { afterAll, beforeAll, expect, test } from 'vitest';
import { authority } from '../connectors/certificates.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { runInLab, summary } from './lab-run.ts';

const live = '/etc/letsencrypt/live/example.com';

/** A real nginx with real certificates, in the folder that certbot closes to all but root. */
describeLab('certificates on a real host', () => {
  let lab: Lab;
  let host: Host;
  let renewed: { certificate: string; key: string };

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'web1' });
    const issuer = await authority('lab CA');
    const issue = (daysLeft: number) => issuer.issue({ names: ['example.com'], daysLeft });
    const [good, soon, gone] = await Promise.all([issue(60), issue(3), issue(-1)]);
    renewed = await issue(89);
    await host.must('install -d -m 700 /etc/letsencrypt /etc/letsencrypt/live && install -d "$1"', {
      args: [live],
    });
    const put = (name: string, content: string, mode = 0o644) =>
      host.write(`${live}/${name}`, content, { mode });
    await put('cert.pem', good.certificate);
    await put('privkey.pem', good.key, 0o600);
    await put('soon.pem', soon.certificate);
    await put('gone.pem', gone.certificate);
    await put('junk.pem', 'not a certificate\n');
    await host.sudoers(
      'mks-maint',
      ['cert', 'soon', 'gone', 'junk', 'missing'].map(
        (name) => `ALL=(root) NOPASSWD: /usr/bin/cat ${live}/${name}.pem`,
      ),
    );
    await host.write(
      '/etc/nginx/conf.d/tls.conf',
      `server { listen 443 ssl; server_name example.com; ssl_certificate ${live}/cert.pem; ssl_certificate_key ${live}/privkey.pem; }`,
      {},
    );
    await host.must('nginx -t && systemctl start nginx');
  });
  afterAll(() => lab?.stop());

  const file = (name: string) =>
    ['tls.file-expiry', { certificate: `${live}/${name}.pem` }] as const;

  test('the file: good, ending, ended, none, missing and forbidden', async () => {
    const run = await runInLab(
      lab,
      [host],
      ['cert', 'soon', 'gone', 'junk', 'missing', 'forbidden'].map(file),
    );
    expect(
      run.steps.map(({ verdict, findings }) =>
        `${verdict} ${findings[0]?.message.id.split('/')[1] ?? ''}`.trim(),
      ),
    ).toEqual([
      'ok',
      'critical ending',
      'critical expired',
      'unknown no-certificate',
      'unknown missing',
      'unknown unreadable',
    ]);
  });

  test('a renewed file that nginx has not loaded is found, and is fine after the reload', async () => {
    await host.write(`${live}/cert.pem`, renewed.certificate, { mode: 0o644 });
    await host.write(`${live}/privkey.pem`, renewed.key, { mode: 0o600 });
    const served = [
      [
        'tls.served-cert',
        {
          host: host.address,
          serverName: 'example.com',
          certificate: `${live}/cert.pem`,
          from: ['host'],
        },
      ],
    ] as const;
    const before = await runInLab(lab, [host], served);
    expect(summary(before).join('\n')).toMatch(/critical \S+ not-reloaded/);
    await host.must('systemctl reload nginx && sleep 1');
    const after = await runInLab(lab, [host], served);
    expect(summary(after).join('\n')).not.toMatch(/not-reloaded/);
  });

  test('nothing served, and forwarding forbidden', async () => {
    await host.must('systemctl stop nginx');
    const served = [
      ['tls.served-cert', { host: host.address, serverName: 'example.com', from: ['host'] }],
    ] as const;
    expect(summary(await runInLab(lab, [host], served)).join('\n')).toMatch(/critical \S+ refused/);
    await host.sshd('AllowTcpForwarding no');
    expect(summary(await runInLab(lab, [host], served)).join('\n')).toMatch(/unknown/);
  });
});
