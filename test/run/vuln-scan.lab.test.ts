import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { runInLab, summary } from './lab-run.ts';

/** The real nmap as the login user, and a TLS server whose Diffie-Hellman group is too small. */
describeLab('vulnerability scan', () => {
  let lab: Lab;
  let host: Host;
  const scan = async (given: Record<string, unknown> = {}) =>
    await runInLab(lab, [host], [['sec.vuln-scan', { minutes: 1, ...given }]]);

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    await host.settled();
  }, 120_000);
  afterAll(() => lab?.stop());

  test('finds nothing at first, and then the weak group', async () => {
    const before = await scan();
    expect(summary(before)).toEqual(['sec.vuln-scan ok']);
    await host.must(`cd /srv; openssl dhparam -dsaparam -out dh.pem 1024 2>/dev/null
      openssl req -x509 -newkey rsa:2048 -nodes -keyout k.pem -out c.pem -subj /CN=app1 2>/dev/null
      systemd-run --quiet --unit=weak openssl s_server -accept 443 -key /srv/k.pem -cert /srv/c.pem \
        -dhparam /srv/dh.pem -tls1_2 -cipher 'DHE:@SECLEVEL=0' -www; sleep 1`);
    const after = await scan();
    expect(summary(after)[0]).toMatch(
      /^sec\.vuln-scan critical 127\.0\.0\.1:443\/tcp:\S+ vulnerable$/,
    );
    expect(after.steps[0]?.findings[0]?.message.args).toMatchObject({ script: 'ssl-dh-params' });
  }, 150_000);

  test('a host that does not answer is unknown', async () => {
    const run = await scan({ targets: ['localhost', 'no-such-host.invalid'] });
    expect(summary(run)).toContain('sec.vuln-scan unknown absent absent');
  }, 100_000);
});
