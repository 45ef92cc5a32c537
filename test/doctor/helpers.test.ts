import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { describeEntry } from '../../src/cli/catalogue/describe.ts';
import { renderEntry } from '../../src/cli/catalogue/render.ts';
import { writeHelperFiles } from '../../src/cli/helper-files.ts';
import { styleFor } from '../../src/cli/terminal/style.ts';
import { parseHelperAnswers } from '../../src/doctor/helper-questions.ts';
import { helpersOf, renderHelpers } from '../../src/doctor/helpers.ts';
import { helperState } from '../../src/doctor/judge-helpers.ts';
import { renderSudoers } from '../../src/doctor/sudoers.ts';
import type { Fleet } from '../../src/fleet/model.ts';
import { teiki } from '../cli/capture.ts';
import { withInstance } from '../config/temporary-instance.ts';
import { counter, counting, olderCounter } from './helper-task.ts';
import { needsWithHelper } from './needs.ts';

const fleet: Fleet = {
  knownHosts: '',
  hosts: new Map(
    ['app1'].map((name) => [
      name,
      {
        name,
        address: '10.0.0.1',
        port: 22,
        user: 'mks-maint',
        identity: { kind: 'agent' },
        groups: [],
        hostKeys: [],
        vars: {},
      },
    ]),
  ),
};

describe('helpers of the runbooks', () => {
  const needs = needsWithHelper(fleet);

  it('are listed once, with the steps that run them', () => {
    expect(helpersOf([needs, needs])).toMatchObject([{ helper: counter }]);
  });

  it('are named in the rules, which say what has to be installed first', () => {
    const text = renderSudoers([needs]);
    expect(text).toContain(`mks-maint ALL=(root) NOPASSWD: ${counter.path} count\n`);
    expect(text).toMatch(/^# {3}teiki sudoers --helpers > FILE/m);
  });

  it('are shown with their text by the catalogue', () => {
    const view = { locale: 'en', style: styleFor(process.stdout), width: 100 } as const;
    const page = renderEntry(describeEntry(counting), view);
    expect(page).toContain(`${counter.path} count`);
    expect(page).toContain('  [ "$1" = count ] || exit 64\n');
  });

  it('an instance without any has nothing to install', async () => {
    const { status, stdout } = await withInstance({}, (dir) =>
      teiki('--dir', dir, 'sudoers', '--helpers'),
    );
    expect(status).toBe(0);
    expect(stdout).toContain('# No runbook needs a helper');
    expect(renderHelpers([])).toBe(stdout);
  });
});

it('the files of a folder are the helpers of now; what else lies there stays', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'teiki-helpers-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeHelperFiles(folder, [olderCounter]);
  await writeFile(join(folder, 'README.md'), 'ours');
  await writeFile(join(folder, 'theirs-0123456789abcdef'), '#!/bin/sh\n');
  const done = await writeHelperFiles(folder, [counter]);
  const nameOf = (path: string) => path.split('/').at(-1) ?? '';
  expect(done).toEqual({ written: [nameOf(counter.path)], removed: [nameOf(olderCounter.path)] });
  expect((await readdir(folder)).sort()).toEqual(
    ['README.md', nameOf(counter.path), 'theirs-0123456789abcdef'].sort(),
  );
  const file = join(folder, nameOf(counter.path));
  expect(await readFile(file, 'utf8')).toBe(counter.text);
  expect((await stat(file)).mode & 0o777).toBe(0o755);
});

it('a digest belongs to the helper above it', () => {
  const answers = parseHelperAnswers([
    'folder drwxr-xr-x 0 0 /usr/local/lib/teiki',
    'folder drwxr-xr-x 0 0 /usr/local/lib/teiki',
    `helper -rwxr-xr-x 0 0 ${olderCounter.path}`,
    `helper -rwxr-xr-x 0 0 ${counter.path}`,
    'digest abc',
    'there /usr/local/lib/teiki/a b',
  ]);
  expect(answers.folders).toHaveLength(1);
  expect(answers.helpers.map(({ digest }) => digest)).toEqual([undefined, 'abc']);
  expect(answers.there).toEqual(['/usr/local/lib/teiki/a b']);
  expect(helperState(olderCounter, answers)).toBe('unread');
  expect(helperState(counter, answers)).toBe('changed');
});
