import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { maintainAction } from '../../src/actions/maintain.ts';
import { recheckAction } from '../../src/actions/recheck.ts';
import { task } from '../../src/catalogue/logs/rotate-force.ts';
import { MaintenanceRecord } from '../../src/record/record.ts';
import { realWorld } from '../../src/run/real-world.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { grantRights } from '../lab/rights.ts';
import { instanceFiles, type JobOptions, Workbench } from './workbench.ts';

const configOf = (name: string) => `/etc/logrotate.d/${name}`;
const runbook = `id: weekly-health
title: { ja: 週次システムヘルスチェック, en: Weekly system health check }
purpose: { ja: 健全性の確認, en: Health }
level: 1
hosts: [app]
window: { every: week, on: monday, at: "02:00", minutes: 30 }
steps:
  - { task: logs.rotate-force, id: marked, with: { config: ${configOf('one')} }, apply: true }
  - { task: logs.rotate-force, id: other, with: { config: ${configOf('two')} } }
`;

/** What a run of GitHub Actions changes on a host, by what has started it and how. */
describeLab('a run of the action', () => {
  let lab: Lab;
  let host: Host;
  let bench: Workbench;
  let runs = 0;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    const rights = ['one', 'two'].flatMap((name) =>
      task.privileged(task.params.parse({ config: configOf(name) })),
    );
    await grantRights(host, rights);
    await host.must('usermod -aG adm mks-maint');
  });
  afterAll(() => lab?.stop());

  beforeEach(async () => {
    await host.must(
      `rm -rf /var/log/mks /var/lib/logrotate/status
       install -d -m 750 -g adm /var/log/mks
       for name in one two; do
         head -c 100000 /dev/zero >"/var/log/mks/$name.log"
         printf '/var/log/mks/%s.log {\\n rotate 3\\n}\\n' "$name" >"/etc/logrotate.d/$name"
       done`,
    );
    bench = new Workbench(
      instanceFiles([], {
        'maintenance/fleet.yml': `defaults: { user: mks-maint, identity: env:TEIKI_SSH_KEY }
hosts:
  app1: { address: ${host.address}, groups: [app], hostKeys: ["${host.hostKey}"] }
`,
        'maintenance/runbooks/weekly-health.yml': runbook,
      }),
    );
    return () => bench.destroy();
  });

  /** `marked done`, `other planned` … of the record that the run leaves. */
  const outcomes = async (options: JobOptions, action = maintainAction) => {
    runs += 1;
    const environment = { TEIKI_SSH_KEY: lab.privateKey };
    const { job, read } = bench.job({ ...options, environment, runId: runs });
    await action({ ...job, world: async (fleet) => realWorld({ fleet, environment }) });
    const path = (read().outputs['record'] ?? '').replace(/\.md$/, '.json');
    const record = MaintenanceRecord.parse(JSON.parse(bench.remote.show(path)));
    bench.checkout();
    const { steps, mode } = record.run;
    return [mode, ...steps.map(({ step, task: done }) => `${step} ${done?.outcome}`)];
  };
  const rotated = async () => (await host.must('cd /var/log/mks; ls -- *.1 || true')).split('\n');
  const inputs = { runbook: 'weekly-health' };
  const event = 'workflow_dispatch';

  test('by schedule carries out what is marked', async () => {
    expect(await outcomes({ inputs })).toEqual(['apply', 'marked done', 'other planned']);
    expect(await rotated()).toEqual(['one.log.1']);
  });

  test('by hand shows a plan and changes nothing', async () => {
    expect(await outcomes({ inputs, event })).toEqual(['plan', 'marked planned', 'other planned']);
    expect(await rotated()).toEqual(['']);
  });

  test("by hand, as the schedule's", async () => {
    const given = { ...inputs, mode: 'marked' };
    const done = await outcomes({ inputs: given, event });
    expect(done).toEqual(['apply', 'marked done', 'other planned']);
    expect(await rotated()).toEqual(['one.log.1']);
  });

  test('by hand, to apply it all', async () => {
    const given = { ...inputs, mode: 'apply' };
    expect(await outcomes({ inputs: given, event })).toEqual([
      'apply',
      'marked done',
      'other done',
    ]);
    expect(await rotated()).toEqual(['one.log.1', 'two.log.1']);
  });

  test('by the daily tick changes nothing, and what failed stays open', async () => {
    await host.must('chmod 666 /etc/logrotate.d/one');
    const first = await outcomes({ inputs });
    expect(first).toEqual(['apply', 'marked failed', 'other planned']);
    await host.must('chmod 644 /etc/logrotate.d/one');
    const tick = { now: '2026-11-23T20:13:00Z', event: 'schedule' };
    expect(await outcomes(tick, recheckAction)).toEqual(['plan', 'marked planned']);
    expect(await rotated()).toEqual(['']);
    expect(await outcomes(tick, recheckAction)).toEqual(['plan', 'marked planned']);
  });
});
