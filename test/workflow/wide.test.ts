import { expect, test, vi } from 'vitest';
import { scheduled } from './harness/events.ts';
import { jobsNamed, recordsOf } from './looking.ts';
import { startTeam } from './team.ts';

vi.setConfig({ testTimeout: 180_000 });

test('twenty shards make one record', async () => {
  const hosts = Array.from({ length: 20 }, (_, index) => `app${index + 1}`);
  await using team = await startTeam({ hosts, hostsPerShard: 1 });
  const ran = await team.run({ workflow: 'teiki-daily.yml', event: scheduled('0 0 * * *') });
  expect(ran.conclusion).toBe('success');
  expect(jobsNamed(ran, 'run')).toHaveLength(20);
  expect(recordsOf(team).map(({ run }) => run.hosts.length)).toEqual([20]);
});
