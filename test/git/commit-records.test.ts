import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commitMessage } from '../../src/git/commit-message.ts';
import { type CommitOptions, commitRecords, defaultAuthor } from '../../src/git/commit-records.ts';
import { GitError } from '../../src/git/git-error.ts';
import { RecordsTree, type RecordsTreeOptions } from '../../src/git/records-tree.ts';
import type { MaintenanceRecord } from '../../src/record/record.ts';
import { writeRecord } from '../../src/record/store.ts';
import { diskStep, host, messages, record, run } from '../record/fixtures.ts';
import { git, Remote, writeTree } from './repository.ts';

let remote: Remote;
beforeEach(() => {
  remote = new Remote();
});
afterEach(() => remote.destroy());

const recordOf = (runId: string, startedAt = '2026-11-22T17:07:00.000Z') =>
  record(run([host('app1')], [diskStep('app1', 50, 1)], { startedAt, endedAt: startedAt }), {
    runId,
  });

function open(directory: string, rest: Partial<RecordsTreeOptions> = {}): Promise<RecordsTree> {
  return RecordsTree.open({
    directory,
    branch: 'main',
    create: false,
    remote: 'origin',
    paths: ['maintenance/records'],
    environment: { ...process.env, HOME: remote.home, RUNNER_TEMP: remote.home },
    ...rest,
  });
}

function options(one: MaintenanceRecord, rest: Partial<CommitOptions> = {}): CommitOptions {
  return {
    author: defaultAuthor,
    message: commitMessage([one], 'ja'),
    render: async (directory) => {
      const words = () => Promise.resolve({ locale: 'ja' as const, messages });
      const written = await writeRecord(join(directory, 'maintenance'), one, words);
      return written.files.map((file) => join('maintenance', file));
    },
    attempts: 5,
    keepIn: join(remote.home, 'kept'),
    waitMs: 1,
    ...rest,
  };
}

async function commitOnce(
  directory: string,
  one = recordOf('1-1'),
  {
    tree: treeOptions = {},
    ...rest
  }: Partial<CommitOptions> & { tree?: Partial<RecordsTreeOptions> } = {},
) {
  const tree = await open(directory, treeOptions);
  try {
    return await commitRecords(tree, options(one, rest));
  } finally {
    await tree.close();
  }
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable('it went well'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(GitError);
      return error as GitError;
    },
  );

const pathOf = (runId: string) =>
  `maintenance/records/2026/11/2026-11-23-weekly-health-${runId}.json`;

describe('a record lands on the remote', () => {
  test('with its author, its message and nothing else', async () => {
    const { commit, files } = await commitOnce(remote.clone());
    expect(remote.log('%H')[0]).toBe(commit);
    expect(remote.log('%an <%ae> %cn: %s')[0]).toBe(
      'teiki[bot] <teiki[bot]@users.noreply.github.com> teiki[bot]: 記録: 2026-11-23 週次システムヘルスチェック (成功)',
    );
    expect(remote.files()).toEqual(['README.md', ...[...files].sort()]);
    expect(remote.show('README.md')).toBe('ours\n');
  });

  test('once: the same record again makes no commit', async () => {
    const clone = remote.clone();
    await commitOnce(clone);
    expect((await commitOnce(clone)).commit).toBeUndefined();
    expect(remote.log('%s')).toHaveLength(2);
  });

  test('from a dirty work tree with a left-over lock and no identity, which stay as they are', async () => {
    const clone = remote.clone();
    writeTree(clone, {
      'README.md': 'mine, not yet committed\n',
      'notes.txt': 'untracked\n',
      'maintenance/records/2026/journal.md': 'by hand\n',
      staged: 'staged\n',
    });
    git(clone, 'add', 'staged');
    writeFileSync(join(clone, '.git/index.lock'), '');
    const before = [git(clone, 'status', '--porcelain'), git(clone, 'rev-parse', 'HEAD')];
    await commitOnce(clone);
    expect([git(clone, 'status', '--porcelain'), git(clone, 'rev-parse', 'HEAD')]).toEqual(before);
    expect(readFileSync(join(clone, 'README.md'), 'utf8')).toContain('mine');
    expect(readFileSync(join(clone, 'maintenance/records/2026/journal.md'), 'utf8')).toBe(
      'by hand\n',
    );
    expect(git(clone, 'for-each-ref', 'refs/teiki')).toBe('');
    expect(remote.files()).not.toContain('notes.txt');
    expect(remote.files()).not.toContain('staged');
  });

  test('from a shallow clone with a detached HEAD, behind the remote', async () => {
    remote.commitByOthers('second');
    const clone = remote.clone('--depth=1');
    git(clone, 'checkout', '-q', '--detach');
    remote.commitByOthers('third');
    await commitOnce(clone);
    expect(remote.log('%s')).toHaveLength(4);
    expect(remote.files()).toContain('others.txt');
  });

  test('from a sparse, partial clone in a folder below the top', async () => {
    const clone = remote.clone('--filter=blob:none', '--sparse');
    writeTree(clone, { 'maintenance/x': '' });
    const below = { paths: ['records'] };
    await commitOnce(join(clone, 'maintenance'), recordOf('1-1'), { tree: below });
    await commitOnce(join(clone, 'maintenance'), recordOf('2-1'), { tree: below });
    expect(remote.files()).toContain(pathOf('1-1'));
    expect(remote.show('maintenance/records/2026/journal.md')).toMatch(/1-1[^]*2-1/);
  });

  test('inside the environment of a hook', async () => {
    const environment = { ...process.env, GIT_DIR: '/nowhere', GIT_INDEX_FILE: '/nowhere/index' };
    await commitOnce(remote.clone(), recordOf('1-1'), { tree: { environment } });
    expect(remote.files()).toContain(pathOf('1-1'));
  });

  test('on a branch of its own, which is made without the history of main', async () => {
    const own = { branch: 'maintenance-records', create: true };
    const clone = remote.clone('--depth=1');
    await commitOnce(clone, recordOf('1-1'), { tree: own });
    await commitOnce(clone, recordOf('2-1'), { tree: own });
    expect(remote.log('%s', own.branch)).toHaveLength(2);
    expect(remote.files(own.branch)).not.toContain('README.md');
    expect(remote.show('maintenance/records/2026/journal.md', own.branch)).toMatch(/1-1[^]*2-1/);
    expect(remote.files()).toEqual(['README.md']);
    expect(git(clone, 'branch', '--list').trim()).toBe('* main');
  });
});

describe('others push at the same time', () => {
  test('three writers: all records land, and the journal has all', async () => {
    const ids = ['1-1', '2-1', '3-1'];
    const results = await Promise.all(
      ids.map((id) => commitOnce(remote.clone(), recordOf(id), { attempts: 12, waitMs: 20 })),
    );
    expect(results.every(({ commit }) => commit !== undefined)).toBe(true);
    expect(remote.files()).toEqual(expect.arrayContaining(ids.map(pathOf)));
    const journal = remote.show('maintenance/records/2026/journal.md');
    for (const id of ids) expect(journal).toContain(`weekly-health ${id}`);
  });

  /** Somebody else pushes each time after the records were rendered, before they are pushed. */
  const overtaken = (one: MaintenanceRecord, times: number) => {
    let left = times;
    const { render } = options(one);
    return async (directory: string) => {
      const files = await render(directory);
      if (left > 0) remote.commitByOthers(`other ${left}`);
      left -= 1;
      return files;
    };
  };

  test('ten rejected pushes in a row: the eleventh lands, with what the others wrote', async () => {
    const one = recordOf('1-1');
    const rejected: number[] = [];
    const { attempts } = await commitOnce(remote.clone(), one, {
      attempts: 11,
      render: overtaken(one, 10),
      waitMs: 0,
      onRejected: (_, attempt) => rejected.push(attempt),
    });
    expect(attempts).toBe(11);
    expect(rejected).toHaveLength(10);
    expect(remote.log('%s')).toHaveLength(12);
    expect(remote.show('others.txt')).toBe('other 1');
  });

  test('it is given up after the attempts, loudly, and the result is kept', async () => {
    const one = recordOf('1-1');
    const error = await failure(
      commitOnce(remote.clone(), one, { attempts: 5, render: overtaken(one, 10) }),
    );
    expect(error.reason).toBe('rejected');
    expect(error.message).toMatch(/first 5 times.*Run the job again.*kept in .*kept/);
    expect(existsSync(join(remote.home, 'kept', pathOf('1-1')))).toBe(true);
    expect(remote.log('%s')).toHaveLength(6);
  });

  test('the answer to a push that went well is lost: the next attempt finds it done', async () => {
    const clone = remote.clone();
    remote.hook('post-receive', 'kill -9 $PPID');
    const tree = await open(clone);
    await commitRecords(tree, options(recordOf('1-1'))).catch(() => {});
    await tree.close();
    remote.hook('post-receive', 'exit 0');
    await commitOnce(clone);
    expect(remote.log('%s')).toHaveLength(2);
  });
});

describe('what cannot be mended by trying again says what to do', () => {
  test.each([
    [
      'remote: error: GH006: Protected branch update failed for refs/heads/main.',
      'protected-branch',
      'records: { branch: maintenance-records }',
    ],
    ['remote: error: GH013: Repository rule violations found', 'protected-branch', 'records:'],
    [
      'remote: Permission to mks/ops.git denied to github-actions[bot].',
      'no-permission',
      'permissions: { contents: write }',
    ],
    ['remote: no records on Fridays', 'refused', 'no records on Fridays'],
  ])('a hook that says "%s"', async (said, reason, remedy) => {
    remote.hook('pre-receive', `echo '${said.replace('remote: ', '')}' >&2; exit 1`);
    const error = await failure(commitOnce(remote.clone()));
    expect(error.reason).toBe(reason);
    expect(error.message).toContain(remedy);
    expect(error.message).toContain('kept in');
    expect(remote.log('%s')).toHaveLength(1);
  });

  test('no git, no repository, no remote, no branch', async () => {
    const clone = remote.clone();
    const nothing = { environment: { PATH: '/nowhere' } };
    const path = process.env['PATH'];
    try {
      process.env['PATH'] = '/nowhere';
      expect((await failure(open(clone, nothing))).reason).toBe('missing-git');
    } finally {
      process.env['PATH'] = path;
    }
    expect((await failure(open(remote.home))).message).toContain('actions/checkout');
    expect((await failure(open(clone, { remote: 'upstream' }))).message).toContain(
      'git remote add upstream',
    );
    expect((await failure(open(clone, { branch: 'trunk' }))).reason).toBe('no-branch');
  });

  test('a remote that is gone is tried again, then told', async () => {
    const clone = remote.clone();
    git(clone, 'remote', 'set-url', 'origin', 'http://127.0.0.1:1/x.git');
    const error = await failure(open(clone));
    expect(error.reason).toBe('unreachable');
    expect(error.passing).toBe(true);
  });

  test('a file outside of the tree', async () => {
    const error = await failure(
      commitOnce(remote.clone(), recordOf('1-1'), {
        render: () => Promise.resolve(['../../etc/passwd']),
      }),
    );
    expect(error.reason).toBe('outside');
  });

  test('a credential in an error of git is not shown', async () => {
    const clone = remote.clone();
    git(clone, 'remote', 'set-url', 'origin', 'http://user:hunter2secret@127.0.0.1:1/x.git');
    expect((await failure(open(clone))).message).not.toContain('hunter2secret');
  });
});

describe('the message', () => {
  test.each([
    ['ja', '記録: 2026-11-23 週次システムヘルスチェック (成功)\n'],
    ['en', 'Record: 2026-11-23 Weekly system health check (Succeeded)\n'],
  ] as const)('in %s', (locale, message) => {
    expect(commitMessage([recordOf('1-1')], locale)).toBe(message);
  });

  test('of several records', () => {
    expect(commitMessage([recordOf('1-1'), recordOf('2-1')], 'ja')).toMatch(
      /^記録: .*\(成功\) ほか 1 件\n\n- .*\n- .*\n$/,
    );
  });
});
