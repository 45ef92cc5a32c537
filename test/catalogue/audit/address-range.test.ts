import { expect, test } from 'vitest';
import { isRange, rangeOf, shownAddress } from '../../../src/catalogue/audit/address-range.ts';

test.each([
  ['10.0.0.0/8', '40a000000', '40affffff'],
  ['192.0.2.77/26', '4c0000240', '4c000027f'],
  ['192.0.2.1', '4c0000201', '4c0000201'],
  ['0.0.0.0/0', '400000000', '4ffffffff'],
  ['2001:db8::/33', `620010db8${'0'.repeat(24)}`, `620010db87fff${'f'.repeat(20)}`],
  ['::1', `6${'0'.repeat(31)}1`, `6${'0'.repeat(31)}1`],
  ['::ffff:192.0.2.1/128', `6${'0'.repeat(20)}ffffc0000201`, `6${'0'.repeat(20)}ffffc0000201`],
])('%s', (text, low, high) => {
  expect(isRange(text)).toBe(true);
  expect(rangeOf(text)).toEqual({ low, high });
});

test.each([
  '10.0.0.0/33',
  '10.0.0',
  'fe80::1%eth0',
  '::/129',
  '10.0.0.0/8/8',
  'localhost',
  '1.2.3.4/',
  '',
])('no block: "%s"', (text) => expect(isRange(text)).toBe(false));

test.each([
  ['620010db800010002', '2001:db8:1:2::/64'],
  ['60000000000000000', '::/64'],
  ['620010db800000000', '2001:db8::/64'],
  ['192.0.2.1', '192.0.2.1'],
])('%s is shown as %s', (key, shown) => expect(shownAddress(key)).toBe(shown));
