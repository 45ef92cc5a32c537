import { afterEach, describe, expect, test } from 'vitest';
import { maintainAction } from '../../src/actions/maintain.ts';
import { instanceFiles, secret, Workbench } from './workbench.ts';

let bench: Workbench;
afterEach(() => bench.destroy());

const inputs = { runbook: 'weekly-health' };

/** What a host may print to be taken for more than text. */
const hostile = [
  '::set-output name=x::forged',
  '::add-mask::app1',
  '::error::forged',
  '##[error]forged',
  'verdict<<EOF',
  'ok',
  'EOF',
  '@everyone #1 <script>x</script> | `y`',
  secret,
  '\\377\\376',
].join('\\n');

const withHostileHost = () =>
  instanceFiles(['app1'], {
    'maintenance/runbooks/weekly-health.yml': `id: weekly-health
title: { ja: 週次, en: Weekly }
purpose: { ja: 健全性, en: Health }
level: 1
hosts: [app]
window: { every: week, on: monday, at: "02:00", minutes: 30 }
steps:
  - { check: command, with: { name: hostile, command: "printf '${hostile.replaceAll('\\', '\\\\')}'; exit 3" } }
  - { check: command, id: error, with: { name: error, command: "printf '${hostile.replaceAll('\\', '\\\\')}' >&2; exit 4" } }
`,
  });

describe('what a host prints', () => {
  test('becomes no command, no output and no markup, and no secret comes through', async () => {
    bench = new Workbench(withHostileHost());
    const { outputs, log, summary } = await bench.step(maintainAction, { inputs });
    expect(outputs['verdict']).toMatch(/critical|warning/);
    expect(outputs['x']).toBeUndefined();
    const commands = log.match(/^::[\w-]+/gm) ?? [];
    expect(new Set(commands)).toEqual(new Set(['::add-mask', '::group', '::endgroup', '::error']));
    expect(log).not.toMatch(/^::error::forged|^##\[|::add-mask::app1/m);
    expect(log.split('\n').filter((line) => line.includes(secret))).toEqual([
      `::add-mask::${secret}`,
    ]);
    const record = bench.remote.show(
      bench.remote.files().find((path) => path.endsWith('.json') && path.includes('records')) ?? '',
    );
    expect(record).toContain('everyone');
    expect(record).not.toContain(secret);
    expect(summary).not.toContain(secret);
    expect(summary).not.toMatch(/(?<!`[^`\n]*)<script>/);
  });

  test('in a public repository addresses become pseudonyms, with a warning when they will change', async () => {
    const files = withHostileHost();
    files['maintenance/config.yml'] = 'timezone: Asia/Tokyo\nlocale: en\nteam: SRE\n';
    for (const name of Object.keys(files)) {
      files[name] = (files[name] ?? '').replaceAll('@everyone', 'from 198.51.100.7');
    }
    bench = new Workbench(files);
    const payload = { schedule: '', repository: { private: false, default_branch: 'main' } };
    const { log } = await bench.step(maintainAction, { inputs, payload });
    expect(log).toContain('TEIKI_PSEUDONYM_KEY');
    const records = bench.remote.files().filter((path) => path.includes('/records/'));
    const all = records.map((path) => bench.remote.show(path)).join('') + log;
    expect(all).toMatch(/ip-[\da-f]{8}/);
    expect(all).not.toContain('198.51.100.7');
  });
});
