import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { shells } from '../../support/shells.ts';
import { Ground, owner, stranger } from './helper-fixture.ts';

const hour = () => Math.floor(Date.now() / 3_600_000) * 3600;
const isRoot = process.getuid?.() === 0;

describe.skipIf(!isRoot).each(shells)('the quarantine in $name', (shell) => {
  let ground: Ground;
  beforeEach(() => {
    ground = new Ground();
    ground.bash(`
      install -d -o ${owner} "$root/sub" $'root/new\\nline'
      for one in "$root/mks_a" "$root/sub/mks_a" $'root/new\\nline/mks_\\xe9' "$root/-mks"; do
        echo x >"$one"; touch -d '10 days ago' "$one"; chown ${owner}: "$one"; done`);
  });
  afterEach(() => ground.remove());

  const order = () =>
    ground.order(
      { quarantine: { folder: `${ground.folder}/hold`, days: 7 } },
      { patterns: ['mks_*', '-*'] },
    );
  const run = (verb: string, ...lines: readonly string[]) =>
    ground.run(shell, order(), [verb], [hour(), ...lines, ''].join('\n'));

  test('has the files back where they were, under their names, as old as they were', () => {
    const list = () =>
      ground.bash(`cd "$root"; find . -type f -printf '%p %T@ %U %m\\0' | sort -z`);
    const before = list();
    expect(ground.survey(shell, order()).hold).toMatchObject({ state: 'missing', expired: 0 });
    expect(run('quarantine', `1 ${owner}`)).toEqual({ exitStatus: 0, stdout: '', stderr: '' });
    expect(list()).toBe('');
    expect(ground.bash('find hold -type f | wc -l').trim()).toBe('5');
    expect(ground.bash('stat -c "%U %a" hold hold/*')).toBe(`root 711\n${owner} 700\n`);
    expect(run('restore', `1 ${owner}`)).toEqual({ exitStatus: 0, stdout: '', stderr: '' });
    expect(list()).toBe(before);
    expect(ground.files('hold')).toEqual([]);
  });

  test('what is moved within the same hour is held apart, and comes back last in, first out', () => {
    run('quarantine', `1 ${owner}`);
    ground.bash(
      `echo new >"$root/mks_a"; touch -d '9 days ago' "$root/mks_a"; chown ${owner}: "$root/mks_a"`,
    );
    expect(run('quarantine', `1 ${owner}`).exitStatus).toBe(0);
    expect(ground.files()).not.toContain('./mks_a');
    expect(run('restore', `1 ${owner}`).exitStatus).toBe(0);
    expect(ground.bash('cat "$root/mks_a"; rm "$root/mks_a"')).toBe('new\n');
    expect(run('restore', `1 ${owner}`).exitStatus).toBe(0);
    expect(ground.bash('cat "$root/mks_a"')).toBe('x\n');
    expect(ground.files('hold')).toEqual([]);
  });

  test('a file that has come meanwhile is not overwritten, and the old one stays', () => {
    run('quarantine', `1 ${owner}`);
    ground.bash('echo new >"$root/mks_a"');
    expect(run('restore', `1 ${owner}`).exitStatus).not.toBe(0);
    expect(ground.bash('cat "$root/mks_a"')).toBe('new\n');
    expect(ground.files('hold').filter((name) => name.endsWith('/mks_a'))).toHaveLength(1);
    expect(ground.files()).toContain('./sub/mks_a');
  });

  test.each([
    ['a link', 'mkdir real; ln -s real hold'],
    ['of somebody else', `install -d -o ${stranger} hold`],
    ['open to others', 'install -d -m 777 hold'],
    ['a file', 'echo >hold'],
  ])('a folder that is %s takes nothing', (_name, script) => {
    ground.bash(script);
    const before = ground.files();
    expect(ground.survey(shell, order()).hold?.state).not.toMatch(/ok|missing/);
    expect(run('quarantine', `1 ${owner}`).exitStatus).toBe(1);
    expect(ground.files()).toEqual(before);
  });

  test('what has been there for its days is deleted, and nothing else', () => {
    ground.bash(`install -d -m 711 hold; cd hold
      for at in ${hour() - 7 * 86_400} ${hour() - 6 * 86_400}; do
        one=$at-1-$(id -u ${owner})-1; install -d -m 700 -o ${owner} $one $one/sub
        echo x >$one/sub/y; chown ${owner}: $one/sub/y; done
      install -d -o ${stranger} ${hour() - 8 * 86_400}-1-4242-1; mkdir keep 2-2; echo x >2-x-3-4`);
    expect(ground.survey(shell, order()).hold).toMatchObject({ state: 'ok', expired: 2 });
    // One does not belong to whom its name says, so it is not ours.
    expect(run('quarantine', 'purge').exitStatus).toBe(1);
    const left = ground.files('hold').filter((name) => !name.includes('4242'));
    expect(left).toEqual([
      expect.stringMatching(`^./${hour() - 6 * 86_400}-1-`),
      expect.stringMatching('/sub$'),
      expect.stringMatching('/sub/y$'),
      './2-2',
      './2-x-3-4',
      './keep',
    ]);
  });

  test('it cannot be asked to delete instead', () => {
    expect(run('delete', `1 ${owner}`).exitStatus).toBe(3);
  });
});
