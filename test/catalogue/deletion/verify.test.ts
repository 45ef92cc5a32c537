import { expect, test } from 'vitest';
import type { RuleFacts } from '../../../src/catalogue/deletion/facts.ts';
import type { DeletionOrder } from '../../../src/catalogue/deletion/order.ts';
import type { Seen } from '../../../src/catalogue/deletion/plan.ts';
import { verifyDeletion } from '../../../src/catalogue/deletion/verify.ts';

const asOf = 1_795_568_400;
const day = 86_400;
const order: DeletionOrder = {
  rules: [{ directory: '/opt/mks/temp', patterns: ['*'], olderThanDays: 1, maxShare: 50 }],
  owners: ['mks'],
  maxFiles: 100,
  emptyFolders: false,
  logs: false,
};

function seen(at: number, rule: Partial<RuleFacts>): Seen {
  const nothing = { owners: [], others: [], fresh: [], writes: [], names: [] };
  const numbers = { freeBytes: 1000, allFiles: 10, open: 0, links: 0, emptyFolders: 0 };
  const folder = { state: 'ok', realPath: '', device: '1', complete: true } as const;
  return {
    asOf: at,
    people: ['mks'],
    rules: [{ ...nothing, ...numbers, ...folder, ...rule }],
    hold: null,
    caretakers: { tmpfiles: [], logrotate: [] },
  };
}

const files = (count: number, oldestSeconds: number) => ({
  owners: [{ owner: 'mks', files: count, bytes: count * 100, oldestSeconds }],
});
const change = { asOf, work: [{ rule: 1, owner: 'mks' }], purge: false };
const verified = (before: Seen, after: Seen) => {
  const { findings, changes } = verifyDeletion(order, { before, after, change }, '');
  return { ids: findings.map(({ message }) => message.id), args: changes?.[0]?.args };
};
const before = seen(asOf, { ...files(5, asOf - 3 * day), open: 2 });

test('what is left is told', () => {
  const { ids, args } = verified(before, seen(asOf, { ...files(2, asOf - 3 * day), open: 2 }));
  expect(ids).toEqual(['left']);
  expect(args).toMatchObject({ files: 3, left: 2, freedBytes: 300 });
});

test('a file that was open and has been closed since was not to go', () => {
  const { ids, args } = verified(before, seen(asOf, { ...files(1, asOf - 3 * day), open: 1 }));
  expect(ids).toEqual([]);
  expect(args).toMatchObject({ files: 5, left: 0 });
});

test('what has grown old with the next hour was not planned', () => {
  const later = seen(asOf + 3600, { ...files(3, asOf - day + 60), open: 2 });
  const { ids, args } = verified(before, later);
  expect(ids).toEqual([]);
  expect(args).toMatchObject({ files: 5, left: 0, freedBytes: 500 });
});

test('a planned file that is still there in the next hour is told', () => {
  const later = seen(asOf + 3600, { ...files(3, asOf - 3 * day), open: 2 });
  expect(verified(before, later).ids).toEqual(['left']);
});

test('a folder that has vanished is critical', () => {
  expect(verified(before, seen(asOf, { state: 'missing' })).ids).toEqual(['missing', 'vanished']);
});
