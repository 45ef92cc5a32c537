import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { catalogue } from '../../src/catalogue/registry.ts';
import { loadInstance } from '../../src/config/instance.ts';
import { compareWorkflows, readWorkflows } from '../../src/workflow/folder.ts';
import { generateWorkflows } from '../../src/workflow/generate.ts';
import { complaints, readWorkflow, type Workflow } from './harness/parse.ts';
import { commit, workflowsOf } from './rich-instance.ts';

/** Every workflow file of this repository, and those of an instance that uses everything. */
const folder = join(import.meta.dirname, '../../.github/workflows');
const elsewhere = { kind: 'repository', repository: 'acme/teiki', commit } as const;
const files = [
  ...readdirSync(folder).map(
    (name) => [`here: ${name}`, readFileSync(join(folder, name), 'utf8')] as const,
  ),
  ...[...(await workflowsOf())].map(([name, text]) => [`rich: ${name}`, text] as const),
  ...[...(await workflowsOf(undefined, elsewhere))].map(
    ([name, text]) => [`elsewhere: ${name}`, text] as const,
  ),
];

const stepsOf = ({ jobs }: Workflow) => Object.values(jobs).flatMap(({ steps }) => steps);

describe.each(files)('%s', (name, text) => {
  test("GitHub's parser finds nothing amiss, expressions included", async () => {
    expect(await complaints(name, text)).toEqual([]);
  });

  test('actions of others are pinned by the hash of a commit', async () => {
    const workflow = await readWorkflow(name, text);
    const called = Object.values(workflow.jobs).flatMap(({ uses }) => uses ?? []);
    const used = [...called, ...stepsOf(workflow).flatMap(({ uses }) => uses ?? [])];
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((each) => !/^\.\/|@[0-9a-f]{40}$/.test(each))).toEqual([]);
  });

  test('no script holds an expression: what people write would be run', async () => {
    const scripts = stepsOf(await readWorkflow(name, text)).flatMap(({ run }) => run ?? []);
    expect(scripts.filter((script) => script.includes('${{'))).toEqual([]);
  });

  test('nothing is permitted but what is said job by job', async () => {
    const { permissions, jobs } = await readWorkflow(name, text);
    expect(permissions).toEqual(name === 'here: ci.yml' ? { contents: 'read' } : {});
    for (const [id, job] of Object.entries(jobs)) {
      if (name === 'here: ci.yml') continue;
      const all = { actions: 'write', contents: 'write', issues: 'write' };
      const permitted: Readonly<Record<string, object>> = {
        // It reads the notice of the window, and hands over to a fresh run where the wait is long.
        plan: { actions: 'write', contents: 'read', issues: 'read' },
        run: { contents: 'read' },
        // Of pull requests: it writes its comment, and nothing that is in the repository.
        review: { contents: 'read', issues: 'read', 'pull-requests': 'write' },
      };
      expect(job.permissions).toEqual(permitted[id] ?? all);
      expect(job.secrets).not.toBe('inherit');
    }
  });

  test('every job ends by itself', () => {
    const { jobs } = parse(text) as { jobs: Record<string, Record<string, unknown>> };
    const endless = Object.entries(jobs).filter(
      ([, job]) => !('uses' in job) && !('timeout-minutes' in job),
    );
    expect(endless).toEqual([]);
  });
});

test('GitHub knows `timezone` and `queue`, and refuses what it does not know', async () => {
  const text = (await workflowsOf()).get('teiki-weekly.yml') ?? '';
  expect(text).toContain('timezone: Asia/Tokyo');
  expect(text).toContain('queue: max');
  expect(await complaints('x', text.replace('timezone:', 'timezones:'))).not.toEqual([]);
  expect(await complaints('x', text.replace('queue: max', 'queue: all'))).not.toEqual([]);
  expect(await complaints('x', text.replace("'-plan'", 'plan)'))).not.toEqual([]);
});

test('the workflows of this repository follow from its instance: `teiki workflows` writes them', async () => {
  const { config, fleet, runbooks } = await loadInstance('maintenance', { catalogue });
  const actions = { kind: 'local' } as const;
  const wanted = generateWorkflows({ config, fleet, runbooks, directory: 'maintenance', actions });
  const nothing = { missing: [], changed: [], stale: [], foreign: [] };
  expect(compareWorkflows(await readWorkflows(folder), wanted)).toEqual(nothing);
});
