import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

/** The direction of imports is a rule of the linter; a rule that never bites would be a hope. */
const root = join(import.meta.dirname, '../..');
const planted = mkdtempSync(join(tmpdir(), 'teiki-layers-'));
cpSync(join(root, '.oxlintrc.json'), join(planted, '.oxlintrc.json'));
afterAll(() => rmSync(planted, { recursive: true }));

function lint(path: string, text: string): string {
  const file = join(planted, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const { stdout } = spawnSync(join(root, 'node_modules/.bin/oxlint'), [path], {
    cwd: planted,
    encoding: 'utf8',
  });
  rmSync(file);
  return stdout;
}

describe('forbidden imports are found', () => {
  test.each([
    ['src/core/planted.ts', '../engine/script.ts'],
    ['src/catalogue/logs/planted.ts', '../../connectors/ssh/connector.ts'],
    ['src/catalogue/logs/planted.ts', 'node:fs'],
    ['src/catalogue/logs/planted.ts', 'node:child_process'],
    ['src/catalogue/logs/planted.ts', 'node-ssh'],
    ['src/engine/planted.ts', '../connectors/ssh/connector.ts'],
    ['src/engine/planted.ts', '../cli/main.ts'],
    ['src/record/planted.ts', '../engine/script.ts'],
    ['src/text/planted.ts', '../catalogue/define.ts'],
    ['src/fleet/planted.ts', '../catalogue/define.ts'],
    ['src/git/planted.ts', '../run/plan-run.ts'],
    ['src/incident/planted.ts', '../github/client.ts'],
    ['src/notice/planted.ts', '../github/client.ts'],
    ['src/notice/planted.ts', '../incident/labels.ts'],
    ['src/notice/planted.ts', 'node:fs'],
    ['src/report/planted.ts', '../github/client.ts'],
    ['src/report/sections/planted.ts', '../../catalogue/define.ts'],
    ['src/report/planted.ts', 'node:fs'],
    ['src/notify/planted.ts', '../github/client.ts'],
    ['src/workflow/planted.ts', '../engine/script.ts'],
    ['src/connectors/ssh/planted.ts', '../../engine/script.ts'],
    ['src/review/planted.ts', '../github/client.ts'],
    ['src/review/planted.ts', 'node:fs'],
  ])('%s must not import %s', (path, imported) => {
    expect(lint(path, `import { x } from '${imported}';\nconsole.log(x);\n`)).toContain(
      'no-restricted-imports',
    );
  });
});

describe('allowed imports pass', () => {
  test.each([
    ['src/catalogue/logs/planted.ts', '../../core/shell.ts'],
    ['src/catalogue/tls/planted.ts', 'node:crypto'],
    ['src/engine/planted.ts', '../connectors/session.ts'],
    ['src/engine/planted.ts', '../catalogue/define.ts'],
    ['src/cli/planted.ts', '../engine/run-fleet.ts'],
  ])('%s may import %s', (path, imported) => {
    expect(lint(path, `import { x } from '${imported}';\nconsole.log(x);\n`)).not.toContain(
      'no-restricted-imports',
    );
  });
});
