import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { check } from '../../src/catalogue/logs/rotate-config.ts';
import { sudoersCommand } from '../../src/doctor/sudo-rule.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { runInLab, summary } from './lab-run.ts';
import { conductInLab, tasksIn } from './lab-task.ts';

const config = '/etc/logrotate.d/mks-backend';
const folder = '/var/log/mks-backend';
const log = `${folder}/app.log`;
const good = 'weekly\nrotate 14\ncompress\npostrotate\ntrue\nendscript';
const ok = ['logs.rotate-config ok'];

/** With the one sudo rule that the check declares. */
describeLab('logs.rotate-config', () => {
  let lab: Lab;
  let host: Host;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    const { rotation } = check.probes(check.params.parse({}));
    const rules = rotation.script.sudo.map(
      (command) => `ALL=(root) NOPASSWD: ${sudoersCommand(command)}`,
    );
    expect(rules).toHaveLength(1);
    await host.sudoers('mks-maint', rules);
    await host.must('usermod -aG adm mks-maint; systemctl start logrotate.timer');
  });
  afterAll(() => lab?.stop());

  beforeEach(async () => {
    await host.must(`
      rm -rf ${folder}; install -d -m 750 -g adm ${folder}; echo line >${log}
      printf 'logrotate state -- version 2\n"${log}" %s-0:0:0\n' "$(date +%Y-%-m-%-d)" >/var/lib/logrotate/status
      rm -f /etc/logrotate.d/other`);
    await snippet(good);
  });

  const snippet = (lines: string) =>
    host.write(config, `${folder}/*.log {\n${lines}\n}\n`, { mode: 0o644 });
  const run = async () => summary(await runInLab(lab, [host], [['logs.rotate-config']]));

  test('a sound configuration is ok, and trying it rotates nothing', async () => {
    const state = 'stat -c "%Y %i" /var/lib/logrotate/status; ls /var/log/mks-backend';
    const before = await host.must(state);
    expect(await run()).toEqual(ok);
    expect(await host.must(state)).toBe(before);
  });

  test('no configuration', async () => {
    await host.must(`rm ${config}`);
    expect(await run()).toEqual([
      'logs.rotate-config critical config missing',
      `logs.rotate-config warning directory:${folder} unmatched`,
    ]);
  });

  test('one that logrotate passes over', async () => {
    await host.must(`chmod 664 ${config}`);
    expect(await run()).toEqual([
      'logs.rotate-config critical ignored ignored',
      `logs.rotate-config warning directory:${folder} unmatched`,
    ]);
  });

  test('logs that are skipped for the rights of their folder', async () => {
    await host.must(`chmod 777 ${folder}`);
    expect(await run()).toEqual([`logs.rotate-config warning log:${log} insecure`]);
  });

  test('an error in the configuration of another', async () => {
    await host.write('/etc/logrotate.d/other', '/var/log/none/x.log {\nmissing\n}\n');
    expect(await run()).toEqual(['logs.rotate-config warning errors errors']);
  });

  test('what the configuration does not state, and a log in a folder below', async () => {
    await snippet('weekly');
    await host.must(`install -d -g adm ${folder}/jobs; echo x >${folder}/jobs/night.log`);
    expect(await run()).toEqual([
      `logs.rotate-config warning rotate:${folder}/*.log rotate-unstated`,
      `logs.rotate-config warning postrotate:${folder}/*.log no-postrotate`,
      `logs.rotate-config warning directory:${folder} unmatched`,
    ]);
    await snippet('rotate 0\ncopytruncate');
    expect(await run()).toEqual([
      `logs.rotate-config critical rotate:${folder}/*.log keeps-nothing`,
      `logs.rotate-config warning directory:${folder} unmatched`,
    ]);
  });

  test('a timer that is stopped, and what it has left undone', async () => {
    await host.must(`systemctl stop logrotate.timer
      sed -i "s/ [0-9].*/ $(date -d '-20 days' +%Y-%-m-%-d)-0:0:0/" /var/lib/logrotate/status
      sed -i '1s/.*/logrotate state -- version 2/' /var/lib/logrotate/status
      touch -d '-20 days' /var/lib/logrotate/status`);
    const found = await run();
    await host.must('systemctl start logrotate.timer');
    expect(found).toEqual([
      'logs.rotate-config warning timer no-timer',
      'logs.rotate-config warning state long-ago',
      `logs.rotate-config warning log:${log} not-rotated`,
    ]);
  });

  test('without the rule it is unknown and names the command', async () => {
    await host.must('mv /etc/sudoers.d /etc/sudoers.away; mkdir /etc/sudoers.d');
    const found = await run();
    await host.must('rmdir /etc/sudoers.d; mv /etc/sudoers.away /etc/sudoers.d');
    expect(found).toEqual([expect.stringMatching(/^logs\.rotate-config unknown .*sudo-denied$/)]);
  });

  test('without logrotate it is unknown', async () => {
    await host.must('mv /usr/sbin/logrotate /root/');
    const found = await run();
    await host.must('mv /root/logrotate /usr/sbin/');
    expect(found).toEqual([expect.stringMatching(/^logs\.rotate-config unknown .*missing-tool$/)]);
  });

  test("Sunday's steps rotate nothing while there is room", async () => {
    const result = await conductInLab(
      lab,
      host,
      [
        { use: 'logs.rotate-config' },
        {
          use: 'logs.disk-usage',
          with: { path: '/var/log', warning: 99, critical: 100 },
          then: { task: 'logs.rotate-force', with: { config }, apply: true },
        },
      ],
      { changes: 'marked' },
    );
    expect(tasksIn(result)).toEqual([
      expect.stringMatching(/^logs\.rotate-config - ok/),
      expect.stringMatching(/^logs\.disk-usage - ok/),
    ]);
    expect(await host.must(`ls ${folder}`)).toBe('app.log');
  });
});
