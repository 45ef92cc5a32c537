import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { scaffold } from '../../scripts/new-check.ts';

const root = join(import.meta.dirname, '../..');

it.each(['logs', 'Logs.x', 'logs.x_y', 'logs.x.y', '', '../x.y'])('refuses the id "%s"', (id) => {
  expect(() => scaffold(id)).toThrow('Expected an id such as logs.large-files');
});

it('scaffolds a check that compiles, is formatted, and whose case passes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'teiki-new-check-'));
  try {
    const id = 'brandnew.some-thing';
    const { files } = scaffold(id);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    for (const path of [
      'node_modules',
      'package.json',
      'biome.json',
      'src/core',
      'src/catalogue/define.ts',
    ])
      symlinkSync(join(root, path), join(folder, path));
    const tsconfig = { extends: join(root, 'tsconfig.json'), include: ['src'] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));

    expect(tool(folder, 'tsc', '--noEmit', '--preserveSymlinks')).toBe('');
    expect(tool(folder, 'biome', 'format', '--vcs-enabled=false', `src/catalogue/brandnew`)).toBe(
      '',
    );

    const { outputs, expect: wanted } = parse(files[`test/cases/${id}/ok.yml`] ?? '') as {
      outputs: unknown;
      expect: { facts: unknown };
    };
    const judge = `const { check } = await import(${JSON.stringify(join(folder, 'src/catalogue/brandnew/some-thing.ts'))});
      const facts = check.parse(${JSON.stringify(outputs)}, check.params.parse({}));
      console.log(JSON.stringify({ facts, ...check.evaluate(facts, check.params.parse({}), {}) }));`;
    const options = ['--preserve-symlinks', '--input-type=module', '-e', judge];
    const { stdout, stderr } = spawnSync(process.execPath, options, { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({ facts: wanted.facts, findings: [] });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** What a tool complains of; nothing when it is content. */
function tool(cwd: string, name: string, ...args: string[]): string {
  const command = join(root, 'node_modules/.bin', name);
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  return status === 0 ? '' : stdout + stderr;
}
