import { expect, test } from 'vitest';
import { readWorkflow } from './harness/parse.ts';
import { commit, richFiles, workflowsOf } from './rich-instance.ts';

const texts = await workflowsOf();
const maintenance = await readWorkflow('maintenance.yml', texts.get('maintenance.yml') ?? '');
const reconcile = await readWorkflow('reconcile.yml', texts.get('reconcile.yml') ?? '');
const update = await readWorkflow('teiki-update.yml', texts.get('teiki-update.yml') ?? '');

/** Names of secrets, by the way in which a value mentions them. */
function secretsIn(value: unknown): readonly string[] {
  const found = JSON.stringify(value ?? {}).matchAll(/\$\{\{ secrets\.(\w+) \}\}/g);
  return [...new Set([...found].map(([, name]) => name ?? ''))].toSorted();
}

test('one file for each runbook that is enabled, and three for all', () => {
  expect([...texts.keys()]).toEqual([
    'maintenance.yml',
    'reconcile.yml',
    'review.yml',
    'teiki-quarter.yml',
    'teiki-update.yml',
    'teiki-weekly.yml',
  ]);
});

test('a pull request is reviewed without secrets, network and rights to write but its comment', async () => {
  const text = texts.get('review.yml') ?? '';
  const review = await readWorkflow('review.yml', text);
  expect(secretsIn(review)).toEqual([]);
  expect(text).not.toMatch(/secrets\.|pull_request_target:|^ +if: github/m);
  expect(text).toContain('\n  pull_request:\n');
  expect(review.jobs['review']?.permissions).toEqual({
    contents: 'read',
    issues: 'read',
    'pull-requests': 'write',
  });
  const uses = review.jobs['review']?.steps.map((step) => step.uses?.split('@')[0]);
  expect(uses).toEqual(['actions/checkout', './actions/review', 'actions/upload-artifact']);
});

test('the same files give the same workflows', async () => {
  expect([...(await workflowsOf())]).toEqual([...texts]);
});

test('every secret reaches the steps that need it, and no others', () => {
  const { plan, run, conclude } = maintenance.jobs;
  const all = [
    'DB_PASSWORD',
    'HEARTBEAT_URL',
    'SLACK_WEBHOOK',
    'SSH_KEY',
    'SSH_PASSPHRASE',
    'TEIKI_PSEUDONYM_KEY',
    'TS_SECRET',
  ];
  expect(secretsIn(update.jobs['maintenance']?.secrets)).toEqual(all);
  expect(Object.keys(maintenance.on.workflow_call?.secrets ?? {})).toEqual(all);
  expect(secretsIn(plan)).toEqual([]);
  const [, network, shard, upload] = run?.steps ?? [];
  expect(network?.with).toEqual({
    'oauth-secret': '${{ secrets.TS_SECRET }}',
    tags: 'tag:ci',
    timeout: 30,
  });
  expect(secretsIn(shard)).toEqual([
    'DB_PASSWORD',
    'SSH_KEY',
    'SSH_PASSPHRASE',
    'TEIKI_PSEUDONYM_KEY',
  ]);
  expect(secretsIn(upload)).toEqual([]);
  expect(secretsIn(conclude)).toEqual(['HEARTBEAT_URL', 'SLACK_WEBHOOK', 'TEIKI_PSEUDONYM_KEY']);
  expect(secretsIn(reconcile)).toEqual(all);
  for (const { env = {} } of [maintenance, reconcile].flatMap(({ jobs }) =>
    Object.values(jobs).flatMap(({ steps }) => steps),
  )) {
    for (const [name, value] of Object.entries(env)) expect(value).toBe(`\${{ secrets.${name} }}`);
  }
});

test('the plan is told which secrets are set, and not what they are', () => {
  const written = String(maintenance.jobs['plan']?.steps.at(-1)?.with?.['secrets']);
  expect(written.split(/\s(?=\$)/)).toEqual([
    'GITHUB_TOKEN',
    "${{ secrets.DB_PASSWORD && 'DB_PASSWORD' }}",
    "${{ secrets.SSH_KEY && 'SSH_KEY' }}",
    "${{ secrets.SSH_PASSPHRASE && 'SSH_PASSPHRASE' }}",
  ]);
});

test('records on a branch of their own are fetched with the token', async () => {
  const keeps = (workflow: typeof maintenance) =>
    Object.values(workflow.jobs).map(({ steps }) => steps[0]?.with?.['persist-credentials']);
  expect(keeps(maintenance)).toEqual([true, true, true]);
  const plain = await workflowsOf({ ...richFiles, 'config.yml': 'timezone: UTC\nteam: SRE\n' });
  const workflow = await readWorkflow('maintenance.yml', plain.get('maintenance.yml') ?? '');
  expect(keeps(workflow)).toEqual([false, false, true]);
  expect(plain.get('maintenance.yml')).not.toContain('environment');
});

test('the approval of an environment is asked for where something is changed', async () => {
  expect(texts.get('maintenance.yml')).toContain('name: ${{ inputs.environment }}');
  const asked = (id: string) => /environment: (.*)/.exec(texts.get(`teiki-${id}.yml`) ?? '')?.[1];
  expect(asked('weekly')).toBeUndefined();
  // Nothing in it is applied by schedule.
  expect(asked('update')).toBe("${{ inputs.mode == 'apply' && 'it''s production' || '' }}");
});

test('a network can be a script, which gets its secrets through variables', async () => {
  const config =
    'timezone: UTC\nteam: SRE\nnetwork:\n  run: |\n    wg setconf wg0 <(echo "$WG")\n    ip link set up wg0\n  env: { WG: env:WG_CONF }\n';
  const workflows = await workflowsOf({ ...richFiles, 'config.yml': config });
  const { jobs } = await readWorkflow('m', workflows.get('maintenance.yml') ?? '');
  const step = jobs['run']?.steps[1];
  expect(step?.run).toBe('wg setconf wg0 <(echo "$WG")\nip link set up wg0\n');
  expect(step?.env).toEqual({ WG: '${{ secrets.WG_CONF }}' });
  expect(jobs['plan']?.steps).toHaveLength(2);
});

test('titles are words, in which GitHub finds no expression', () => {
  expect(update.name).toBe('update: $ {{ secrets.X }} の確認');
});

test('other repositories use the actions of teiki by the hash of a commit', async () => {
  const actions = { kind: 'repository', repository: 'acme/teiki', commit } as const;
  const workflows = await workflowsOf(undefined, actions);
  expect(workflows.get('maintenance.yml')).toContain(`uses: acme/teiki/actions/run@${commit}\n`);
  expect(workflows.get('reconcile.yml')).toContain(
    `uses: acme/teiki/actions/reconcile@${commit}\n`,
  );
});

test.each([
  ['uses: tailscale/github-action@v2', 'an action by its full commit hash'],
  ['run: "echo ${{ github.event.comment.body }}"', 'an expression'],
  ['{ run: x, env: { KEY: s3cret } }', 'a secret is never written in a file'],
])('network: %s is refused', async (network, message) => {
  const config = `timezone: UTC\nteam: SRE\nnetwork:\n  ${network}\n`;
  await expect(workflowsOf({ 'config.yml': config })).rejects.toThrow(message);
});
