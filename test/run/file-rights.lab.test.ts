import { afterAll, beforeAll, expect, test } from 'vitest';
import { check as config } from '../../src/catalogue/sec/config-readable.ts';
import { check as writable } from '../../src/catalogue/sec/world-writable.ts';
import type { RunResult } from '../../src/record/run-result.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { grantRights } from '../lab/rights.ts';
import { conductInLab } from './lab-task.ts';

type Step = RunResult['steps'][number];

/** Names with every kind of byte, in folders that the login user cannot enter. */
describeLab('rights of files', () => {
  let lab: Lab;
  let host: Host;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    await host.settled();
    await grantRights(host, [
      writable.probes(writable.params.parse({})).find.script,
      config.probes(config.params.parse({})).find.script,
      config.probes(config.params.parse({})).keys.script,
    ]);
    await host.must(`useradd --system --user-group mksapp
      rm -rf /opt/mks /etc/mks; install -d -m 700 /opt/mks; install -d /etc/mks`);
    await host.write(
      '/etc/systemd/system/mks-backend.service',
      '[Service]\nUser=mksapp\nExecStart=/bin/true\n',
    );
    await host.must('systemctl daemon-reload');
  }, 120_000);
  afterAll(() => lab?.stop());

  const look = async (
    use: string,
    given: object = {},
    history: Parameters<typeof conductInLab>[4] = {},
  ): Promise<Step> => {
    const steps = [{ use, with: { ...given } }];
    const run = await conductInLab(lab, host, steps, { changes: 'none' }, history);
    const [step] = run.steps;
    if (!step) throw new Error('no step');
    return step;
  };
  const told = ({ findings }: Step) =>
    findings.map(({ severity, message, key }) => `${severity} ${message.id.split('/')[1]} ${key}`);
  const argOf = ({ findings }: Step, name: 'command' | 'undo') =>
    String(findings[0]?.remedy?.args[name]);
  const modes = (folder: string) =>
    host.must(`find "$1" -printf '%m %u:%g %p\\n' | sort`, { args: [folder] });

  test('sticky folders and closed files are well; open ones are found by their bytes', async () => {
    await host.must(`cd /opt/mks; umask 022; mkdir fine sticky open; chmod 1777 sticky; chmod 777 open
      : >fine/a; ln -s /etc/passwd link; : >"it's"; chmod 666 "it's"`);
    const step = await look('sec.world-writable');
    expect(told(step)).toEqual([
      'warning files files:/opt/mks',
      'warning folders folders:/opt/mks',
    ]);
    expect(step.findings[0]?.remedy?.id).toBe('sec.world-writable/remedy-through');
    await host.must(`cd /opt/mks; rmdir open; rm "it's"`);
    expect(told(await look('sec.world-writable'))).toEqual([]);
  }, 60_000);

  test.each([
    ['a quote', `it's "one"`],
    ['a line break', 'two\nlines; id'],
    ['a byte that is no UTF-8', '\\xff$(id)'],
    ['a dash and a backslash', '-rf \\\\x41'],
  ])(
    'the commands of the remedy do and undo what they say: %s',
    async (_what, name) => {
      await host.must(`cd /opt/mks; printf -v name '%b' "$1"; : >"./$name"; chmod 4766 "./$name"`, {
        args: [name],
      });
      const before = await modes('/opt/mks');
      const step = await look('sec.world-writable');
      expect(told(step)[0]).toBe('warning files files:/opt/mks');
      await host.must(argOf(step, 'command'));
      expect(await modes('/opt/mks')).not.toBe(before);
      expect(told(await look('sec.world-writable')).join()).not.toContain('files:');
      await host.must(argOf(step, 'undo'));
      expect((await modes('/opt/mks')).replaceAll('4766', '')).toBe(before.replaceAll('4766', ''));
      await host.must('cd /opt/mks; find . -maxdepth 1 -type f -delete');
    },
    60_000,
  );

  test('a setuid file that the last run did not have is critical; a declared one is well', async () => {
    const clean = await look('sec.world-writable');
    await host.must('cp /bin/true /opt/mks/helper; chmod 4755 /opt/mks/helper');
    const history = () => [{ at: new Date(), facts: clean.facts }];
    const fresh = await look('sec.world-writable', {}, { history });
    expect(told(fresh)).toEqual(['critical setuid-new setuid-new:/opt/mks']);
    const later = await look(
      'sec.world-writable',
      {},
      { history: () => [{ at: new Date(), facts: fresh.facts }] },
    );
    expect(told(later)).toEqual(['warning setuid setuid:/opt/mks']);
    const declared = await look('sec.world-writable', { setuid: ['/opt/mks/helper'] }, { history });
    expect(told(declared)).toEqual([]);
    await host.must('rm /opt/mks/helper');
  }, 60_000);

  test('what a folder keeps from others does not count, and keys must be 0600', async () => {
    await host.must(`cd /etc/mks; mkdir -m 750 shut; echo a >shut/inner; chmod 644 shut/inner
      echo a >own.conf; chown root:mksapp own.conf; chmod 640 own.conf
      openssl genpkey -algorithm ed25519 -out tls.key 2>/dev/null; chmod 600 tls.key`);
    expect(told(await look('sec.config-readable'))).toEqual([]);
    await host.must('chgrp mksapp /etc/mks/tls.key; chmod 640 /etc/mks/tls.key');
    const group = await look('sec.config-readable');
    expect(told(group)).toEqual(['warning key key:/etc/mks']);
    expect(group.findings[0]?.remedy?.id).toBe('sec.config-readable/remedy-key-through');
    await host.must('chmod 644 /etc/mks/tls.key');
    expect(told(await look('sec.config-readable'))).toEqual(['critical key key:/etc/mks']);
    expect(JSON.stringify(group)).not.toContain('BEGIN');
    await host.must('chmod 600 /etc/mks/tls.key; chown mks-maint /etc/mks/own.conf');
    expect(told(await look('sec.config-readable'))).toEqual(['warning owner owner:/etc/mks']);
    await host.must('chown root /etc/mks/own.conf');
  }, 60_000);

  test('the service that reads as one of the others still reads after the remedy', async () => {
    await host.must('cd /etc/mks; echo secret >app.env; chmod 644 app.env');
    const before = await modes('/etc/mks');
    const step = await look('sec.config-readable');
    expect(told(step)).toEqual(['warning readable readable:/etc/mks']);
    expect(step.findings[0]?.remedy).toMatchObject({
      id: 'sec.config-readable/remedy-through',
      args: { user: 'mksapp' },
    });
    await host.must(argOf(step, 'command'));
    expect(await host.must('runuser -u mksapp -- cat /etc/mks/app.env')).toBe('secret');
    expect((await host.run('runuser -u nobody -- cat /etc/mks/app.env')).exitStatus).not.toBe(0);
    expect(told(await look('sec.config-readable'))).toEqual([]);
    await host.must(argOf(step, 'undo'));
    expect(await modes('/etc/mks')).toBe(before);
    await host.must('chmod 666 /etc/mks/app.env');
    expect(told(await look('sec.config-readable'))[0]).toBe('critical writable writable:/etc/mks');
  }, 60_000);

  test('a folder that is not there, or a right that is missing, is unknown', async () => {
    const other = { directories: ['/opt/nowhere'] };
    expect(told(await look('sec.world-writable', other))).toEqual([
      'unknown missing search:/opt/nowhere',
    ]);
    const step = await look('sec.world-writable', { directories: ['/opt'] });
    expect(told(step)).toEqual(['unknown incomplete search:/opt']);
    expect(step.findings[0]?.evidence).toMatch(/sudo/);
    const config = await look('sec.config-readable', { directories: ['/etc'] });
    expect(told(config)).toEqual(['unknown incomplete search:/etc', 'unknown keys-unread keys']);
  }, 60_000);
});
