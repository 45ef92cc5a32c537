import { expect, test } from 'vitest';
import { checkAddress, isDocumentationAddress } from '../../src/fleet/address.ts';

test.each([
  '10.0.0.1',
  '::1',
  'fe80::1',
  '2001:db8::11',
  'app1',
  'app1.internal.example.co.jp',
  'app1.example.com.',
  'xn--eckwd4c7c.jp',
  'db_1.internal',
])('%s is an address', (address) => {
  expect(checkAddress(address)).toEqual({ ok: true });
});

test.each([
  ['10.0.0.256', 'an IPv4 address is four numbers from 0 to 255'],
  ['10.0.0', 'an IPv4 address is four numbers from 0 to 255'],
  ['10.0.0.1:22', 'put the port into `port`'],
  ['app1:2222', 'put the port into `port`'],
  ['mks@app1', 'put the user into `user`'],
  ['ssh://app1', 'write the name or address alone, without a scheme'],
  ['[::1]', 'write an IPv6 address without brackets'],
  ['', 'write an IPv4 or IPv6 address or a host name'],
  ['app 1', 'write an IPv4 or IPv6 address or a host name'],
  ['-oProxyCommand=x', 'write an IPv4 or IPv6 address or a host name'],
  ['a..b', 'write an IPv4 or IPv6 address or a host name'],
  [`${'a'.repeat(64)}.jp`, 'write an IPv4 or IPv6 address or a host name'],
])('%s is not', (address, hint) => {
  expect(checkAddress(address)).toEqual({ ok: false, hint });
});

test.each([
  ['192.0.2.11', true],
  ['198.51.100.1', true],
  ['203.0.113.255', true],
  ['192.0.3.1', false],
  ['2001:db8:ffff::1', true],
  ['2001:db9::1', false],
  ['3fff:fff::1', true],
  ['app1.example.com', true],
  ['app1.example', true],
  ['notexample.com', false],
  ['app1.example.co.jp', false],
])('%s is for documentation: %s', (address, expected) => {
  expect(isDocumentationAddress(address)).toBe(expected);
});
