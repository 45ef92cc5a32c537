import { describe, expect, test } from 'vitest';
import { parseBody } from '../../src/incident/block.ts';
import { diskStep, host, lostSteps, step } from '../record/fixtures.ts';
import { check, fleetOf, runbook, Scene, words } from './fixtures.ts';
import { bot } from './memory-tracker.ts';

const full = (name = 'app1') => diskStep(name, 85, 1);
const fuller = (name = 'app1') => diskStep(name, 95, 1);
const fine = (name = 'app1') => diskStep(name, 50, 1);

async function opened(...steps: Parameters<Scene['ran']>[0]): Promise<Scene> {
  const scene = new Scene();
  scene.ran(steps.length > 0 ? steps : [full()]);
  await scene.tick();
  return scene;
}
const comments = (scene: Scene, number = 1) =>
  scene.tracker.get(number).comments.map(({ body }) => body.replace(/\s*<!--.*/s, ''));
/** A tick that has nothing to do, and so shows that the one before it did all. */
async function rests(scene: Scene): Promise<void> {
  expect(await scene.tick()).toMatchObject({ requests: 1, failures: [], errors: [] });
}

describe('the life of an incident', () => {
  test('opens with labels, colours and assignees; a later look at the same costs one request', async () => {
    const scene = new Scene();
    scene.options = { assignees: ['@sato', 'acme/sre'] };
    scene.ran([full()]);
    const { events } = await scene.tick();
    expect(events).toMatchObject([
      {
        kind: 'opened',
        number: 1,
        hosts: ['app1'],
        severity: 'warning',
        url: expect.stringContaining('/issues/1') as string,
      },
    ]);
    const issue = scene.tracker.get(1);
    expect(issue.labels).toEqual(['maintenance', 'severity: warning', 'check: logs.disk-usage']);
    expect(scene.tracker.labels.get('severity: warning')?.color).toBe('fbca04');
    expect(issue.body).toContain('@acme/sre');
    scene.pass(1);
    scene.ran([full()]);
    await rests(scene);
  });

  test('worse, more hosts, fewer hosts, better: a comment each, and none for the same again', async () => {
    const scene = await opened();
    scene.ran([fuller()]);
    expect((await scene.tick()).events).toMatchObject([{ kind: 'worsened', severity: 'critical' }]);
    scene.ran([fuller(), full('app2')]);
    await scene.tick();
    scene.ran([fine(), full('app2')]);
    await scene.tick();
    await rests(scene);
    expect(comments(scene)).toEqual([
      'Worse: from warning to critical.',
      expect.stringMatching(/^\*\*Now also on\*\*\n\n- `app2` warning: `\/var\/log` is 85% full/),
      expect.stringMatching(
        /^Better: from critical to warning\.\n\n\*\*Gone from\*\*\n\n- `app1`: ok \(\[/,
      ),
    ]);
    expect(scene.tracker.get(1)).toMatchObject({
      title: 'File system: /dev/vda1 (app2)',
      labels: expect.arrayContaining(['severity: warning']) as string[],
    });
  });

  test('closes with evidence once all hosts are well', async () => {
    const scene = await opened();
    scene.ran([fine()]);
    const { events } = await scene.tick();
    expect(events).toMatchObject([{ kind: 'closed', hosts: ['app1'] }]);
    expect(scene.tracker.get(1).state).toBe('closed');
    expect(comments(scene)[0]).toMatch(
      /gone from every host\.\n\n- `app1`: ok \(\[2026-11-23 12:00\]/,
    );
    expect(scene.tracker.get(1).body).toContain('is 85% full');
    await rests(scene);
  });

  test.each([
    ['a run that could not judge', [step('app1', 'logs.disk-usage', { verdict: 'unknown' })], {}],
    ['a run of another step', [step('app1', 'backup.freshness')], {}],
    [
      'a host that is away',
      lostSteps('app1', ['logs.disk-usage']),
      { hosts: [host('app1', false)] },
    ],
  ] as const)('%s does not close it', async (_, steps, rest) => {
    const scene = await opened();
    scene.pass(1);
    scene.ran(steps, rest);
    await scene.tick();
    expect(scene.tracker.get(1).state).toBe('open');
    scene.pass(1);
    scene.ran([fine(), step('app1', 'backup.freshness')]);
    await scene.tick();
    expect(scene.tracker.open).toEqual([]);
  });

  test.each([
    ['the step is gone', { runbooks: [runbook('weekly-health', [])] }],
    ['the host is gone', { fleet: fleetOf({ app2: ['app'] }) }],
  ])('no longer checked: %s', async (_, input) => {
    const scene = await opened();
    scene.input = input;
    await scene.tick();
    expect(scene.tracker.get(1).state).toBe('closed');
    expect(comments(scene)[0]).toContain('no longer checked');
    await rests(scene);
  });

  test('one of two steps with the same check is gone', async () => {
    const scene = new Scene();
    const steps = [
      check('logs.disk-usage', { id: 'var' }),
      check('logs.disk-usage', { id: 'srv' }),
    ];
    scene.input = { runbooks: [runbook('weekly-health', steps)] };
    scene.ran([
      { ...full(), step: 'var' },
      { ...fine(), step: 'srv' },
    ]);
    await scene.tick();
    scene.input = { runbooks: [runbook('weekly-health', steps.slice(1))] };
    await scene.tick();
    expect(scene.tracker.open).toEqual([]);
  });

  test('one host is well, and of the other the records know nothing any more', async () => {
    const scene = await opened(full(), full('app2'));
    scene.records = [];
    scene.ran([full()]);
    scene.pass(1);
    scene.ran([fine()]);
    await scene.tick();
    expect(scene.tracker.open).toHaveLength(1);
    scene.ran([fine('app2')]);
    await scene.tick();
    expect(scene.tracker.open).toEqual([]);
    expect(comments(scene).at(-1)).toMatch(/`app1`: ok \([^]*`app2`: ok \(/);
  });

  test('records that do not reach back close nothing', async () => {
    const scene = await opened();
    scene.records = [];
    await rests(scene);
    expect(scene.tracker.open).toHaveLength(1);
  });

  test.each([
    [13, [1]],
    [15, [2]],
  ])('back after %i days', async (days, open) => {
    const scene = await opened();
    scene.ran([fine()]);
    await scene.tick();
    scene.pass(days);
    scene.ran([full()]);
    await scene.tick();
    expect(scene.tracker.open.map(({ number }) => number)).toEqual(open);
    if (open[0] === 1) expect(comments(scene).at(-1)).toBe('It is back, so this is open again.');
    await rests(scene);
  });
});

describe('people', () => {
  test('closed by hand while it stands: opened again, with one comment', async () => {
    const scene = await opened();
    scene.tracker.close(1);
    await scene.tick();
    expect(scene.tracker.get(1).state).toBe('open');
    expect(comments(scene)).toEqual([expect.stringContaining('Thank you for looking into it')]);
    await rests(scene);
  });

  test('closed by hand and waived: left alone, until the waiver ends', async () => {
    const scene = await opened();
    scene.tracker.say(1, 'sato', '/waive 5d new disk ordered');
    scene.tracker.close(1);
    await scene.tick();
    expect(scene.tracker.get(1).state).toBe('closed');
    const { requests } = await scene.tick();
    expect(requests).toBeLessThanOrEqual(3);
    scene.pass(6);
    await scene.tick();
    expect(scene.tracker.open.map(({ number }) => number)).toEqual([1]);
    await rests(scene);
  });

  test('text, labels and title of their own stay', async () => {
    const scene = await opened();
    const issue = scene.tracker.get(1);
    issue.body = `My notes\r\n\r\n${issue.body}\r\n- [ ] mine <b>\t \r\n`;
    issue.labels.push('team: storage');
    issue.title = 'Disk of app1 (ask Suzuki)';
    await rests(scene);
    scene.ran([fuller()]);
    await scene.tick();
    expect(issue.body).toMatch(/^My notes\r\n\r\n<!-- teiki/);
    expect(issue.body).toMatch(/-->\n\r\n- \[ \] mine <b>\t \r\n$/);
    expect(issue.labels).toEqual([
      'maintenance',
      'severity: critical',
      'check: logs.disk-usage',
      'team: storage',
    ]);
    expect(issue.title).toBe('Disk of app1 (ask Suzuki)');
    await rests(scene);
  });

  test('an edit within the block is undone', async () => {
    const scene = await opened();
    const issue = scene.tracker.get(1);
    const before = issue.body;
    issue.body = before.replace('85%', '12%');
    await scene.tick();
    expect(issue.body).toBe(before);
    await rests(scene);
  });

  test('an ordinary comment is read once', async () => {
    const scene = await opened();
    scene.tracker.say(
      1,
      'sato',
      'Looking into it. `/waive` is not meant here\n> /waive 7d quoted\n```\n/waive 7d shown\n```',
    );
    expect(await scene.tick()).toMatchObject({ requests: 3 });
    await rests(scene);
    expect(comments(scene)).toHaveLength(1);
  });
});

describe('damage', () => {
  const marker = /<!-- teiki:incident v1.*?-->/;
  const end = /<!-- \/teiki:incident.*?-->/;
  test.each([
    ['the marker is cut', (body: string) => body.replace('"told"', '"tol')],
    ['the marker is gone', (body: string) => body.replace(marker, '')],
    ['the end is gone', (body: string) => body.replace(end, '')],
    ['both are gone', (body: string) => body.replace(marker, '').replace(end, '')],
    ['the body is empty', () => ''],
    ['the line ends are of a browser', (body: string) => body.replaceAll('\n', '\r\n')],
  ])('%s: the issue is known all the same', async (_, damage) => {
    const scene = await opened();
    const issue = scene.tracker.get(1);
    issue.body = damage(issue.body);
    await scene.tick();
    await rests(scene);
    expect(scene.tracker.issues).toHaveLength(1);
    expect(parseBody(issue.body)).toMatchObject({
      intact: true,
      marker: { key: 'filesystem:/dev/vda1' },
    });
    scene.ran([fine()]);
    await scene.tick();
    expect(issue.state).toBe('closed');
  });

  test('marker and title unreadable: another is opened, the old one is told', async () => {
    const scene = await opened();
    Object.assign(scene.tracker.get(1), {
      title: 'x',
      body: '<!-- teiki:incident v1 {"key": -->\nmine',
    });
    await scene.tick();
    expect(scene.tracker.open.map(({ number }) => number)).toEqual([2]);
    expect(comments(scene)[0]).toContain('marker of teiki is damaged');
    expect(scene.tracker.get(1).body).toContain('mine');
    await rests(scene);
  });

  test('a damaged marker repeats no reminder and no comment', async () => {
    const scene = await opened();
    scene.pass(8);
    await scene.tick();
    expect(comments(scene)).toHaveLength(1);
    const issue = scene.tracker.get(1);
    issue.body = '';
    await scene.tick();
    await rests(scene);
    expect(comments(scene)).toHaveLength(1);
  });

  test("somebody's own issue with the label is none of ours", async () => {
    const scene = await opened();
    const own = await scene.tracker.create({
      title: 'Notice',
      body: 'x',
      labels: ['maintenance'],
      assignees: [],
    });
    await rests(scene);
    expect(scene.tracker.get(own.number)).toMatchObject({ body: 'x', state: 'open' });
  });

  test('an issue of a later version is left alone', async () => {
    const scene = await opened();
    const issue = scene.tracker.get(1);
    issue.body = issue.body.replace('incident v1', 'incident v2');
    scene.ran([fuller()]);
    await rests(scene);
    expect(scene.tracker.issues).toHaveLength(1);
  });

  test.each([true, false])(
    'the label is deleted (tracker lists strays: %s)',
    async (withStrays) => {
      const scene = await opened();
      scene.tracker.withStrays = withStrays;
      scene.tracker.get(1).labels = [];
      await scene.tick();
      if (!withStrays) {
        scene.tracker.get(1).labels = ['maintenance'];
        await scene.tick();
      }
      await rests(scene);
      expect(scene.tracker.open.map(({ number }) => number)).toEqual([1]);
      expect(scene.tracker.get(1).labels).toContain('severity: warning');
    },
  );

  test('only the severity label is deleted', async () => {
    const scene = await opened();
    scene.tracker.get(1).labels = ['maintenance', 'mine'];
    await scene.tick();
    expect(scene.tracker.get(1).labels).toEqual([
      'maintenance',
      'severity: warning',
      'check: logs.disk-usage',
      'mine',
    ]);
  });

  test('locked: no comment, but the body is kept right', async () => {
    const scene = await opened();
    scene.tracker.get(1).locked = true;
    scene.ran([fuller()]);
    expect(await scene.tick()).toMatchObject({ failures: [] });
    expect(comments(scene)).toEqual([]);
    expect(scene.tracker.get(1).body).toContain('95%');
    scene.ran([fine()]);
    await scene.tick();
    expect(scene.tracker.get(1).state).toBe('closed');
  });

  test.each(['transferred', 'deleted'] as const)(
    '%s between the list and the update',
    async (gone) => {
      const scene = await opened();
      scene.ran([fuller()]);
      const list = await scene.tracker.openIssues();
      scene.tracker.get(1).gone = gone;
      scene.tracker.openIssues = async () => list;
      expect((await scene.tick()).failures).toMatchObject([{ number: 1 }]);
      Reflect.deleteProperty(scene.tracker, 'openIssues');
      await scene.tick();
      expect(scene.tracker.open.map(({ number }) => number)).toEqual([2]);
    },
  );

  test('two runs at once opened two: the oldest stays', async () => {
    const scene = new Scene();
    scene.ran([full()]);
    await Promise.all([scene.tick(), scene.tick()]);
    expect(scene.tracker.open).toHaveLength(2);
    await scene.tick();
    expect(scene.tracker.open.map(({ number }) => number)).toEqual([1]);
    expect(comments(scene, 2)[0]).toContain('is #1;');
    await rests(scene);
    scene.ran([fine()]);
    await scene.tick();
    scene.pass(1);
    scene.ran([full()]);
    await scene.tick();
    expect(scene.tracker.open.map(({ number }) => number)).toEqual([1]);
  });
});

describe('reminders', () => {
  test.each([
    ['critical', fuller(), 1],
    ['warning', full(), 7],
    ['unknown', step('app1', 'backup.freshness', { verdict: 'unknown' }), 3],
  ] as const)('%s', async (_, one, days) => {
    const scene = await opened(one);
    scene.pass(days - 0.01);
    await rests(scene);
    scene.pass(0.02);
    await scene.tick();
    await rests(scene);
    expect(comments(scene)).toEqual([expect.stringContaining(`for ${days} day`)]);
    scene.pass(days - 0.1);
    await rests(scene);
    scene.pass(0.2);
    await scene.tick();
    expect(comments(scene)).toHaveLength(2);
  });

  test('begin anew when it gets worse; across the end of a month and a year', async () => {
    const scene = await opened();
    scene.now = new Date('2026-12-31T14:59:00Z');
    scene.ran([fuller()]);
    await scene.tick();
    scene.pass(0.9);
    await rests(scene);
    scene.pass(0.2);
    await scene.tick();
    expect(comments(scene).at(-1)).toContain('critical for 1 day');
  });
});

describe('API', () => {
  const names = Array.from({ length: 250 }, (_, index) => `h${index}`);
  const scene = () => {
    const made = new Scene();
    made.input = {
      scope: 'host',
      fleet: fleetOf(Object.fromEntries(names.map((name) => [name, ['app']]))),
    };
    made.ran(names.map((name) => full(name)));
    return made;
  };

  test('a run without change: one request per hundred open incidents', async () => {
    const made = scene();
    await made.tick();
    made.pass(1);
    made.ran(names.map((name) => full(name)));
    expect(await made.tick()).toMatchObject({ requests: 3 });
    made.ran([fuller('h7')]);
    expect((await made.tick()).requests).toBeLessThanOrEqual(3 + 3);
  });

  test('many hosts in one incident cost what one costs', async () => {
    const made = scene();
    made.input = { ...made.input, scope: 'fleet' };
    const first = await made.tick();
    expect(first.requests).toBe(5);
    expect(made.tracker.issues).toHaveLength(1);
  });

  test.each(['openIssues', 'recentlyClosed', 'comments', 'permissionOf', 'ensureLabels', 'strays'])(
    'without %s nothing is thrown, and the next tick makes it right',
    async (name) => {
      const made = new Scene();
      made.ran([full(), step('app1', 'backup.freshness', { verdict: 'unknown' })]);
      await made.tick();
      made.tracker.say(1, 'sato', '/waive 7d later');
      made.ran([
        fuller('app2'),
        step('app2', 'backup.freshness', {
          verdict: 'warning',
          findings: [{ key: 'new', severity: 'warning', message: { id: 'x', args: {} } }],
        }),
      ]);
      made.tracker.failing.add(name);
      await expect(made.tick()).resolves.toBeDefined();
      made.tracker.failing.clear();
      await made.tick();
      await rests(made);
      expect(made.tracker.open).toHaveLength(3);
    },
  );

  test('GitHub refuses everything: a few tries, then the next tick', async () => {
    const made = scene();
    made.tracker.failing.add('create');
    expect(await made.tick()).toMatchObject({
      failures: { length: 5 },
      postponed: 245,
      events: [],
    });
  });

  test('Japanese, without links', async () => {
    const made = new Scene();
    const { links: _, ...plain } = words;
    made.options = { words: { ...plain, locale: 'ja' }, self: bot };
    made.ran([full()]);
    await made.tick();
    made.ran([fine()]);
    await made.tick();
    expect(comments(made)[0]).toMatch(
      /^すべてのホストで解消しました。\n\n- `app1`: 正常 \(`2026-11-23 12:00 records/,
    );
  });
});
