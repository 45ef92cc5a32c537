import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { clusterOf } from './backup-host.ts';
import { prepareProduction } from './dr-host.ts';
import { conductInLab } from './lab-task.ts';

describeLab('backup.strategy', () => {
  let lab: Lab;
  let host: Host;
  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    await prepareProduction(lab, host);
  });
  afterAll(() => lab?.stop());

  const review = async () => {
    const step = { use: 'backup.strategy', with: { offSite: 'yes', encrypted: 'yes' } };
    const [one] = (await conductInLab(lab, host, [step], { changes: 'none' })).steps;
    const ids = one?.findings.map(({ key, message }) => `${key} ${message.id.split('/').at(-1)}`);
    const measured = new Map(
      one?.measurements.map(({ name, object = '', value }) => [`${name} ${object}`.trim(), value]),
    );
    return { ids: ids ?? [], measured, verdict: one?.verdict };
  };

  test('a first backup is too little to judge by, and no restore has been measured', async () => {
    const { ids, measured, verdict } = await review();
    expect(verdict).toBe('ok');
    expect(ids).toContain('db:pace too-few');
    expect(ids).toContain('restore restore-unknown');
    expect([...measured.keys()].filter((name) => /interval|growth|restore/.test(name))).toEqual([]);
  });

  test('after a restore test its measured time is compared with the objective', async () => {
    await host.must('find /backup/mks -exec touch -d "1 hour ago" {} +');
    const restore = { use: 'backup.restore-test', with: { clusters: [await clusterOf(host)] } };
    const tested = await conductInLab(lab, host, [restore], { changes: 'all' });
    const seconds = tested.steps[0]?.measurements.find(({ name }) => name === 'restore')?.value;
    const { ids, measured } = await review();
    expect(ids).toContain('restore restore-fits');
    expect(measured.get('restore')).toBe(seconds);
  });

  test('daily backups of ten days with one that is missing', async () => {
    await host.must(`cd /backup/mks
      for kind in db_ uploads_; do
        one=$(ls $kind*); end=\${one##*Z}
        for day in 1 2 3 5 6 7 8 9 10; do
          cp $one $kind"$(date -u -d "$day days ago" +%Y%m%dT%H%M%SZ)$end"
          touch -d "$day days ago 1 hour ago" $kind"$(date -u -d "$day days ago" +%Y%m%d)"*
        done
      done`);
    const { ids, measured, verdict } = await review();
    expect(verdict).toBe('warning');
    expect(ids).toContain('db:pace gaps');
    expect(ids).toContain('db:days missing-periods');
    expect(measured.get('longest db')).toBe(48);
    expect(measured.get('interval db')).toBe(24);
  });
});
