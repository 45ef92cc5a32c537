import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { commented, labelled, scheduled } from './harness/events.ts';
import { recordsOf } from './looking.ts';
import { startTeam, type Team } from './team.ts';

vi.setConfig({ testTimeout: 180_000 });

const daily = { workflow: 'teiki-daily.yml', event: scheduled('0 0 * * *') };
const tick = { workflow: 'reconcile.yml', event: scheduled('41 6 * * *') };
const states = ({ github }: Team) => github.world.issues.map(({ state }) => state);

test('a finding opens an issue; the daily tick looks again, and closes it when the fault is mended', async () => {
  await using team = await startTeam({ command: 'test ! -e broken' });
  const fault = join(team.hostFolder, 'broken');
  writeFileSync(fault, '');
  await team.run(daily);
  expect(states(team)).toEqual(['open']);
  expect((await team.run(tick)).conclusion).toBe('success');
  expect(states(team)).toEqual(['open']);
  rmSync(fault);
  const mended = await team.run(tick);
  expect(mended.conclusion).toBe('success');
  expect(states(team)).toEqual(['closed']);
  expect(recordsOf(team)).toHaveLength(3);
  expect(team.github.violations).toEqual([]);
});

test('what people say on our issues starts it; bots, pull requests and other issues do not', async () => {
  await using team = await startTeam({ secrets: {} });
  const started = async (event: ReturnType<typeof commented>): Promise<boolean> => {
    const { jobs } = await team.run({ workflow: 'reconcile.yml', event });
    return jobs.some(({ conclusion }) => conclusion !== 'skipped');
  };
  const body = '/waive 2026-12-31 known';
  expect(await started(commented({ body }))).toBe(true);
  expect(await started(labelled('approved'))).toBe(true);
  expect(await started(commented({ body: 'thank you' }))).toBe(false);
  expect(await started(commented({ body, labels: ['bug'] }))).toBe(false);
  expect(await started(commented({ body, onPullRequest: true }))).toBe(false);
  expect(await started(commented({ body, actor: 'github-actions[bot]' }))).toBe(false);
});
