import { describe, expect, test } from 'vitest';
import { hear, type Rules, type Said } from '../../src/notice/hear.ts';

const rules: Rules = {
  mayDecide: new Set(['hanako', 'taro']),
  fourEyes: false,
  timeZone: 'Asia/Tokyo',
  latest: '2027-01-03T18:00:00.000Z',
};
const said = (text: string, rest: Partial<Said> = {}): Said => ({
  id: 7,
  by: 'hanako',
  at: '2026-12-01T00:00:00Z',
  text,
  isEdited: false,
  ...rest,
});
const outcome = (one: Said, more: Partial<Rules> = {}) => hear(one, { ...rules, ...more })?.outcome;

describe('what a comment commands', () => {
  test.each<[string, unknown]>([
    ['/approve', { kind: 'approve', by: 'hanako', at: '2026-12-01T00:00:00Z' }],
    ['  /Approve よろしく', { kind: 'approve', by: 'hanako', at: '2026-12-01T00:00:00Z' }],
    ['見ました。\n/approve', { kind: 'approve', by: 'hanako', at: '2026-12-01T00:00:00Z' }],
    [
      '/cancel 決算のため',
      { kind: 'cancel', by: 'hanako', at: '2026-12-01T00:00:00Z', reason: '決算のため' },
    ],
    [
      '/postpone 2026-12-08 03:00 決算のため',
      {
        kind: 'postpone',
        by: 'hanako',
        at: '2026-12-01T00:00:00Z',
        startsAt: '2026-12-07T18:00:00.000Z',
        reason: '決算のため',
      },
    ],
    ['/cancel', 'no-reason'],
    ['/postpone 2026-12-08 03:00', 'no-reason'],
    ['/postpone 来週 決算', 'no-time'],
    ['/postpone 2026-13-40 03:00 x', 'no-time'],
    ['/postpone 2026-12-08 25:99 x', 'no-time'],
    ['/postpone 2026-11-08 03:00 過去', 'out-of-range'],
    ['/postpone 2027-01-04 03:00 次の枠の後', 'out-of-range'],
  ])('%j', (text, expected) => {
    expect(outcome(said(text))).toEqual(expected);
  });

  test.each(['approve', '> /approve と書けばよい', 'see /approved', '`/approve`', ''])(
    '%j is talk',
    (text) => {
      expect(hear(said(text), rules)).toBeUndefined();
    },
  );
});

describe('who may decide, and when it counts', () => {
  test.each<[string, Said, Partial<Rules>, string]>([
    ['without write permission', said('/approve', { by: 'mallory' }), {}, 'no-right'],
    ['a comment that was edited', said('/approve', { isEdited: true }), {}, 'edited'],
    [
      'who changed the runbook',
      said('/approve'),
      { fourEyes: true, author: 'hanako' },
      'own-change',
    ],
    ['who started the run', said('/approve'), { fourEyes: true, dispatcher: 'hanako' }, 'own-run'],
    ['before the change', said('/approve'), { changedAt: '2026-12-01T00:00:01Z' }, 'changed-since'],
  ])('%s', (_, one, more, expected) => {
    expect(outcome(one, more)).toBe(expected);
  });

  test('without four eyes the author may approve', () => {
    expect(outcome(said('/approve'), { author: 'hanako' })).toMatchObject({ kind: 'approve' });
  });

  test('an edited comment of somebody without rights is told as edited: nothing is learnt from it', () => {
    expect(outcome(said('/approve', { by: 'mallory', isEdited: true }))).toBe('edited');
  });
});
