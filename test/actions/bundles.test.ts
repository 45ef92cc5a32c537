import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { buildInto } from '../../scripts/build.ts';
import { generateActionDocs } from '../../scripts/generate-action-docs.ts';
import { concludeInputs } from '../../src/actions/conclude.ts';
import type { Inputs } from '../../src/actions/inputs.ts';
import { maintainInputs } from '../../src/actions/maintain.ts';
import { planInputs } from '../../src/actions/plan-inputs.ts';
import { recheckInputs } from '../../src/actions/recheck.ts';
import { reviewInputs } from '../../src/actions/review.ts';
import { runInputs } from '../../src/actions/run.ts';
import { newSshKey } from '../../src/demo/ssh-key.ts';
import { instanceFiles, type JobOptions, readStep, Workbench } from './workbench.ts';

const root = join(import.meta.dirname, '../..');

interface ActionFile {
  readonly inputs: Readonly<
    Record<string, { readonly required?: boolean; readonly default?: string }>
  >;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly runs: { readonly using: string; readonly main: string };
}

const actionFile = (path: string) => parse(readFileSync(join(root, path), 'utf8')) as ActionFile;

describe('action.yml says what the code reads', () => {
  test.each([
    ['action.yml', maintainInputs, 'maintain'],
    ['actions/plan/action.yml', planInputs, 'plan'],
    ['actions/run/action.yml', runInputs, 'run'],
    ['actions/conclude/action.yml', concludeInputs, 'conclude'],
    ['actions/reconcile/action.yml', recheckInputs, 'reconcile'],
    ['actions/review/action.yml', reviewInputs, 'review'],
  ])('%s', (path, inputs, bundle) => {
    const { inputs: written, runs } = actionFile(path);
    expect(Object.keys(written).sort()).toEqual(Object.keys(inputs).sort());
    for (const [name, input] of Object.entries(inputs as Inputs<Record<string, unknown>>)) {
      const { required = false, default: text } = written[name] ?? {};
      expect([name, required]).toEqual([name, !('fallback' in input)]);
      if (text === undefined || text.startsWith('${{')) continue;
      expect([name, input.read(text)]).toEqual([name, 'fallback' in input && input.fallback]);
    }
    expect(runs.using).toBe('node24');
    expect(join(path, '..', runs.main)).toBe(`dist/actions/${bundle}.js`);
  });

  test('the reference page follows from them', () => {
    const page = readFileSync(join(root, 'docs/actions.md'), 'utf8');
    expect(generateActionDocs()['docs/actions.md']).toBe(page);
  });
});

describe('the bundles', () => {
  const home = mkdtempSync(join(tmpdir(), 'teiki-bundles-'));
  let bench: Workbench;
  let metafile: Metafile;
  beforeAll(async () => {
    writeFileSync(join(home, 'package.json'), '{ "type": "module" }');
    metafile = await buildInto(join(home, 'dist'));
    bench = new Workbench(instanceFiles(['app1', 'app2']));
  });
  afterAll(() => {
    bench.destroy();
    rmSync(home, { recursive: true });
  });

  function run(action: string, options: JobOptions) {
    const { home: step, variables } = bench.variables(options);
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(home, 'dist/actions', `${action}.js`)],
      { cwd: bench.clone, env: variables, encoding: 'utf8' },
    );
    return { status, stdout, stderr, ...readStep(step) };
  }

  test('an entry of the catalogue is imported by the table of the catalogue alone', () => {
    const isEntry = (input: string) => /^src\/catalogue\/[^/]+\//.test(input);
    const outputs = Object.entries(metafile.outputs);
    const entries = new Map(outputs.filter(([, { inputs }]) => Object.keys(inputs).some(isEntry)));
    expect(entries.size).toBeGreaterThan(20);
    const importers = outputs
      .filter(([path]) => !entries.has(path))
      .filter(([, { imports }]) =>
        imports.some(({ path, kind }) => kind === 'import-statement' && entries.has(path)),
      );
    expect(importers.map(([path]) => path)).toEqual([]);
  });

  test('plan, run and conclude work as steps of a real job, hosts or none', () => {
    const dispatch = { event: 'workflow_dispatch' };
    const planned = run('plan', { ...dispatch, inputs: { runbook: 'weekly-health' } });
    expect(planned).toMatchObject({ status: 0, stderr: '' });
    expect(planned.outputs).toMatchObject({ due: 'true', 'shard-count': '1' });
    const plan = planned.outputs['plan'] ?? '';
    // The key is none: every host fails before anything is sent, which is a result as well.
    const shard = run('run', { ...dispatch, inputs: { plan, concurrency: '2' } });
    expect(shard).toMatchObject({ status: 0, stderr: '' });
    expect(shard.outputs).toMatchObject({ outcome: 'failed', verdict: 'critical' });
    expect(shard.stdout).toContain('::group::');
    const results = join(shard.outputs['result'] ?? '', '..');
    const done = run('conclude', { ...dispatch, inputs: { plan, results } });
    expect(done).toMatchObject({ status: 0, stderr: '' });
    expect(done.outputs['commit']).toBe(bench.remote.log('%H')[0]);
    expect(done.summary).toContain('**結果**: 失敗');
  });

  test('a cancelled run ends in time and leaves its record', { timeout: 60_000 }, async () => {
    // It accepts connections and says nothing, as a host that hangs does.
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const files = instanceFiles(['app1']);
    const fleet = (files['maintenance/fleet.yml'] ?? '').replace(
      'address: 10.0.0.1',
      `address: 127.0.0.1, port: ${port}`,
    );
    const other = new Workbench({ ...files, 'maintenance/fleet.yml': fleet });
    const { home: step, variables } = other.variables({
      event: 'workflow_dispatch',
      inputs: { runbook: 'weekly-health' },
      environment: { TEIKI_SSH_KEY: newSshKey().privateText },
    });
    const entry = join(home, 'dist/actions/maintain.js');
    const child = spawn(process.execPath, [entry], { cwd: other.clone, env: variables });
    await new Promise<void>((resolve) => silent.once('connection', () => resolve()));
    const cancelledAt = Date.now();
    child.kill('SIGINT');
    const status = await new Promise((resolve) => child.once('close', resolve));
    expect(status).toBe(0);
    expect(Date.now() - cancelledAt).toBeLessThan(7500);
    expect(readStep(step).outputs['outcome']).toBe('failed');
    expect(other.remote.log('%s')[0]).toMatch(/^記録: .*\(失敗\)$/);
    other.destroy();
    bench.enter();
    silent.close();
  });

  test('a mistake is an annotation and an exit status, without a stack', () => {
    const { status, stdout, outputs } = run('plan', { inputs: { runbook: 'x' } });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^::error::Input `runbook`: there is no runbook `x`/m);
    expect(stdout).not.toContain('    at ');
    expect(outputs).toEqual({});
  });

  test('the other entries start too', () => {
    expect(run('reconcile', {}).status).toBe(0);
    const review = run('review', {});
    expect([review.status, review.stdout]).toEqual([1, expect.stringContaining('pull_request')]);
    const { status, stdout } = run('maintain', { inputs: {} });
    expect(status).toBe(1);
    expect(stdout).toContain('Input `runbook` is missing');
  });
});
