import { describe, expect, test } from 'vitest';
import { answer, commandIn } from '../../src/incident/waiver.ts';
import { diskStep } from '../record/fixtures.ts';
import { Scene } from './fixtures.ts';

const now = new Date('2026-11-30T16:00:00Z');
const timeZone = 'Asia/Tokyo';
const comment = (body: string, author = 'sato') => ({
  id: 1,
  author,
  createdAt: '2026-11-30T15:59:00Z',
  body,
});

describe('what a command says (written on the first of December in Tokyo)', () => {
  test.each([
    ['/waive 2026-12-31 new disk ordered', '2026-12-31'],
    ['/waive 2026-12-01 today still counts', '2026-12-01'],
    ['/waive 7d new disk', '2026-12-08'],
    ['/waive 31d across the end of the year', '2027-01-01'],
    ['/waive 2W new disk', '2026-12-15'],
    ['Thanks.\r\n  /waive 7d 部品待ち\r\nSato', '2026-12-08'],
    ['/waive', 'no-date'],
    ['/waive 7d', 'no-reason'],
    ['/waive new disk', 'bad-date'],
    ['/waive 2026-02-30 no such day', 'bad-date'],
    ['/waive 2026-11-30 yesterday', 'past-date'],
    ['/waive 367d too long', 'too-long'],
    ['/waive 9999-12-31 for ever', 'too-long'],
    ['/unwaive', 'nothing-to-unwaive'],
  ])('%s', (body, expected) => {
    const command = commandIn(comment(body));
    if (!command) throw new Error('no command');
    const got = answer(command, undefined, 'write', { now, timeZone });
    expect(got.kind === 'waived' ? got.waiver.until : got.kind === 'refused' && got.problem).toBe(
      expected,
    );
  });

  test.each([
    'please /waive 7d x',
    '> /waive 7d x',
    '```\n/waive 7d x\n```',
    '/waiver 7d x',
    '~~~\n/waive 7d x',
  ])('no command: %s', (body) => expect(commandIn(comment(body))).toBeUndefined());

  test.each(['read', 'none'] as const)('%s may not', (permission) => {
    const command = commandIn(comment('/waive 7d x'));
    if (!command) throw new Error('no command');
    expect(answer(command, undefined, permission, { now, timeZone })).toMatchObject({
      problem: 'no-permission',
    });
  });
});

describe('a waived incident', () => {
  async function waived(command = '/waive 10d new disk @all <b>'): Promise<Scene> {
    const scene = new Scene();
    scene.ran([diskStep('app1', 85, 1)]);
    await scene.tick();
    scene.tracker.say(1, 'sato', command);
    await scene.tick();
    return scene;
  }
  const last = ({ tracker }: Scene) =>
    tracker
      .get(1)
      .comments.at(-1)
      ?.body.replace(/\s*<!--.*/s, '');

  test('says so, is not reminded of, and ends by itself', async () => {
    const scene = await waived();
    const issue = scene.tracker.get(1);
    expect(last(scene)).toBe(
      'Waived until `2026-12-03` by `sato`. Changes of state are still told.',
    );
    expect(issue.labels).toEqual(['maintenance', 'waived', 'check: logs.disk-usage']);
    expect(issue.body).toContain('`new disk @all <b>`');
    scene.pass(9);
    expect((await scene.tick()).requests).toBe(1);
    scene.now = new Date('2026-12-03T15:00:00Z');
    await scene.tick();
    expect(last(scene)).toBe('The waiver ended on `2026-12-03`, and it still stands.');
    expect(issue.labels).toContain('severity: warning');
    expect(issue.body).not.toContain('new disk');
    expect((await scene.tick()).requests).toBe(1);
  });

  test('is taken back', async () => {
    const scene = await waived();
    scene.tracker.say(1, 'sato', '/unwaive');
    await scene.tick();
    expect(last(scene)).toBe('The waiver was taken back by `sato`.');
    expect(scene.tracker.get(1).labels).toContain('severity: warning');
  });

  test('closes when it is mended', async () => {
    const scene = await waived();
    scene.ran([diskStep('app1', 50, 1)]);
    await scene.tick();
    expect(scene.tracker.get(1).state).toBe('closed');
  });

  test('works for the person whose token is used, too', async () => {
    const scene = new Scene();
    scene.options = { self: 'sato' };
    scene.ran([diskStep('app1', 85, 1)]);
    await scene.tick();
    scene.tracker.say(1, 'sato', '/waive 7d new disk');
    await scene.tick();
    expect(scene.tracker.get(1).labels).toContain('waived');
  });

  test('a command that is wrong gets one answer', async () => {
    const scene = await waived('/waive someday');
    expect(last(scene)).toMatch(/^`sato`: the date cannot be read.*`\/waive 7d reason`/);
    expect((await scene.tick()).requests).toBe(1);
    scene.tracker.say(1, 'mallory', '/waive 7d because');
    await scene.tick();
    expect(last(scene)).toBe('`mallory`: waiving needs write permission in this repository.');
    expect(scene.tracker.get(1).labels).toContain('severity: warning');
  });
});
