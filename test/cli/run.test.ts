import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EmbeddedHost, startEmbeddedHost } from '../../src/demo/embedded-host.ts';
import { newSshKey } from '../../src/demo/ssh-key.ts';
import { RunResult } from '../../src/record/run-result.ts';
import { teiki } from './capture.ts';

const key = newSshKey();
const dir = mkdtempSync(join(tmpdir(), 'teiki-run-'));
let host: EmbeddedHost;

const runbook = (steps: string, hosts = '[app]') => `
title: { ja: 試験, en: Trial }
purpose: { ja: 試験, en: Trial }
level: 1
hosts: ${hosts}
window: { every: week, on: monday, at: "02:00", minutes: 30 }
steps:
${steps}
`;

beforeAll(async () => {
  host = await startEmbeddedHost({ user: 'maint', clientKey: key.publicText, directory: dir });
  process.env['TEIKI_TEST_KEY'] = key.privateText;
  await mkdir(join(dir, 'runbooks'));
  const put = (file: string, text: string) => writeFileSync(join(dir, file), text);
  put('config.yml', 'timezone: Asia/Tokyo\nlocale: en\nteam: SRE team\n');
  put(
    'fleet.yml',
    `defaults: { user: maint, identity: env:TEIKI_TEST_KEY }
hosts:
  app1: { address: 127.0.0.1, port: ${host.port}, groups: [app], hostKeys: ["${host.hostKey}"] }
  gone: { address: 127.0.0.1, port: 1, groups: [down], hostKeys: ["${host.hostKey}"] }
`,
  );
  const command = (text: string, more = '') =>
    `  - check: command\n    with: { command: "${text}"${more} }`;
  put('runbooks/fine.yml', `id: fine${runbook(command('true'))}`);
  put(
    'runbooks/bad.yml',
    `id: bad${runbook(command('echo 95', ', match: "([0-9]+)", warning: 80, critical: 90'))}`,
  );
  put(
    'runbooks/unjudged.yml',
    `id: unjudged${runbook('  - check: disk.root-usage\n    with: { path: /no/such/path }')}`,
  );
  put('runbooks/down.yml', `id: down${runbook(command('true'), '[down]')}`);
  put(
    'runbooks/mixed.yml',
    `id: mixed${runbook(command('echo 95', ', match: "([0-9]+)", critical: 90'), '[app, down]')}`,
  );
  put('runbooks/nobody.yml', `id: nobody${runbook(command('true'), '[app]')}`);
});
afterAll(async () => {
  await host.close();
  rmSync(dir, { recursive: true });
});

describe('the exit status', () => {
  test.each([
    ['fine', 0],
    ['bad', 1],
    ['unjudged', 3],
    ['down', 3],
    ['mixed', 1],
  ])('of %s is %d', async (id, status) => {
    expect((await teiki('run', id, '--dir', dir, '--quiet')).status).toBe(status);
  });

  test.each([
    [['run', 'fin'], /there is no runbook `fin`.*did you mean `fine`/],
    [['run', 'fine', '--host', 'ap1'], /no host `ap1`.*app1/],
    [['run', 'fine', '--host', 'gone'], /`gone` is not among the hosts of fine/],
    [['run', 'fine', '--group', 'ap'], /no group `ap`/],
    [['run', 'fine', '--step', 'comand'], /no step `comand`.*command/],
    [['run'], /missing required argument/],
    [['run', 'fine', '--plan', '--apply'], /cannot be used with/],
    [['rum'], /unknown command.*run/s],
    [['run', 'fine', '--jsn', 'x'], /unknown option.*--json/s],
  ])('of %j is 2, with what to write instead', async (args, message) => {
    const { status, stderr } = await teiki(...args, '--dir', dir);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });

  test('a mistake in the instance is 2, with its place', async () => {
    writeFileSync(
      join(dir, 'runbooks/broken.yml'),
      `id: broken${runbook('  - check: logs.disk-usge')}`,
    );
    const { status, stderr } = await teiki('run', 'fine', '--dir', dir);
    const validated = await teiki('validate', '--dir', dir);
    rmSync(join(dir, 'runbooks/broken.yml'));
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /runbooks\/broken\.yml:8:12: .*`logs\.disk-usge`: did you mean `logs\.disk-usage`\?/,
    );
    expect(validated.status).toBe(2);
    expect(validated.stdout).toContain('1 error');
  });
});

describe('what is written', () => {
  test('--json - puts the result, and nothing else, on stdout', async () => {
    const { stdout } = await teiki('run', 'bad', '--dir', dir, '--json', '-');
    const result = RunResult.parse(JSON.parse(stdout));
    expect(result).toMatchObject({
      schema: 'teiki.run/1',
      runbook: 'bad',
      mode: 'check',
      outcome: 'succeeded',
      hosts: [{ name: 'app1', reachable: true }],
      steps: [{ host: 'app1', use: 'command', verdict: 'critical' }],
    });
  });

  test('--json FILE writes it there, and the table is shown', async () => {
    const file = join(dir, 'result.json');
    const { stdout } = await teiki('run', 'bad', '--dir', dir, '--json', file);
    expect(RunResult.parse(JSON.parse(readFileSync(file, 'utf8'))).runbook).toBe('bad');
    expect(stdout).toMatch(/✖ critical 1\n\s+app1\s+command\s+/);
  });

  test('--record leaves a record and the journal, and another run another record', async () => {
    await teiki('run', 'bad', '--dir', dir, '--record', '--quiet');
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await teiki('run', 'fine', '--dir', dir, '--record', '--quiet');
    const files = (await readdir(join(dir, 'records'), { recursive: true })).filter((file) =>
      file.includes('.'),
    );
    expect(files.filter((file) => file.endsWith('.json'))).toHaveLength(2);
    const journal = files.find((file) => file.endsWith('journal.md')) ?? '';
    const text = readFileSync(join(dir, 'records', journal), 'utf8');
    expect(text.match(/^## \d{4}-\d\d-\d\d Weekly maintenance$/gm)).toHaveLength(2);
    expect(text).toContain('- **Person in charge**: ');
  });

  test('the secret key appears nowhere', async () => {
    const { stdout, stderr } = await teiki('run', 'mixed', '--dir', dir);
    const secret = key.privateText.split('\n')[2] ?? '';
    expect(secret.length).toBeGreaterThan(20);
    expect(stdout + stderr).not.toContain(secret);
  });

  test('--help tells the exit statuses', async () => {
    const { status, stdout } = await teiki('--help');
    expect(status).toBe(0);
    expect(stdout).toMatch(/Exit status: 0 .* 1 .*\n2 .* 3 /);
  });
});
