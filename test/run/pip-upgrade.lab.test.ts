import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PipChange } from '../../src/catalogue/system/pip-plan.ts';
import { task } from '../../src/catalogue/system/pip-upgrade.ts';
import type { RunResult } from '../../src/record/run-result.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { grantRights } from '../lab/rights.ts';
import { conductInLab, tasksIn } from './lab-task.ts';
import { indexUrl, PythonApp } from './python-app.ts';

const given = { indexUrl, waitSeconds: 5 };

/** A real pip, a real index, and an app that is asked afterwards which version it runs. */
describeLab('system.pip-upgrade', () => {
  let lab: Lab;
  let host: Host;
  let app: PythonApp;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    app = await PythonApp.install(host);
    const params = [given, { ...given, keep: 1 }].map((one) => task.params.parse(one));
    await grantRights(
      host,
      params.flatMap((one) => [...task.privileged(one), task.probes(one).environment.script]),
    );
  }, 120_000);
  afterAll(() => lab?.stop());

  const run = (more: object = {}, changes: 'all' | 'none' = 'all') =>
    conductInLab(lab, host, [{ use: 'system.pip-upgrade', with: { ...given, ...more } }], {
      changes,
      override: 'lab',
    });
  const changes = (result: RunResult) =>
    result.steps[0]?.task?.changes.map(({ id, args }) =>
      [id.split('/').at(-1), ...Object.values(args)].join(' '),
    );
  const evidence = (result: RunResult, id: string) =>
    result.steps[0]?.findings.find(({ message }) => message.id.endsWith(`/${id}`))?.evidence;

  test('what the requirements give today is what is installed: no-op', async () => {
    expect(tasksIn(await run())).toEqual(['system.pip-upgrade no-op ok: up-to-date']);
    expect(await app.serving()).toBe('1.0 from venv-first');
  });

  test('a plan names versions, offers the lock file and changes nothing', async () => {
    await app.publish('mksdep', '0.3');
    await app.publish('mkslib', '1.1', 'mksdep');
    const result = await run({}, 'none');
    expect(tasksIn(result)).toEqual(['system.pip-upgrade planned ok: only-planned, unpinned']);
    expect(changes(result)).toEqual([
      'install mksdep 0.3',
      'upgrade mkslib 1.0 1.1',
      expect.stringMatching(/^build venv-first venv-[0-9a-f]{8} 4$/),
      'restart mks-backend',
    ]);
    expect(evidence(result, 'unpinned')).toMatch(/^mkslib==1\.1 --hash=sha256:[0-9a-f]{64}$/m);
    expect(await app.environments()).toHaveLength(1);
  });

  test('is built beside, switched and serving; the old environment stays', async () => {
    const result = await run();
    expect(tasksIn(result)).toEqual(['system.pip-upgrade done ok: applied, override, unpinned']);
    expect(await app.serving()).toMatch(/^1\.1 from venv-[0-9a-f]{8}$/);
    expect(changes(result)?.slice(0, 2)).toEqual(['install mksdep 0.3', 'upgrade mkslib 1.0 1.1']);
    const [measured] = result.steps[0]?.measurements ?? [];
    expect(measured).toMatchObject({
      name: 'interruption',
      object: 'mks-backend',
      unit: 'seconds',
    });
    expect(measured?.value).toBeGreaterThan(0);
    expect(await app.environments()).toHaveLength(2);
    expect(await host.must('stat -c %U /opt/mks/backend/venv/lib')).toBe('mks');
    expect(tasksIn(await run())).toEqual(['system.pip-upgrade no-op ok: up-to-date']);
  });

  test('an index that cannot be reached is unknown, in the words of pip', async () => {
    await app.close();
    const result = await run();
    await app.serve();
    expect(tasksIn(result)).toEqual(['system.pip-upgrade failed unknown: unreachable']);
    expect(evidence(result, 'unreachable')).toMatch(/Connection refused/);
  });

  test('requirements that contradict each other are refused, in the words of pip', async () => {
    await app.publish('mksother', '1.0', 'mkslib<1.1');
    await app.require('gunicorn==20.1.0', 'mkslib==1.1', 'mksother');
    const result = await run();
    await app.require('gunicorn==20.1.0', 'mkslib>=1,<3');
    expect(tasksIn(result)).toEqual(['system.pip-upgrade failed warning: conflict']);
    expect(evidence(result, 'conflict')).toContain('mksother 1.0 depends on mkslib<1.1');
  });

  test('a version that nobody has is refused', async () => {
    await app.require('mkslib==7.7');
    const result = await run();
    await app.require('gunicorn==20.1.0', 'mkslib>=1,<3');
    expect(tasksIn(result)).toEqual(['system.pip-upgrade failed warning: no-distribution']);
  });

  test('an import that fails in the new environment: never switched, and nothing is left', async () => {
    await app.publish('mkslib', '1.2', 'mksdep', 'raise RuntimeError("broken release")');
    const before = [await app.serving(), ...(await app.environments())];
    const result = await run();
    await app.withdraw('mkslib', '1.2');
    expect(tasksIn(result)[0]).toMatch(
      /^system.pip-upgrade rolled-back critical: .*rolled-back, exit-status, not-switched$/,
    );
    expect(evidence(result, 'exit-status')).toContain('broken release');
    expect(changes(result)).toEqual([]);
    expect([await app.serving(), ...(await app.environments())]).toEqual(before);
  });

  test('a service that does not come up: the host itself puts the old environment back', async () => {
    const code = 'import sys\nif "gunicorn" in sys.modules: raise RuntimeError("not in here")';
    await app.publish('mkslib', '1.3', 'mksdep', code);
    const before = [await app.serving(), ...(await app.environments())];
    const result = await run();
    await app.withdraw('mkslib', '1.3');
    expect(tasksIn(result)[0]).toMatch(
      /^system.pip-upgrade rolled-back critical: .*rolled-back, exit-status, not-switched$/,
    );
    expect(evidence(result, 'exit-status')).toMatch(
      /did not come up with venv-[0-9a-f]{8}: back to/,
    );
    expect([await app.serving(), ...(await app.environments())]).toEqual(before);
  });

  test('what came up but is not healthy is put back as well', async () => {
    const code = 'import sys\nif "gunicorn" in sys.modules: del __version__';
    await app.publish('mkslib', '1.4', 'mksdep', code);
    const before = [await app.serving(), ...(await app.environments())];
    const result = await run();
    await app.withdraw('mkslib', '1.4');
    expect(tasksIn(result)[0]).toMatch(
      /^system.pip-upgrade rolled-back critical: .*rolled-back, exit-status, not-switched$/,
    );
    expect(evidence(result, 'exit-status')).toContain('HTTP Error 500');
    expect([await app.serving(), ...(await app.environments())]).toEqual(before);
  });

  test('a file of the index that is another one than planned is not installed', async () => {
    await app.publish('mkslib', '1.5', 'mksdep');
    const params = task.params.parse(given);
    const planned = await run({}, 'none');
    const facts = planned.steps[0]?.facts as { change: PipChange };
    await app.publish('mkslib', '1.5', 'mksdep', 'stolen = True');
    const { script } = task.apply(facts.change, params);
    const { stderr, exitStatus } = await host.run('runuser -u mks-maint -- sh -s', {
      input: script.text,
    });
    await app.withdraw('mkslib', '1.5');
    expect(stderr).toContain('mkslib 1.5 is not the file that was planned');
    expect(exitStatus).toBe(1);
    expect(await app.serving()).toMatch(/^1\.1 /);
  });

  test('a new major version, what was installed by hand, and pinned requirements', async () => {
    await app.publish('mkslib', '2.0', 'mksdep');
    const major = await run();
    expect(tasksIn(major)).toEqual(['system.pip-upgrade failed warning: major']);
    expect(major.steps[0]?.findings[0]?.remedy?.args).toMatchObject({ line: 'mkslib<2' });
    await host.must(
      `cd /opt/mks/backend && runuser -u mks -- env HOME=/opt/mks venv/bin/pip install -q --index-url "$1" --no-deps mksother`,
      { args: [indexUrl] },
    );
    const unlisted = await run({ allowMajor: ['mkslib'] });
    expect(tasksIn(unlisted)).toEqual(['system.pip-upgrade failed warning: unlisted']);
    expect(unlisted.steps[0]?.findings[0]?.message.args['names']).toBe('mksother');
    await app.require('gunicorn==20.1.0', 'mkslib==1.1', 'mksdep==0.3');
    expect(tasksIn(await run())).toEqual(['system.pip-upgrade no-op ok: up-to-date']);
  });

  test('the lock file that is offered works', async () => {
    const more = { allowMajor: ['mkslib'], unlisted: 'drop', keep: 1 };
    await app.require('gunicorn', 'mkslib');
    const offered = evidence(await run(more, 'none'), 'unpinned') ?? '';
    expect(offered.split('\n')).toHaveLength(4);
    await app.require(...offered.split('\n'));
    expect(tasksIn(await run(more))).toEqual(['system.pip-upgrade done ok: applied, override']);
    expect(await app.serving()).toMatch(/^2\.0 /);
  });

  test('old environments are pruned, and never one that somebody else has made', async () => {
    const more = { allowMajor: ['mkslib'], unlisted: 'drop', keep: 1 };
    await app.require('gunicorn==20.1.0', 'mkslib==1.0');
    // Where the app may not write beside its environments, root makes them, for the app's user.
    await host.must('chown root:root /opt/mks/backend');
    const before = (await app.serving()).replace('2.0 from ', '');
    const down = await run({ ...more });
    expect(tasksIn(down)).toEqual(['system.pip-upgrade done ok: applied, override']);
    expect(changes(down)?.slice(0, 2)).toEqual(['remove mksdep 0.3', 'upgrade mkslib 2.0 1.0']);
    const now = (await app.serving()).replace('1.0 from ', '');
    expect(await host.must('stat -Lc %U /opt/mks/backend/venv')).toBe('mks');
    await host.must('chown mks /opt/mks/backend');
    expect((await app.environments()).map((one) => one.replace(/.*\//, '')).sort()).toEqual(
      [before, now, 'venv-first'].sort(),
    );
  });

  test('an environment that is no link is refused, with the way to convert it', async () => {
    await host.must('cd /opt/mks/backend && rm venv && cp -a venv-first venv');
    const result = await run();
    expect(tasksIn(result)).toEqual(['system.pip-upgrade failed warning: not-a-link']);
    await host.must('cd /opt/mks/backend && rm -r venv && ln -s venv-first venv');
  });

  test('the helper believes nothing that it is told', async () => {
    const params = task.params.parse(given);
    const [, rollback] = task.privileged(params);
    const tell = async (...lines: readonly string[]) => {
      const input = lines.map((line) => `${line}\n`).join('');
      const command = `runuser -u mks-maint -- ${rollback?.text}`;
      return (await host.run(command, { input })).stderr.trim();
    };
    const to = 'to venv-0123abcd';
    expect(await tell('from ../../etc', to)).toBe('Not an environment: ../../etc');
    expect(await tell('from venv-first', 'to venv-first')).toBe(
      'Not an environment of ours: venv-first',
    );
    expect(await tell('from venv-gone', to)).toBe('No environment /opt/mks/backend/venv-gone');
    expect(await tell('from venv-first', to, 'pin -r 1.0 -')).toBe('Not a name: -r');
    expect(await tell('from venv-first', to, 'pin x 1;id -')).toBe('Not a version: 1;id');
    expect(await tell('from venv-first', to, 'rm all')).toBe('Not understood: rm');
    const other = await host.run(
      `runuser -u mks-maint -- ${rollback?.text.replace(' mks ', ' postgres ')}`,
    );
    expect(other.stderr).toMatch(/password is required/);
  });
});
