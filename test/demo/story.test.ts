import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { catalogue } from '../../src/catalogue/registry.ts';
import { loadInstance } from '../../src/config/instance.ts';
import { compareWithStory, describeFault } from '../../src/demo/comparison.ts';
import { plantedFaults } from '../../src/demo/story.ts';
import { MaintenanceRecord } from '../../src/record/record.ts';
import { processesWith } from './processes.ts';

const root = join(import.meta.dirname, '../..');

interface Told {
  readonly status: number;
  readonly seconds: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The whole program, as `npm run demo` starts it. */
async function runDemo(args: readonly string[]): Promise<Told> {
  const started = performance.now();
  const child = spawn(process.execPath, ['src/cli/main.ts', 'demo', ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (text.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (text.stderr += String(chunk)));
  const [status] = (await once(child, 'close')) as [number];
  return { status, seconds: (performance.now() - started) / 1000, ...text };
}

describe('the demo', () => {
  let directory: string;
  let told: Told;
  let record: MaintenanceRecord;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'teiki-demo-test-'));
    told = await runDemo(['--directory', directory]);
    const records = join(directory, 'instance/records');
    const [file = ''] = (await readdir(records, { recursive: true })).filter((name) =>
      name.endsWith('.json'),
    );
    record = MaintenanceRecord.parse(JSON.parse(await readFile(join(records, file), 'utf8')));
  }, 60_000);
  afterAll(() => rm(directory, { recursive: true }));

  test('finds what was planted and nothing else', () => {
    const { missed, unexpected } = compareWithStory(record.run);
    expect({ missed, unexpected }).toEqual({ missed: [], unexpected: [] });
    expect(told.status).toBe(0);
  });

  test('judges everything on the hosts that are up', () => {
    const unknown = record.run.steps.filter(
      ({ host, verdict }) => host !== 'app3' && ['unknown', 'skipped'].includes(verdict),
    );
    expect(unknown).toEqual([]);
  });

  test('shows the result on stdout, and on stderr where it is kept', () => {
    for (const { use } of plantedFaults) expect(told.stdout).toContain(use);
    expect(told.stderr).toContain(join(directory, 'instance/records'));
    expect(told.stderr).toContain('exit status 1');
  });

  test('leaves an instance that is sound', async () => {
    const { issues } = await loadInstance(join(directory, 'instance'), { catalogue });
    expect(issues).toEqual([]);
  });

  test('leaves no port open and nothing running', async () => {
    const fleet = await readFile(join(directory, 'instance/fleet.yml'), 'utf8');
    const ports = [...fleet.matchAll(/(?:port|tlsPort): (\d+)/g)].map(([, port]) => Number(port));
    expect(ports).toHaveLength(6);
    for (const port of ports) {
      const socket = connect({ host: '127.0.0.1', port });
      expect(await once(socket, 'error')).toMatchObject([{ code: 'ECONNREFUSED' }]);
    }
    expect(processesWith(directory)).toEqual([]);
  });

  test('takes less than 30 s', () => {
    expect(told.seconds).toBeLessThan(30);
  });

  test('does not write into a folder that is in use', async () => {
    const again = await runDemo(['--directory', directory]);
    expect(again.status).toBe(2);
    expect(again.stderr).toContain('is not empty');
  });
});

test('a fault that is missed, found elsewhere or twice is told', () => {
  const finding = (key: string, severity: 'critical' | 'note') => ({
    key,
    severity,
    message: { id: 'x', args: {} },
  });
  const step = (host: string, use: string, ...findings: ReturnType<typeof finding>[]) => ({
    host,
    step: use,
    use,
    verdict: 'critical' as const,
    findings,
    measurements: [],
    durationMs: 0,
  });
  const { missed, unexpected, ofThisMachine } = compareWithStory({
    steps: [
      step('app1', 'backup.integrity', finding('db', 'critical')),
      step('app1', 'perf.cpu', finding('cpu', 'critical')),
      step('app2', 'tls.file-expiry', finding('a', 'critical'), finding('b', 'critical')),
      step('app3', 'host.unreachable', finding('host', 'critical'), finding('note', 'note')),
    ],
  });
  expect(missed.map(describeFault)).toEqual([
    'app2 logs.large-files warning',
    'app2 backup.integrity critical',
  ]);
  expect(unexpected.map(describeFault)).toEqual([
    'app1 backup.integrity critical',
    'app2 tls.file-expiry critical',
  ]);
  expect(ofThisMachine.map(describeFault)).toEqual(['app1 perf.cpu critical']);
});

/** The demo's runbook may differ from that of MKS in what it must differ in, and in nothing else. */
describe('the runbook is that of MKS', async () => {
  const { weeklyHealth } = await import('../../src/demo/runbook.ts');
  const written = parse(
    await readFile(join(root, 'maintenance/runbooks/weekly-health.yml'), 'utf8'),
  ) as typeof weeklyHealth;

  test('in all but its steps', () => {
    const { steps: _ours, ...ours } = weeklyHealth;
    const { steps: _theirs, ...theirs } = written;
    expect(ours).toEqual(theirs);
  });

  test('in its steps, with the defaults of the catalogue put in', async () => {
    await catalogue.load(catalogue.ids);
    const adapt = (value: unknown, key = ''): unknown => {
      if (Array.isArray(value)) return value.map((part) => adapt(part));
      if (typeof value === 'object' && value !== null) {
        return Object.fromEntries(
          Object.entries(value).map(([name, part]) => [name, adapt(part, name)]),
        );
      }
      if (key === 'seconds') return 4;
      if (value === 'db_*.dump') return 'db_*.sql.gz';
      return typeof value === 'string' && /^\/./.test(value) ? `/root${value}` : value;
    };
    const resolved = (steps: readonly { check: string; with?: object }[]) =>
      steps.map(({ check, with: params = {} }) => {
        const text = JSON.stringify(params).replaceAll('${root}', '/root');
        const values = JSON.parse(text.replace('"${tlsPort}"', '443')) as object;
        return { check, with: catalogue.get(check)?.params.parse(values) };
      });
    // Its hosts are all this machine: what its processes use says nothing of them.
    const shown = written.steps.filter(({ check }) => check !== 'proc.memory-leak');
    const theirs = resolved(shown).map(({ check, with: params }) => ({
      check,
      with: adapt(
        check === 'tls.served-cert' ? { ...(params as object), host: '127.0.0.1' } : params,
      ),
    }));
    expect(resolved(weeklyHealth.steps)).toEqual(theirs);
  });
});
