import type { HostNeeds } from '../../src/doctor/needs.ts';
import { needsOf } from '../../src/doctor/needs.ts';
import type { Fleet } from '../../src/fleet/model.ts';
import type { Runbook } from '../../src/runbook/model.ts';
import { counting } from './helper-task.ts';

const text = { ja: '試験', en: 'Test' };
const runbook: Runbook = {
  id: 'counts',
  title: text,
  purpose: text,
  level: 1,
  enabled: true,
  hosts: ['app1'],
  window: { every: 'week', on: 'monday', at: '02:00', minutes: 30 },
  steps: [{ id: 'test.count', kind: 'task', use: 'test.count', with: {}, apply: false }],
  path: 'runbooks/counts.yml',
};

/** What a host `app1` needs for a runbook whose only step runs a helper. */
export function needsWithHelper(fleet: Fleet): HostNeeds {
  const catalogue = {
    ids: [counting.id],
    get: (id: string) => (id === counting.id ? counting : undefined),
  };
  const { needs, issues } = needsOf({ fleet, runbooks: [runbook] }, catalogue);
  const [first] = needs;
  if (issues.length > 0 || !first) throw new Error(JSON.stringify(issues));
  return first;
}
