import { expect, test } from 'vitest';
import { judgeLifetime } from '../../../src/catalogue/tls/lifetime.ts';

const day = 86_400_000;
const now = new Date('2026-11-23T00:00:00Z');
const limits = { warningDays: 30, criticalDays: 7 };

test.each([
  // lifetime, days left, state
  [90, 60, 'good'],
  [90, 30, 'good'],
  [90, 29.9, 'warning'],
  [90, 7, 'warning'],
  [90, 6.9, 'critical'],
  [90, 0, 'expired'],
  [90, -1, 'expired'],
  [90, 91, 'not-yet'],
  [45, 20, 'good'],
  [45, 14.9, 'warning'],
  [45, 5, 'warning'],
  [45, 4.4, 'critical'],
  [6, 3, 'good'],
  [6, 1.9, 'warning'],
  [6, 0.5, 'critical'],
] as const)('of %d days, %d left: %s', (lifetime, left, state) => {
  const notAfter = new Date(now.getTime() + left * day);
  const notBefore = new Date(notAfter.getTime() - lifetime * day);
  const times = { notBefore: notBefore.toISOString(), notAfter: notAfter.toISOString() };
  expect(judgeLifetime(times, now, limits).state).toBe(state);
});
