import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { RunResult } from '../../src/record/run-result.ts';
import { teiki } from '../cli/capture.ts';
import { authority } from '../connectors/certificates.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';

const live = '/etc/letsencrypt/live/example.com';

/**
 * The team's own Monday, as the command line runs it: the runbooks of `maintenance/` on a host that
 * is in good order, as the login user, with the rules that `teiki sudoers` prints and no others.
 */
describeLab('weekly-health and daily-backup-check on a host in good order', () => {
  let lab: Lab;
  let host: Host;
  let dir: string;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    const issuer = await authority('lab CA');
    const issued = await issuer.issue({ names: ['example.com'], daysLeft: 60 });
    await host.must(`
      install -d -m 750 -o root -g mks-maint /backup /backup/mks; install -d /var/log/mks-backend /opt/mks/uploads
      install -d -m 700 /etc/letsencrypt /etc/letsencrypt/live; install -d ${live}
      echo started >/var/log/mks-backend/app.log; head -c 100000 /dev/urandom >/opt/mks/uploads/a.bin
      for day in 0 1 2 3; do
        for kind in db:db_sample.dump:dump uploads:uploads_sample.tar.gz:tar.gz; do
          name=\${kind%%:*}_day$day.\${kind##*:}; source=\${kind#*:}; source=\${source%:*}
          install -m 640 -g mks-maint "/var/lib/lab-dumps/$source" "/backup/mks/$name"
          touch -d "$((day * 24 + 3)) hours ago" "/backup/mks/$name"
        done
      done`);
    await host.write(`${live}/cert.pem`, issued.certificate, { mode: 0o644 });
    await host.write(`${live}/privkey.pem`, issued.key, { mode: 0o600 });
    await host.write(
      '/etc/nginx/conf.d/tls.conf',
      `server { listen 443 ssl; server_name example.com; ssl_certificate ${live}/cert.pem; ssl_certificate_key ${live}/privkey.pem; }`,
    );
    await host.must('systemctl start nginx');

    dir = await mkdtemp(join(tmpdir(), 'teiki-weekly-'));
    await cp(join(import.meta.dirname, '../../maintenance'), dir, { recursive: true });
    await rm(join(dir, 'records'), { recursive: true, force: true });
    const { address, hostKey } = host;
    const defaults = { user: 'mks-maint', identity: 'env:TEIKI_LAB_KEY' };
    // What the other runbooks of the instance need to be sound.
    const vars = { uploads: '/opt/mks/uploads', cluster: '7000000000000000001' };
    const groups = ['app', 'db', 'dr'];
    const hosts = { app1: { address, groups, hostKeys: [hostKey], vars } };
    await writeFile(join(dir, 'fleet.yml'), stringify({ defaults, hosts }));
    process.env['TEIKI_LAB_KEY'] = lab.privateKey;
    const { stdout } = await teiki('sudoers', '--dir', dir);
    await host.write('/etc/sudoers.d/teiki', stdout, { mode: 0o440 });
    await host.must('visudo -c');
    await host.must((await teiki('sudoers', '--helpers', '--dir', dir)).stdout);
  });
  afterAll(async () => {
    delete process.env['TEIKI_LAB_KEY'];
    await rm(dir, { recursive: true, force: true });
    await lab?.stop();
  });

  /**
   * The private authority is not trusted by the runner, and example.com is not there; disk and load are
   * those of the machine. All else must be in order.
   */
  const ofTheMachine = new Set([
    'tls.served-cert',
    'disk.root-usage',
    'logs.disk-usage',
    'perf.cpu',
    'perf.memory',
    'perf.disk-io',
  ]);

  async function run(runbook: string): Promise<RunResult> {
    const { stdout, stderr } = await teiki(
      'run',
      runbook,
      '--dir',
      dir,
      '--json',
      '-',
      '--record',
      '--quiet',
    );
    expect(stderr).toMatch(/journal\.md/);
    return RunResult.parse(JSON.parse(stdout));
  }

  test('the week', async () => {
    const result = await run('weekly-health');
    expect(result.hosts).toMatchObject([{ name: 'app1', reachable: true }]);
    const inOrder = result.steps.filter(({ use }) => !ofTheMachine.has(use));
    expect(inOrder.map(({ use, verdict }) => `${use} ${verdict}`)).toEqual([
      'logs.large-files ok',
      'backup.freshness ok',
      'backup.integrity ok',
      'tls.file-expiry ok',
      'proc.memory-leak ok',
      'capacity.sample ok',
    ]);
    const judged = result.steps.filter(
      ({ use, verdict }) => use !== 'tls.served-cert' && verdict === 'unknown',
    );
    expect(judged.map(({ use, reason }) => [use, reason])).toEqual([]);
  });

  test('the day, twice: the second compares itself with the first', async () => {
    await run('daily-backup-check');
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const result = await run('daily-backup-check');
    expect(result).toMatchObject({
      outcome: 'succeeded',
      steps: [{ verdict: 'ok' }, { verdict: 'ok' }],
    });
    const year = new Date(Date.parse(result.startedAt) + 9 * 3_600_000).getUTCFullYear();
    const journal = await readFile(join(dir, `records/${year}/journal.md`), 'utf8');
    expect(journal.match(/^## \d{4}-\d\d-\d\d 日次メンテナンス$/gm)).toHaveLength(2);
    expect(journal).toMatch(/^- \*\*担当者\*\*: SREチーム$/m);
    expect(journal).toMatch(/^- \*\*結果\*\*: 成功$/m);
  });

  test('without sudo, what only root can read is unknown and says which rule is missing', async () => {
    await host.must('mv /etc/sudoers.d/teiki /root/teiki.away');
    const result = await run('weekly-health');
    await host.must('mv /root/teiki.away /etc/sudoers.d/teiki');
    const [certificate] = result.steps.filter(({ use }) => use === 'tls.file-expiry');
    expect(certificate).toMatchObject({ verdict: 'unknown' });
    expect(certificate?.findings[0]?.remedy).toBeDefined();
  });
});
