import { describe, expect, test } from 'vitest';
import { type GateInput, gatesOf, standing } from '../../src/notice/gates.ts';
import { gateMessages } from '../../src/notice/messages.ts';
import type { Notice } from '../../src/notice/model.ts';

const notice: Notice = {
  number: 12,
  url: 'https://github.com/mks/ops/issues/12',
  key: 'monthly-update 2026-12',
  announcedAt: '2026-11-29T00:00:00Z',
  envelope: 'aaaa',
  state: 'open',
  heard: [],
  approval: { kind: 'approve', by: 'hanako', at: '2026-12-01T00:00:00Z' },
};
const sound: GateInput = {
  window: {
    runbook: { id: 'monthly-update', title: { ja: '月次', en: 'Monthly' }, level: 2 },
    key: '2026-12',
    date: '2026-12-07',
    startsAt: '2026-12-06T18:00:00.000Z',
    endsAt: '2026-12-06T19:00:00.000Z',
    startBy: '2026-12-06T18:30:00.000Z',
    state: 'due',
    hosts: [{ host: 'app1', state: 'due' }],
  },
  notice,
  envelope: 'aaaa',
  now: new Date('2026-12-06T18:05:00Z'),
  config: { contacts: { emergency: '03-0000-0000' }, noticeDays: 7 },
  byEnvironment: false,
};
const { approval: _, ...unapproved } = notice;
const closed = (rest: Partial<GateInput>) => {
  const gates = gatesOf({ ...sound, ...rest });
  return gates.kind === 'open' ? 'open' : gates.refusals.map(({ id }) => id.replace('gate/', ''));
};

describe('a window of level 2 or 3', () => {
  test('is open when all gates are', () => {
    expect(gatesOf(sound)).toEqual({ kind: 'open', notice: 12, approver: 'hanako' });
  });

  test('an environment of GitHub asks for the approval itself', () => {
    expect(gatesOf({ ...sound, notice: unapproved, byEnvironment: true })).toEqual({
      kind: 'open',
      notice: 12,
    });
  });

  test.each<[string, Partial<GateInput>, string[]]>([
    ['no contacts', { config: { contacts: {}, noticeDays: 7 } }, ['no-contacts']],
    ['no notice', { notice: undefined }, ['no-notice']],
    [
      'a notice that was closed by hand',
      { notice: { ...notice, state: 'closed' } },
      ['notice-closed'],
    ],
    ['not approved', { notice: unapproved }, ['no-approval']],
    ['changed since', { envelope: 'bbbb' }, ['changed']],
    [
      'announced too late',
      { notice: { ...notice, announcedAt: '2026-12-01T00:00:00Z' } },
      ['notice-too-young'],
    ],
    ['too early', { now: new Date('2026-12-06T17:59:59Z') }, ['too-early']],
    ['a tick five hours late', { now: new Date('2026-12-06T23:00:00Z') }, ['too-late']],
    [
      'cancelled',
      { notice: { ...notice, decision: { kind: 'cancel', by: 'taro', at: '', reason: '決算' } } },
      ['cancelled'],
    ],
    [
      'frozen',
      {
        window: { ...sound.window, hosts: [{ host: 'app1', state: 'frozen', reason: '年末年始' }] },
      },
      ['frozen'],
    ],
    [
      'several at once are all told',
      { notice: { ...unapproved, announcedAt: '2026-12-05T00:00:00Z' }, envelope: 'b' },
      ['notice-too-young', 'changed', 'no-approval'],
    ],
  ])('%s', (_, rest, expected) => {
    expect(closed(rest)).toEqual(expected);
  });

  test('seven days are seven days: a tick an hour late does not spoil them, a day does', () => {
    const at = (announcedAt: string) => closed({ notice: { ...notice, announcedAt } });
    expect(at('2026-11-29T18:50:00Z')).toBe('open');
    expect(at('2026-11-30T18:00:00Z')).toEqual(['notice-too-young']);
  });

  test('before the window only what time will not open stands in the way', () => {
    const early = { ...sound, now: new Date('2026-12-06T08:00:00Z') };
    expect(standing(early)).toEqual([]);
    expect(standing({ ...early, notice: unapproved }).map(({ id }) => id)).toEqual([
      'gate/no-approval',
    ]);
  });

  test('every gate says how to open it', () => {
    const gates = Object.keys(gateMessages).filter((id) => /^gate\/[^#]*(?<!-remedy)$/.test(id));
    for (const id of gates) expect(gateMessages).toHaveProperty([`${id}-remedy`]);
    expect(gates.length).toBeGreaterThan(8);
  });
});
