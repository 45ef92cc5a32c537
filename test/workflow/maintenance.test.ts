import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { dispatched, scheduled } from './harness/events.ts';
import { pushTo, subjectsOf } from './harness/repository.ts';
import { annotationsOf, jobsNamed, recordsOf, verdicts } from './looking.ts';
import { startTeam } from './team.ts';

vi.setConfig({ testTimeout: 180_000 });

const daily = { workflow: 'teiki-daily.yml', event: scheduled('0 0 * * *') };

test('a tick of the schedule: plan, one job, a record in git; the second tick has nothing to do', async () => {
  await using team = await startTeam();
  const first = await team.run(daily);
  expect(first.jobs.map(({ job, conclusion }) => `${job}: ${conclusion}`)).toEqual([
    'maintenance / plan: success',
    'maintenance / run: success',
    'maintenance / conclude: success',
  ]);
  expect(subjectsOf(team.repository)).toHaveLength(2);
  expect(verdicts(recordsOf(team))).toEqual(['app1 ok']);
  expect(
    jobsNamed(first, 'conclude')[0]
      ?.steps.map(({ summary }) => summary)
      .join(''),
  ).toContain('Daily check');
  expect(team.github.violations).toEqual([]);
  // No job but the last may write, and the token stays in no other clone.
  expect(first.jobs.map(({ permissions }) => permissions)).toEqual([
    { contents: 'read' },
    { contents: 'read' },
    { actions: 'write', contents: 'write', issues: 'write' },
  ]);
  const clones = first.jobs.map(({ steps }) => steps[0]?.log.join().includes('token kept'));
  expect(clones).toEqual([false, false, true]);

  const second = await team.run(daily);
  expect(second.conclusion).toBe('success');
  expect(second.jobs.map(({ conclusion }) => conclusion)).toEqual([
    'success',
    'skipped',
    'skipped',
  ]);
  expect(
    jobsNamed(second, 'plan')[0]?.steps.flatMap(({ annotations }) => annotations),
  ).toMatchObject([{ level: 'notice' }]);
  expect(subjectsOf(team.repository)).toHaveLength(2);
});

test('three shards make one record; one of them run again makes another, of all hosts', async () => {
  await using team = await startTeam({ hosts: ['app1', 'app2', 'app3'], hostsPerShard: 1 });
  const ran = await team.run(daily);
  expect(jobsNamed(ran, 'run').map(({ matrix }) => matrix['name'])).toEqual(['1/3', '2/3', '3/3']);
  expect(ran.artifacts).toHaveLength(3);
  expect(verdicts(recordsOf(team))).toEqual(['app1 ok', 'app2 ok', 'app3 ok']);
  const again = await team.run({ ...daily, again: ran.state });
  expect(again.conclusion).toBe('success');
  // Names of artifacts are unique in a run, whose attempts share them.
  expect(again.artifacts).toHaveLength(6);
  expect(recordsOf(team)).toHaveLength(2);
});

test('a failed shard and a lost artifact: the rest is recorded, the lost hosts as not carried out', async () => {
  await using team = await startTeam({ hosts: ['app1', 'app2', 'app3'], hostsPerShard: 1 });
  const ran = await team.run(daily, {
    failStep: ({ step, matrix }) => step === './actions/run' && matrix['shard'] === 2,
    loseArtifact: (name) => name === 'teiki-result-3-1',
  });
  expect(ran.conclusion).toBe('failure');
  expect(jobsNamed(ran, 'conclude')[0]?.conclusion).toBe('success');
  const [record] = recordsOf(team);
  expect(record?.run.outcome).toBe('partial');
  expect(record?.run.hosts.map(({ name, reachable }) => [name, reachable])).toEqual([
    ['app1', true],
    ['app2', false],
    ['app3', false],
  ]);
});

test('a lost runner does not keep the record away', async () => {
  await using team = await startTeam();
  const ran = await team.run(daily, { loseRunner: ({ step }) => step === './actions/run' });
  expect(ran.conclusion).toBe('failure');
  expect(recordsOf(team).map(({ run }) => run.outcome)).toEqual(['not-run']);
});

test('a run that is cancelled half-way is recorded, with what was gathered', async () => {
  const command = "test '${name}' != app2 || { touch started; sleep 60; }";
  const hosts = ['app1', 'app2'];
  await using team = await startTeam({ hosts, hostsPerShard: 1, command });
  const ran = await team.run({
    ...daily,
    onStart: (cancel) => {
      const isHalfWay = () =>
        existsSync(join(team.hostFolder, 'started')) &&
        existsSync(join(team.world.folder, 'artifacts'));
      const timer = setInterval(() => {
        if (!isHalfWay()) return;
        clearInterval(timer);
        cancel();
      }, 50);
    },
  });
  expect(ran.conclusion).toBe('cancelled');
  expect(jobsNamed(ran, 'run').map(({ conclusion }) => conclusion)).toEqual([
    'success',
    'cancelled',
  ]);
  expect(jobsNamed(ran, 'conclude')[0]?.conclusion).toBe('success');
  expect(verdicts(recordsOf(team))).toContain('app1 ok');
  expect(recordsOf(team)[0]?.run.outcome).toBe('partial');
});

test('a person chooses hosts and mode, and what they write is only text', async () => {
  await using team = await startTeam({ hosts: ['app1', 'app2'] });
  const reason =
    "'; touch pwned; $(touch pwned) `touch pwned` ${{ github.token }} ::set-output name=due::false";
  const event = dispatched({ hosts: 'app2', mode: 'plan', reason });
  const ran = await team.run({ workflow: 'teiki-daily.yml', event });
  expect(ran.conclusion).toBe('success');
  expect(verdicts(recordsOf(team))).toEqual(['app2 ok']);
  const plan = JSON.parse(jobsNamed(ran, 'plan')[0]?.outputs['plan'] ?? '') as { reason: string };
  expect(plan.reason).toBe(reason);
  const refused = { workflow: 'teiki-daily.yml', event: dispatched({ mode: 'destroy' }) };
  await expect(team.run(refused)).rejects.toThrow('not in the list of allowed values');
});

test('what a host prints commands nothing', async () => {
  const command =
    "echo '::set-output name=due::x'; echo '::add-mask::app1'; echo '##[set-env name=A]b'; exit 3";
  await using team = await startTeam({ command });
  const ran = await team.run(daily);
  expect(ran.conclusion).toBe('success');
  const steps = ran.jobs.flatMap((job) => job.steps);
  const names = new Set(steps.flatMap(({ commands }) => commands.map(({ name }) => name)));
  expect([...names].filter((name) => /set-|add-path|save-state/.test(name))).toEqual([]);
  const masks = steps.flatMap((step) => step.masks);
  const key = Object.values(team.world.secrets).join('\n');
  expect(masks.filter((mask) => !key.includes(mask))).toEqual([]);
});

test.each([
  { what: 'without the secret', options: { secrets: {} } },
  {
    what: 'with the addresses of examples',
    options: {
      files: {
        'maintenance/fleet.yml':
          'hosts:\n  app1: { address: 192.0.2.11, user: maint, groups: [app], hostKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEVYQU1QTEUtS0VZLU9GLWFwcDEtUkVQTEFDRS1JVC0t"] }\n',
      },
    },
  },
])('a repository $what ends neutral, with one sentence', async ({ options }) => {
  await using team = await startTeam(options);
  const ran = await team.run(daily);
  expect(ran.conclusion).toBe('success');
  expect(ran.jobs.map(({ conclusion }) => conclusion)).toEqual(['success', 'skipped', 'skipped']);
  expect(annotationsOf(ran).map(({ level }) => level)).toEqual(['notice']);
  expect(subjectsOf(team.repository)).toHaveLength(1);
});

test('many runs at once: each is recorded, none is dropped while it waits', async () => {
  await using team = await startTeam();
  const event = dispatched({ mode: 'plan' });
  const both = await Promise.all([
    team.run({ workflow: 'teiki-daily.yml', event }),
    team.run({ workflow: 'teiki-daily.yml', event }),
    team.run(daily),
  ]);
  expect(both.map(({ conclusion }) => conclusion)).toEqual(['success', 'success', 'success']);
  expect(recordsOf(team)).toHaveLength(3);
  expect(team.world.groups.dropped).toEqual([]);
});

test('the one-job form does the same', async () => {
  const workflow = `
name: One job
on: workflow_dispatch
permissions: {}
jobs:
  maintenance:
    runs-on: ubuntu-latest
    permissions: { contents: write, issues: write }
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
      - uses: ./
        with: { runbook: daily }
        env: { TEIKI_SSH_KEY: "\${{ secrets.TEIKI_SSH_KEY }}" }
`;
  await using team = await startTeam({ hosts: ['app1', 'app2'] });
  pushTo(team.repository, { '.github/workflows/one-job.yml': workflow }, 'One job');
  const ran = await team.run({ workflow: 'one-job.yml', event: dispatched() });
  expect(ran.conclusion).toBe('success');
  expect(verdicts(recordsOf(team))).toEqual(['app1 ok', 'app2 ok']);
});

test('a private network, an environment, and records on a branch of their own', async () => {
  const config = `timezone: Asia/Tokyo
team: SRE
environment: production
records: { branch: maintenance-records }
network: { run: 'echo "tunnel with $WG"', env: { WG: env:WG_CONF } }
`;
  await using team = await startTeam({
    files: { 'maintenance/config.yml': config },
    moreSecrets: { WG_CONF: 'hunter2' },
  });
  const ran = await team.run(daily);
  expect(ran.conclusion).toBe('success');
  expect(recordsOf(team, 'maintenance-records')).toHaveLength(1);
  expect(subjectsOf(team.repository)).toEqual(['Begin']);
  // The second tick knows the record of the first, which is not in its clone.
  const second = await team.run(daily);
  expect(jobsNamed(second, 'run').map(({ conclusion }) => conclusion)).toEqual(['skipped']);
  expect(jobsNamed(ran, 'run')[0]?.steps[1]?.log).toEqual(['tunnel with ***']);
});

test('cancelled while a line is printed, before any host is reached', async () => {
  const files = {
    'maintenance/config.yml':
      'timezone: Asia/Tokyo\nteam: SRE\nnetwork: { run: "echo dialling; sleep 60" }\n',
  };
  await using team = await startTeam({ files });
  const ran = await team.run(daily, { cancelAt: (_, line) => line === 'dialling' });
  expect(ran.conclusion).toBe('cancelled');
  expect(jobsNamed(ran, 'conclude')[0]?.conclusion).toBe('success');
  expect(recordsOf(team).map(({ run }) => run.outcome)).toEqual(['not-run']);
});
