import { spawn } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { shells } from '../../support/shells.ts';
import { Ground, owner, stranger } from './helper-fixture.ts';

/** What there is to do with a plan of now. */
const asOf = () => String(Math.floor(Date.now() / 3_600_000) * 3600);
const orders = (...lines: readonly string[]) => [asOf(), ...lines, ''].join('\n');

const isRoot = process.getuid?.() === 0;

/** The script of root itself, in every shell that may be /bin/sh, in a folder of this machine. */
describe.skipIf(!isRoot).each(shells)('the helper in $name', (shell) => {
  let ground: Ground;
  beforeEach(() => {
    ground = new Ground();
  });
  afterEach(() => ground.remove());

  /** Files of the owner, ten days old, if the script says nothing else. */
  const plant = (script: string) => {
    ground.bash(`
      put() { for one; do echo x >"$root/$one"; touch -d '10 days ago' "$root/$one"; chown ${owner}: "$root/$one"; done; }
      ${script}`);
  };
  const sweep = (order = ground.order(), ...lines: readonly string[]) =>
    ground.run(shell, order, ['delete'], orders(...(lines.length > 0 ? lines : [`1 ${owner}`])));

  test('takes every name as it is, and counts, shows and deletes it', () => {
    plant(
      String.raw`put $'mks_new\nline' "mks_quote'\"" $'mks_latin\xe9' 'mks_ blank ' $'mks_one\x01' $'mks_tab\t' 'mks_$(reboot)' 'mks_*' 'mks_\n' ./-rf`,
    );
    const [rule] = ground.survey(shell, ground.order()).rules;
    expect([...(rule?.names ?? [])].sort()).toEqual(
      ['mks_new\nline', `mks_quote'"`, 'mks_latin\xe9', 'mks_ blank ', 'mks_one\x01', 'mks_tab\t']
        .concat('mks_$(reboot)', 'mks_*', String.raw`mks_\n`)
        .sort(),
    );
    expect(rule).toMatchObject({ allFiles: 10, complete: true, open: 0, links: 0, others: [] });
    expect(rule?.owners).toMatchObject([{ owner, files: 9, bytes: 18 }]);
    expect(sweep()).toEqual({ exitStatus: 0, stdout: '', stderr: '' });
    expect(ground.files()).toEqual(['./-rf']);
  });

  test('leaves what is young, open, linked, of others, a link or a folder', () => {
    plant(`
      put mks_old mks_open mks_hard mks_other mks_young unlike
      chown ${stranger}: "$root/mks_other"
      ln "$root/mks_hard" "$root/mks_second"
      touch -d '6 days 23 hours ago' "$root/mks_young"
      ln -s /etc/passwd "$root/mks_link"; touch -h -d '10 days ago' "$root/mks_link"
      mkdir "$root/mks_folder"; touch -d '10 days ago' "$root/mks_folder"`);
    const close = ground.open('mks_open');
    try {
      const [rule] = ground.survey(shell, ground.order()).rules;
      expect(rule).toMatchObject({ allFiles: 7, open: 1, links: 2, names: ['mks_old'] });
      expect(rule?.others).toMatchObject([{ files: 1 }]);
      expect(sweep().exitStatus).toBe(0);
    } finally {
      close();
    }
    expect(ground.files()).toEqual(
      ['folder', 'hard', 'link', 'open', 'other', 'second', 'young']
        .map((name) => `./mks_${name}`)
        .concat('./unlike'),
    );
  });

  test('goes by hours and not by whole days: older than a day is 24 hours', () => {
    plant(
      `put mks_25 mks_23; touch -d '25 hours ago' "$root/mks_25"; touch -d '23 hours ago' "$root/mks_23"`,
    );
    sweep(ground.order({}, { olderThanDays: 1 }));
    expect(ground.files()).toEqual(['./mks_23']);
  });

  test('enters folders, but no link, and no private folder of a service', () => {
    plant(`
      install -d -o ${owner} "$root/sub" "$root/systemd-private-1-x.service" victim
      put sub/mks_a sub/mks_b systemd-private-1-x.service/mks_c
      echo x >victim/mks_v; touch -d '10 days ago' victim/mks_v; chown ${owner}: victim/mks_v
      ln -s ../victim "$root/mks_way"`);
    const [rule] = ground.survey(shell, ground.order()).rules;
    expect(rule?.names).toHaveLength(2);
    expect(sweep().exitStatus).toBe(0);
    expect(ground.files()).toEqual([
      './mks_way',
      './sub',
      './systemd-private-1-x.service',
      './systemd-private-1-x.service/mks_c',
    ]);
    expect(ground.files('victim')).toEqual(['./mks_v']);
  });

  test.each([
    ['a link in its place', 'mv "$root" away; ln -s away "$root"', 'link'],
    ['a link above it', 'mkdir in; mv "$root" in/root; mv in real; ln -s real in', 'elsewhere'],
    ['nothing in its place', 'rmdir "$root"', 'missing'],
    ['a file in its place', 'rmdir "$root"; echo x >"$root"', 'unreachable'],
  ])('%s: nothing is deleted', (_name, script, state) => {
    const rule = state === 'elsewhere' ? { directory: `${ground.folder}/in/root` } : {};
    ground.bash(`${script}; mkdir -p away real/root; for one in away/mks_v real/root/mks_v; do
      echo x >$one; touch -d '10 days ago' $one; chown ${owner}: $one; done`);
    expect(ground.survey(shell, ground.order({}, rule)).rules[0]?.state).toBe(state);
    const { exitStatus, stderr } = sweep(ground.order({}, rule));
    expect(exitStatus).toBe(1);
    expect(stderr).toContain(`${rule.directory ?? ground.root}: ${state}`);
    expect(ground.files('away')).toEqual(['./mks_v']);
    expect(ground.files('real')).toContain('./root/mks_v');
  });

  test('a folder that its owner swaps for a link again and again is no way out', async () => {
    ground.bash(`
      install -d -o ${owner} victim "$root/sub"
      for i in $(seq 300); do echo x >victim/mks_$i; done
      touch -d '10 days ago' victim/*; chown ${owner}: victim/*`);
    const { root } = ground;
    const swaps = `while :; do mv "$1/sub" "$1/aside"; ln -s ../victim "$1/sub"; rm "$1/sub"; mv "$1/aside" "$1/sub"; done`;
    const child = spawn('bash', ['-c', swaps, 'bash', root], { stdio: 'ignore' });
    try {
      for (let round = 0; round < 5; round += 1) {
        ground.bash(`for i in $(seq 100); do echo x >"$root/mks_$i"; done
          touch -d '10 days ago' "$root"/mks_*; chown ${owner}: "$root"/mks_*`);
        sweep();
      }
    } finally {
      child.kill('SIGKILL');
    }
    expect(ground.files('victim')).toHaveLength(300);
    expect(ground.files().filter((name) => name.includes('mks_'))).toEqual([]);
  }, 60_000);

  test('where the owner may not write, root deletes only if nobody else may write there', () => {
    plant('put mks_a; chmod 755 "$root"');
    expect(sweep().exitStatus).toBe(0);
    expect(ground.files()).toEqual([]);
    plant(`put mks_b; chown ${stranger}: "$root"; chmod 755 "$root"`);
    const { exitStatus, stderr } = sweep();
    expect(exitStatus).toBe(1);
    expect(stderr).toContain("cannot delete './mks_b': Permission denied");
    expect(ground.files()).toEqual(['./mks_b']);
  });

  test('of rules that overlap, the first one counts a file', () => {
    plant(`
      install -d -o ${owner} "$root/sub"
      put mks_a sub/mks_b sub/other
      touch -d '3 days ago' "$root/sub/other"`);
    const rules = [
      { directory: `${ground.root}/sub`, patterns: ['mks_*'], olderThanDays: 7, maxShare: 50 },
      { directory: ground.root, patterns: ['*'], olderThanDays: 1, maxShare: 50 },
      { directory: ground.root, patterns: ['mks_*'], olderThanDays: 2, maxShare: 50 },
      { directory: `${ground.root}/sub`, patterns: ['oth*'], olderThanDays: 1, maxShare: 50 },
    ];
    const { rules: seen } = ground.survey(shell, ground.order({ rules }));
    expect(seen.map(({ names }) => [...names].sort())).toEqual([
      ['mks_b'],
      ['mks_a', 'sub/other'],
      [],
      [],
    ]);
    sweep(ground.order({ rules }), `2 ${owner}`);
    expect(ground.files()).toEqual(['./sub', './sub/mks_b']);
  });

  test('empty folders go when they are old, and never the folder itself', () => {
    plant(`
      install -d -o ${owner} "$root/mks_empty" "$root/mks_new" "$root/mks_full"
      put mks_full/x
      touch -d '10 days ago' "$root/mks_empty" "$root/mks_full"`);
    const order = ground.order({ emptyFolders: true });
    expect(ground.survey(shell, order).rules[0]).toMatchObject({ emptyFolders: 1, names: [] });
    expect(sweep(order).exitStatus).toBe(0);
    expect(ground.files()).toEqual(['./mks_full', './mks_full/x', './mks_new']);
  });

  describe('what it is told', () => {
    const bad: readonly (readonly [string, string | Buffer])[] = [
      ['nothing', ''],
      ['no order', `${asOf()}\n`],
      ['no time', `1 ${owner}\n`],
      ['a path in place of a rule', orders('/etc mks')],
      ['a path behind the user', orders(`1 ${owner} /etc`)],
      ['a path in place of the user', orders('1 ../../etc')],
      ['a rule that there is not', orders(`2 ${owner}`)],
      ['rule 0', orders(`0 ${owner}`)],
      ['a negative rule', orders(`-1 ${owner}`)],
      ['a rule that is a command', orders(`$(touch\${IFS}x) ${owner}`)],
      ['a user who is not allowed', orders('1 root')],
      ['a part of a user', orders('1 nobod')],
      ['two users', orders(`1 ${owner} ${owner}`)],
      ['a pattern', orders('1 *')],
      ['an option', orders(`1 --reuid=0`)],
      ['a good line, then a bad one', orders(`1 ${owner}`, '1 root')],
      ['an empty line', orders(`1 ${owner}`, '', '')],
      ['a carriage return', orders(`1 ${owner}\r`)],
      ['a NUL in the user', Buffer.from(orders(`1 ${owner}\0/etc`))],
      ['a NUL and a path', Buffer.from(orders(`1 \0/etc`))],
      ['purge without a quarantine', orders('purge')],
      ['a time to come', [`${Number(asOf()) + 86_400}`, `1 ${owner}`, ''].join('\n')],
      ['a time long past', [`${Number(asOf()) - 3 * 86_400}`, `1 ${owner}`, ''].join('\n')],
      ['a time that is arithmetic', ['now-9', `1 ${owner}`, ''].join('\n')],
      ['a time in octal', [`0${asOf()}`, `1 ${owner}`, ''].join('\n')],
      ['an endless time', ['9'.repeat(40), `1 ${owner}`, ''].join('\n')],
    ];
    test.each(bad)('%s is refused', (_name, input) => {
      plant('put mks_a');
      const { exitStatus, stderr } = ground.run(shell, ground.order(), ['delete'], input);
      expect(stderr).toMatch(/^refused: /m);
      expect(exitStatus).toBe(3);
      expect(ground.files()).toEqual(['./mks_a']);
    });

    test.each([[[]], [['delete', 'x']], [['restore']], [['quarantine']], [['rule1']]])(
      'the arguments %j are refused',
      (args) => {
        plant('put mks_a');
        const input = orders(`1 ${owner}`);
        expect(ground.run(shell, ground.order(), args, input).exitStatus).toBe(3);
        expect(ground.files()).toEqual(['./mks_a']);
      },
    );

    test.each(['/', '/etc/../etc', '/srv', '/srv/./x', '/srv//x', 'srv/x'])(
      'a folder such as %s is refused even if it was written into it',
      (directory) => {
        const order = ground.order({}, { directory });
        const { exitStatus, stderr } = ground.run(shell, order, ['survey']);
        expect(stderr).toMatch(/^refused: not (a plain path|deep enough)/);
        expect(exitStatus).toBe(3);
      },
    );
  });
});
