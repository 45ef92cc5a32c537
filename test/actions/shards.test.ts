import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { concludeAction } from '../../src/actions/conclude.ts';
import { maintainAction } from '../../src/actions/maintain.ts';
import { planAction } from '../../src/actions/plan.ts';
import { shardAction } from '../../src/actions/run.ts';
import { localConnector } from '../support/local-connector.ts';
import { replayConnector } from './replay.ts';
import { instanceFiles, type JobOptions, runbook, Workbench } from './workbench.ts';

let bench: Workbench;
afterEach(() => bench.destroy());

const inputs = { runbook: 'weekly-health' };
const hostNames = (count: number) => Array.from({ length: count }, (_, index) => `app${index + 1}`);
const page = 'maintenance/records/2026/11/2026-11-23-weekly-health-123456-1';

/** Plan, a job per shard, and conclude with what the jobs left; `lost` shards leave nothing. */
async function matrix(
  shards: number,
  rest: JobOptions = {},
  lost: readonly number[] = [],
  conclude: Readonly<Record<string, string>> = {},
) {
  const given = { ...inputs, shards: String(shards), 'hosts-per-shard': '1' };
  const planned = await bench.step(planAction, { ...rest, inputs: given });
  const plan = planned.outputs['plan'] ?? '';
  const count = Number(planned.outputs['shard-count']);
  const folder = join(bench.remote.home, `downloads-${shards}`);
  mkdirSync(folder, { recursive: true });
  // As download-artifact does: a folder per artifact, and the shards in no order.
  for (let shard = count; shard >= 1; shard -= 1) {
    if (lost.includes(shard)) continue;
    const run = await bench.step(shardAction, { ...rest, inputs: { plan, shard: String(shard) } });
    cpSync(run.outputs['result'] ?? '', join(folder, run.outputs['artifact'] ?? '', 'result.json'));
  }
  const options = { ...rest, inputs: { plan, results: folder, ...conclude } };
  return { count, folder, options };
}

describe('shards merged are what one job gives', () => {
  test('byte for byte on the same outputs, for 1, 3 and 20 shards', {
    timeout: 120_000,
  }, async () => {
    const connector = replayConnector();
    const trees: Record<string, string>[] = [];
    const core = async (shards: number) => {
      bench = new Workbench(instanceFiles(hostNames(23)));
      if (shards === 0) await bench.step(maintainAction, { inputs, connector });
      else {
        const { count, options } = await matrix(shards, { connector });
        expect(count).toBe(shards);
        await bench.step(concludeAction, options);
      }
      const files = bench.remote.files().filter((path) => path.includes('/records/'));
      trees.push(Object.fromEntries(files.map((path) => [path, bench.remote.show(path)])));
      bench.destroy();
    };
    for (const shards of [0, 1, 3, 20]) await core(shards);
    const [whole, ...merged] = trees;
    expect(Object.keys(whole ?? {})).toHaveLength(3);
    for (const tree of merged) expect(tree).toEqual(whole);
    bench = new Workbench({});
  });
});

describe('whatever was gathered is recorded', () => {
  test('a shard is missing: its hosts were not carried out', async () => {
    bench = new Workbench(instanceFiles(hostNames(6)));
    const { options } = await matrix(3, {}, [2]);
    const { outputs, log, summary } = await bench.step(concludeAction, options);
    expect(outputs).toMatchObject({ outcome: 'partial', verdict: 'unknown', kept: '' });
    expect(log).toMatch(/::warning::2 台の結果がありません: app3, app4/);
    const text = bench.remote.show(`${page}.md`);
    expect(text).toContain('**結果**: 一部失敗');
    expect(text).toContain('このホストを受け持つジョブの結果が届きませんでした');
    expect(text).toContain('**ホスト**: 4 / 6');
    expect(summary.match(/^\| 判定不能/gm)).toHaveLength(1);
    expect(summary).toMatch(/^\| 警告 .*app1、app2、app5/m);
    expect(summary).toContain(`/blob/main/${page}.md`);
    expect(bench.remote.log('%s')[0]).toBe(
      '記録: 2026-11-23 週次システムヘルスチェック (一部失敗)',
    );
  });

  test('the run was cancelled before any shard was done: 未実施', async () => {
    bench = new Workbench(instanceFiles(hostNames(2)));
    const { options } = await matrix(2, {}, [1, 2]);
    const gone = { ...options, inputs: { ...options.inputs, results: '/nowhere' } };
    const { outputs } = await bench.step(concludeAction, gone);
    expect(outputs['outcome']).toBe('not-run');
    expect(bench.remote.show(`${page}.md`)).toContain('**結果**: 未実施');
  });

  test('the one job was cancelled half-way: what was reached counts', async () => {
    const slow = runbook().replace('echo 1', 'sleep 1');
    const files = { 'maintenance/runbooks/weekly-health.yml': slow };
    bench = new Workbench(instanceFiles(hostNames(2), files));
    const stop = new AbortController();
    const connector = localConnector({
      onConnect: (host) => {
        if (host === 'app2') setTimeout(() => stop.abort(new Error('cancelled')), 200);
      },
    });
    const given = { ...inputs, concurrency: '1' };
    const { signal } = stop;
    const { outputs } = await bench.step(maintainAction, { inputs: given, signal, connector });
    expect(outputs['outcome']).toBe('partial');
    expect(bench.remote.files()).toContain(`${page}.json`);
  });

  test('a damaged file, a file of another run and one that is no result are told', async () => {
    bench = new Workbench(instanceFiles(hostNames(2)));
    const { folder, options } = await matrix(2);
    const [first = ''] = readdirSync(folder);
    writeFileSync(join(folder, first, 'result.json'), '{"schema":"teiki.run/1"');
    writeFileSync(join(folder, 'other.json'), '{"schema":"teiki.run/2","runbook":"::error::x"}');
    const { log, outputs } = await bench.step(concludeAction, options);
    expect(log.match(/^::warning::.*読めません/gm)).toHaveLength(2);
    expect(log).not.toMatch(/^::error::x/m);
    expect(outputs['outcome']).toBe('partial');
  });

  test('again: the same results make no second commit', async () => {
    bench = new Workbench(instanceFiles(hostNames(2)));
    const { options } = await matrix(2);
    await bench.step(concludeAction, options);
    const { outputs } = await bench.step(concludeAction, options);
    expect(outputs['commit']).toBe('');
    expect(bench.remote.log('%s')).toHaveLength(2);
  });

  test('failed jobs run again: the record of the attempt is whole', async () => {
    bench = new Workbench(instanceFiles(hostNames(2)));
    const { folder, options } = await matrix(2, {}, [2]);
    await bench.step(concludeAction, options);
    bench.checkout();
    const { plan } = options.inputs;
    const again = { attempt: 2, inputs: { plan: plan ?? '', shard: '2' } };
    const { outputs } = await bench.step(shardAction, again);
    cpSync(outputs['result'] ?? '', join(folder, 'second', 'result.json'));
    const done = await bench.step(concludeAction, { ...options, attempt: 2 });
    expect(done.outputs['outcome']).toBe('succeeded');
    expect(bench.remote.show('maintenance/records/2026/journal.md')).toMatch(
      /123456-1[^]*123456-2/,
    );
  });
});

describe('the record cannot be pushed', () => {
  test('the action fails, says what to write, and keeps the record', async () => {
    bench = new Workbench(instanceFiles(hostNames(1)));
    bench.remote.hook(
      'pre-receive',
      'echo "error: GH006: Protected branch update failed" >&2; exit 1',
    );
    const { message, outputs } = await bench.failing(maintainAction, { inputs });
    expect(message).toContain('records: { branch: maintenance-records }');
    expect(existsSync(join(outputs['kept'] ?? '', `${page}.json`))).toBe(true);
    expect(outputs).toMatchObject({ outcome: 'succeeded', 'record-url': '', commit: '' });
  });

  test('no repository: the record is kept all the same', async () => {
    bench = new Workbench(instanceFiles(hostNames(1)));
    rmSync(join(bench.clone, '.git'), { recursive: true });
    const { message, outputs } = await bench.failing(maintainAction, { inputs });
    expect(message).toContain('actions/checkout');
    expect(existsSync(join(outputs['kept'] ?? '', `${page}.json`))).toBe(true);
  });

  test('another record has its name: it is never overwritten, and the new one is kept', async () => {
    bench = new Workbench(instanceFiles(hostNames(1)));
    const manual = { inputs, event: 'workflow_dispatch' };
    await bench.step(maintainAction, manual);
    const down = localConnector({ down: ['app1'] });
    const { message, outputs } = await bench.failing(maintainAction, {
      ...manual,
      connector: down,
    });
    expect(message).toMatch(/is there already with other content.*The result is kept in/);
    expect(existsSync(join(outputs['kept'] ?? '', `${page}.json`))).toBe(true);
    expect(bench.remote.log('%s')).toHaveLength(2);
  });

  test('a branch for records: main is left alone, and the next run finds what was there', async () => {
    const config =
      'timezone: Asia/Tokyo\nlocale: en\nteam: SRE\npublicRepository: no\nrecords: { branch: maintenance-records }\n';
    bench = new Workbench(instanceFiles(hostNames(1), { 'maintenance/config.yml': config }));
    const { outputs } = await bench.step(maintainAction, { inputs });
    expect(outputs['record-url']).toBe(
      `https://github.com/mks/ops/blob/maintenance-records/${page}.md`,
    );
    const second = await bench.step(maintainAction, { inputs, runId: 7 });
    expect(second.outputs['due']).toBe('false');
    expect(bench.remote.log('%s')).toEqual(['first']);
    expect(bench.remote.log('%s', 'maintenance-records')).toEqual([
      'Record: 2026-11-23 Weekly system health check (Succeeded)',
    ]);
  });
});

describe('the exit of the job', () => {
  test.each([
    ['none', false],
    ['critical', false],
    ['warning', true],
  ])('fail-on %s, with a warning', async (level, fails) => {
    bench = new Workbench(instanceFiles(hostNames(1)));
    const given = { ...inputs, 'fail-on': level };
    if (!fails) return void (await bench.step(maintainAction, { inputs: given }));
    const { message, outputs } = await bench.failing(maintainAction, { inputs: given });
    expect(message).toContain('fail-on: warning');
    expect(outputs['verdict']).toBe('warning');
    expect(bench.remote.files()).toContain(`${page}.json`);
  });
});
