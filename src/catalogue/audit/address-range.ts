import { z } from 'zod';

/** An address as 8 (IPv4) or 32 (IPv6) hexadecimal digits after a "4" or "6", comparable as text. */
type Canonical = string;

export interface AddressRange {
  readonly low: Canonical;
  readonly high: Canonical;
}

function familyOf(address: string): 0 | 4 | 6 {
  if (z.ipv4().safeParse(address).success) return 4;
  return z.ipv6().safeParse(address).success ? 6 : 0;
}

/** Whether a text is an address or a CIDR block ("10.0.0.0/8", "2001:db8::/32", "::1"). */
export function isRange(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const family = familyOf(address);
  if (family === 0 || rest.length > 0 || address.includes('%')) return false;
  if (prefix === undefined) return true;
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128);
}

/** First and last address of a block, in the form in which awk compares them. */
export function rangeOf(text: string): AddressRange {
  const [address = '', prefix] = text.split('/');
  const family = familyOf(address) === 4 ? 4 : 6;
  const digits = family === 4 ? digits4(address) : digits6(address);
  const bits = BigInt(digits.length * 4 - Number(prefix ?? digits.length * 4));
  const value = BigInt(`0x${digits}`) >> bits;
  const hex = (number: bigint) => `${family}${number.toString(16).padStart(digits.length, '0')}`;
  return { low: hex(value << bits), high: hex(((value + 1n) << bits) - 1n) };
}

/** The ranges as words for awk: `low high low high …`. */
export function rangeWords(ranges: readonly string[]): string {
  return ranges
    .map(rangeOf)
    .map(({ low, high }) => `${low} ${high}`)
    .join(' ');
}

/** `6` and the 16 digits of a /64, as the probe counts IPv6, in the usual form; else unchanged. */
export function shownAddress(key: string): string {
  if (!/^6[0-9a-f]{16}$/.test(key)) return key;
  const groups = (key.slice(1).match(/.{4}/g) ?? []).map((group) => parseInt(group, 16));
  while (groups.at(-1) === 0) groups.pop();
  return `${groups.map((group) => group.toString(16)).join(':')}::/64`;
}

function digits4(address: string): string {
  return address
    .split('.')
    .map((part) => Number(part).toString(16).padStart(2, '0'))
    .join('');
}

function digits6(address: string): string {
  const dotted = /\d+\.\d+\.\d+\.\d+$/.exec(address)?.[0];
  const hex = dotted === undefined ? '' : digits4(dotted);
  const plain =
    dotted === undefined
      ? address
      : `${address.slice(0, -dotted.length)}${hex.slice(0, 4)}:${hex.slice(4)}`;
  const [left = '', right] = plain.split('::');
  const groups = (text: string) => text.split(':').filter((group) => group !== '');
  const before = groups(left);
  const after = groups(right ?? '');
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].map((group) => group.padStart(4, '0')).join('');
}
