import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GitHubIssues } from '../../src/github/issues.ts';
import { isGone, type TrackedIssue } from '../../src/github/tracker.ts';

/** A GitHub that the suite runs against; it has the person `octocat`, an administrator. */
export interface Host {
  readonly issues: () => GitHubIssues;
  readonly close: () => Promise<void>;
  /** What it does not do as GitHub does; see README.md. */
  readonly lacks: ReadonlySet<Lack>;
}
export type Lack = 'body limit' | 'comments since' | 'label case' | 'refused login';

const maintenance = { name: 'maintenance', color: '0e8a16', description: '定期メンテナンス' };
const marker = (id: string) => `<!-- teiki:1 ${id} -->`;

/** What the tracker does, whichever GitHub answers. */
export function trackerSuite(name: string, start: () => Promise<Host>): void {
  describe(`the tracker on ${name}`, () => {
    let host: Host;
    let issues: GitHubIssues;
    const draft = (id: string, labels: string[] = []) => ({
      title: `バックアップがありません ${id}`,
      body: `${marker(id)}\n\n| host |\n| --- |\n| app1 |`,
      labels: ['maintenance', ...labels],
      assignees: ['octocat'],
    });
    beforeAll(async () => {
      host = await start();
      issues = host.issues();
    });
    afterAll(async () => host.close());

    test('creates labels that are missing, once', async () => {
      const severe = { name: 'severity: critical', color: 'b60205', description: '重大' };
      await issues.ensureLabels([maintenance, severe]);
      const before = issues.requests;
      await issues.ensureLabels([maintenance, severe]);
      expect(issues.requests).toBe(before);
      const another = host.issues();
      await another.ensureLabels([maintenance, severe]);
      expect(another.requests).toBe(1);
    });

    test('opens an issue with labels and an assignee', async () => {
      const made = await issues.create(draft('a', ['severity: critical']));
      expect(made).toMatchObject({
        state: 'open',
        title: 'バックアップがありません a',
        labels: expect.arrayContaining(['maintenance', 'severity: critical']) as string[],
        assignees: ['octocat'],
        locked: false,
        commentCount: 0,
      });
      expect(made.body).toBe(draft('a').body);
      expect(new URL(made.url).pathname).toMatch(/\/issues\/1$/);
    });

    test('lists the open ones with the label, and no others', async () => {
      const other = await issues.create({ ...draft('b'), labels: ['bug'] });
      const open = await issues.openIssues();
      expect(open.map(({ number }) => number)).toEqual([1]);
      expect(open[0]).toEqual(await issues.issue(1));
      expect(other.labels).toEqual(['bug']);
    });

    test('updates only what is given', async () => {
      const before = tracked(await issues.issue(1));
      const after = tracked(await issues.update(1, { title: '悪化', labels: ['maintenance'] }));
      expect(after).toEqual({
        ...before,
        title: '悪化',
        labels: ['maintenance'],
        updatedAt: after.updatedAt,
      });
    });

    test('comments and reads comments', async () => {
      expect(await issues.comment(1, '重大になりました')).toBeUndefined();
      const comments = await issues.comments(1);
      expect(comments).toMatchObject([{ body: '重大になりました' }]);
      expect(tracked(await issues.issue(1)).commentCount).toBe(1);
    });

    test('reads the comments since a time', async (context) => {
      if (host.lacks.has('comments since')) context.skip();
      const [comment] = await issues.comments(1);
      const at = Date.parse(comment?.createdAt ?? '');
      expect(await issues.comments(1, new Date(at))).toHaveLength(1);
      expect(await issues.comments(1, new Date(at + 60_000))).toEqual([]);
    });

    test('closes with a reason, finds it among the closed, and opens it again', async () => {
      const from = new Date(Date.parse(tracked(await issues.issue(1)).createdAt) - 1000);
      const closed = tracked(await issues.update(1, { state: 'closed', stateReason: 'completed' }));
      expect(closed).toMatchObject({ state: 'closed', stateReason: 'completed' });
      expect(closed.closedBy).not.toBe(undefined);
      expect(Date.parse(closed.closedAt ?? '')).not.toBeNaN();
      expect((await issues.recentlyClosed(from)).map(({ number }) => number)).toEqual([1]);
      expect(await issues.openIssues()).toEqual([]);
      const later = new Date(Date.parse(closed.closedAt ?? '') + 60_000);
      expect(await issues.recentlyClosed(later)).toEqual([]);
      const reopened = tracked(await issues.update(1, { state: 'open', stateReason: 'reopened' }));
      expect(reopened).toMatchObject({ state: 'open', stateReason: 'reopened' });
      expect(reopened.closedAt).toBe(undefined);
    });

    test('reads more than a page of a hundred', async () => {
      for (let index = 0; index < 101; index += 1) {
        await issues.create({ ...draft(`page-${index}`), assignees: [] });
      }
      const reader = host.issues();
      expect(await reader.openIssues()).toHaveLength(102);
      expect(reader.requests).toBe(2);
    });

    test('knows who may waive', async () => {
      expect(await issues.permissionOf('octocat')).toBe('admin');
      expect(await issues.permissionOf('nobody-of-that-name')).toBe('none');
    });

    test('an issue that never was', async () => {
      expect(await issues.issue(9999)).toEqual({ gone: 'deleted', number: 9999 });
      expect(await issues.update(9999, { title: 'x' })).toEqual({ gone: 'deleted', number: 9999 });
      expect(await issues.comment(9999, 'x')).toEqual({ gone: 'deleted', number: 9999 });
    });

    test('a label that differs in case only is there', async (context) => {
      if (host.lacks.has('label case')) context.skip();
      const another = host.issues();
      await another.ensureLabels([{ ...maintenance, name: 'Maintenance' }]);
      expect(another.requests).toBe(1);
    });

    test('a login that cannot be assigned is left out, with a warning', async (context) => {
      if (host.lacks.has('refused login')) context.skip();
      const another = host.issues();
      const made = await another.create({ ...draft('c'), assignees: ['octocat', 'gone-away'] });
      expect(made.assignees).toEqual(['octocat']);
      expect(another.warnings).toEqual([
        {
          id: 'github/unassignable',
          args: { login: 'gone-away', repository: expect.any(String) as string },
        },
      ]);
    });

    test('a body above the limit is refused with the field', async (context) => {
      if (host.lacks.has('body limit')) context.skip();
      const body = `${marker('long')}${'長'.repeat(65_536)}`;
      await expect(issues.create({ ...draft('long'), body })).rejects.toMatchObject({
        kind: 'invalid',
        status: 422,
        fields: [{ field: 'body' }],
      });
    });
  });
}

function tracked(answer: Parameters<typeof isGone>[0]): TrackedIssue {
  if (answer === undefined || isGone(answer))
    throw new Error(`no issue: ${JSON.stringify(answer)}`);
  return answer;
}
