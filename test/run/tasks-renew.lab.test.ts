import { afterAll, beforeAll, expect, test } from 'vitest';
import { task } from '../../src/catalogue/tls/renew.ts';
import { sudoersCommand } from '../../src/doctor/sudo-rule.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { conductInLab, tasksIn } from './lab-task.ts';

const live = '/etc/letsencrypt/live/example.com';

const pebble = {
  pebble: {
    listenAddress: '127.0.0.1:14000',
    managementListenAddress: '127.0.0.1:15000',
    certificate: '/etc/pebble/cert.pem',
    privateKey: '/etc/pebble/key.pem',
    httpPort: 80,
    tlsPort: 5001,
    ocspResponderURL: '',
    externalAccountBindingRequired: false,
    // Always due for certbot, which renews from 30 days before the end.
    certificateValidityPeriod: 604_800,
  },
};

/** A real ACME server on the host, real http-01 through the host's nginx. */
describeLab('tls.renew', () => {
  let lab: Lab;
  let host: Host;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    const commands = task.privileged(task.params.parse({})).flatMap(({ sudo }) => sudo);
    const rules = commands.map((command) => `ALL=(root) NOPASSWD: ${sudoersCommand(command)}`);
    await host.sudoers('mks-maint', [...new Set(rules)]);
    await host.write('/etc/pebble/config.json', JSON.stringify(pebble), { mode: 0o644 });
    await host.write(
      '/etc/letsencrypt/cli.ini',
      'server = https://localhost:14000/dir\nno-verify-ssl = true\n',
    );
    await host.must(`
      echo 127.0.0.1 example.com localhost >>/etc/hosts
      openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
        -keyout /etc/pebble/key.pem -out /etc/pebble/cert.pem 2>/dev/null
      systemd-run --quiet --unit=pebble -E PEBBLE_VA_NOSLEEP=1 -E PEBBLE_WFE_NONCEREJECT=0 \
        /usr/bin/pebble -config /etc/pebble/config.json
      systemctl start nginx
      for n in 1 2 3 4 5 6 7 8 9 10; do (: </dev/tcp/127.0.0.1/14000) 2>/dev/null && break; sleep 0.5; done
      certbot certonly --non-interactive --agree-tos -m sre@example.com --webroot -w /var/www/html -d example.com`);
    await host.write(
      '/etc/nginx/conf.d/tls.conf',
      `server { listen 443 ssl; server_name example.com;
        ssl_certificate ${live}/fullchain.pem; ssl_certificate_key ${live}/privkey.pem; }\n`,
    );
    await host.must('systemctl restart nginx');
  });
  afterAll(() => lab?.stop());

  const serial = async () => await host.must(`openssl x509 -in ${live}/cert.pem -noout -serial`);
  const run = (changes: 'all' | 'none', given: object = { renewBeforeShare: 1 }) =>
    conductInLab(lab, host, [{ use: 'tls.renew', with: { ...given } }], { changes });

  test('a certificate in its first days is not due', async () => {
    expect(tasksIn(await run('all', {}))).toEqual(['tls.renew no-op ok: not-due']);
  });

  test('a plan tells which, and does not renew', async () => {
    const before = await serial();
    const result = await run('none');
    expect(tasksIn(result)).toEqual(['tls.renew planned ok: only-planned']);
    expect(result.steps[0]?.task?.changes.map(({ id }) => id)).toEqual([
      'tls.renew/renew',
      'tls.renew/reload',
    ]);
    expect(await serial()).toBe(before);
  });

  test('is renewed for real, and the new one is served', async () => {
    const before = await serial();
    const result = await run('all');
    expect(tasksIn(result)).toEqual(['tls.renew done ok: applied']);
    expect(await serial()).not.toBe(before);
    const served = await host.must(
      'openssl s_client -connect 127.0.0.1:443 -servername example.com </dev/null 2>/dev/null | openssl x509 -noout -serial',
    );
    expect(served).toBe(await serial());
  });

  test('a broken nginx configuration is never reloaded: critical, and the old one is served on', async () => {
    await host.write('/etc/nginx/conf.d/broken.conf', 'no_such_directive on;\n');
    const before = await serial();
    const result = await run('all');
    await host.must('rm /etc/nginx/conf.d/broken.conf');
    expect(tasksIn(result)).toEqual([
      'tls.renew failed critical: applied, irreversible, nginx-broken, not-reloaded',
    ]);
    expect(result.steps[0]?.findings[2]?.evidence).toContain('no_such_directive');
    expect(await serial()).not.toBe(before);
    await host.must('systemctl is-active nginx');
  });

  test('certbot that fails leaves its words', async () => {
    await host.must('systemctl stop pebble; nginx -t && systemctl reload nginx');
    const before = await serial();
    const result = await run('all');
    expect(tasksIn(result)[0]).toMatch(/^tls.renew failed critical: .*exit-status, not-renewed/);
    const evidence = result.steps[0]?.findings.map((finding) => finding.evidence ?? '').join('');
    expect(evidence).toContain('example.com');
    expect(await serial()).toBe(before);
  });
});
