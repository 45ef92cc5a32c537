import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'ssh2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { RunResult } from '../../src/record/run-result.ts';
import { teiki } from '../cli/capture.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { summary } from './lab-run.ts';

const site = `
server {
  listen 80; listen [::]:80;
  location = /api/v1/auth/login { if ($http_x_password = right) { return 200 "welcome"; } return 401 "no"; }
  location / { try_files $uri =404; }
}`;

/** Real requests from any address of the loopback: `ask ADDRESS TIMES METHOD PATH [PASSWORD]`. */
const ask = `
import http.client, sys
source, times, method, path = sys.argv[1:5]
password = sys.argv[5] if len(sys.argv) > 5 else 'wrong'
for _ in range(int(times)):
    target = '::1' if ':' in source else '127.0.0.1'
    connection = http.client.HTTPConnection(target, 80, source_address=(source, 0))
    connection.request(method, path, headers={'X-Password': password})
    connection.getresponse().read()
    connection.close()
`;

describeLab('the audits of a real nginx, logrotate and sshd', () => {
  let lab: Lab;
  let host: Host;
  let dir: string;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'web1' });
    await host.write('/etc/nginx/sites-enabled/default', site);
    await host.write('/root/ask.py', ask);
    await host.must('systemctl start nginx');
    dir = await mkdtemp(join(tmpdir(), 'teiki-audit-'));
    await mkdir(join(dir, 'runbooks'));
    await writeFile(join(dir, 'config.yml'), 'locale: ja\ntimezone: Asia/Tokyo\nteam: SREチーム\n');
    const { address, hostKey } = host;
    const defaults = { user: 'mks-maint', identity: 'env:TEIKI_LAB_KEY' };
    const hosts = { web1: { address, groups: ['app'], hostKeys: [hostKey] } };
    await writeFile(join(dir, 'fleet.yml'), stringify({ defaults, hosts }));
    const runbook = {
      id: 'audit',
      title: { ja: '監査', en: 'Audit' },
      purpose: { ja: '試験', en: 'Test' },
      level: 1,
      hosts: ['app'],
      window: { every: 'week', on: 'wednesday', at: '02:00', minutes: 30 },
      steps: [
        { check: 'audit.bruteforce' },
        { check: 'audit.suspicious-ips', with: { warning: 9 } },
      ],
    };
    await writeFile(join(dir, 'runbooks/audit.yml'), stringify(runbook));
    process.env['TEIKI_LAB_KEY'] = lab.privateKey;
  });
  afterAll(async () => {
    delete process.env['TEIKI_LAB_KEY'];
    await rm(dir, { recursive: true, force: true });
    await lab?.stop();
  });

  const request = async (...args: readonly (string | number)[]) =>
    await host.must('python3 /root/ask.py "$@"', { args: args.map(String) });
  const login = '/api/v1/auth/login';

  async function run(): Promise<RunResult> {
    // Records are named by the second.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const { stdout } = await teiki(
      ...['run', 'audit', '--dir', dir, '--json', '-', '--record', '--quiet'],
    );
    return RunResult.parse(JSON.parse(stdout));
  }

  test('without the group adm nothing is known, and it says so', async () => {
    const result = await run();
    expect(summary(result).filter((text) => !text.includes('note'))).toEqual([
      'audit.bruteforce unknown log:/var/log/nginx/access.log:denied denied',
      'audit.bruteforce unknown ssh:denied ssh-denied',
      'audit.suspicious-ips unknown log:/var/log/nginx/access.log:denied denied',
    ]);
    await host.must('usermod -aG adm mks-maint');
  });

  test('what happened before, between and after two rotations is found once', async () => {
    await request('127.0.0.9', 3, 'POST', login);
    expect(summary(await run()).filter((text) => !text.includes('note'))).toEqual([
      'audit.bruteforce ok',
      'audit.suspicious-ips ok',
    ]);
    const rotate = 'logrotate -f /etc/logrotate.d/nginx';
    await request('127.0.0.66', 4, 'POST', login);
    await host.must(rotate);
    await request('127.0.0.66', 8, 'POST', login);
    await request('127.0.0.66', 1, 'POST', login, 'right');
    await host.must(rotate);
    await host.must('test -e /var/log/nginx/access.log.2.gz');
    await request('::1', 5, 'POST', login);
    for (const path of ['/.env', '/wp-login.php']) await request('127.0.0.77', 5, 'GET', path);
    const result = await run();
    const [logins, addresses] = result.steps;
    expect(logins?.facts).toMatchObject({ failures: 17, successes: 1, addresses: 2, gap: false });
    expect(logins?.findings.map(({ severity, key }) => `${severity} ${key}`)).toEqual([
      'critical endpoint:/api/v1/auth/login:success',
      'warning endpoint:/api/v1/auth/login:address',
      'warning endpoint:/api/v1/auth/login:total',
    ]);
    expect(addresses?.facts).toMatchObject({ requests: 27, kinds: { '401': 17, '404': 10 } });
    expect(addresses?.findings).toMatchObject([
      { severity: 'warning', message: { args: { addresses: 2, fresh: 2 } } },
    ]);
    const quiet = await run();
    // The guessed password is still known to somebody.
    expect(quiet.steps.map(({ verdict }) => verdict)).toEqual(['critical', 'ok']);
    expect(quiet.steps[0]?.findings.map(({ key }) => key)).toContain(
      'endpoint:/api/v1/auth/login:success',
    );
    expect(quiet.steps[0]?.facts).toMatchObject({ failures: 0, windowBytes: 0, gap: false });
  });

  test('a password that sshd let in after failures', async () => {
    await host.must(`useradd -m bob && echo 'bob:s3cret-lab' | chpasswd`);
    await host.sshd('PasswordAuthentication yes\nAuthenticationMethods any');
    await Promise.all(Array.from({ length: 5 }, () => tryPassword(host.address, 'wrong')));
    expect(await tryPassword(host.address, 's3cret-lab')).toBe(true);
    const [logins] = (await run()).steps;
    expect(logins?.facts).toMatchObject({ ssh: { state: 'read', failures: 5, addresses: 1 } });
    expect(logins?.findings.map(({ severity, key }) => `${severity} ${key}`)).toContain(
      'critical ssh:success',
    );
  });
});

async function tryPassword(address: string, password: string): Promise<boolean> {
  const client = new Client();
  try {
    return await new Promise((resolve) => {
      client.once('ready', () => resolve(true)).once('error', () => resolve(false));
      client.connect({ host: address, username: 'bob', password, readyTimeout: 20_000 });
    });
  } finally {
    client.end();
  }
}
