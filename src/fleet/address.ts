import { BlockList, isIP } from 'node:net';

export type AddressCheck = { readonly ok: true } | { readonly ok: false; readonly hint: string };

/** An IPv4 or IPv6 address or a host name (RFC 1123, section 2.1); the port has a key of its own. */
export function checkAddress(text: string): AddressCheck {
  if (isIP(text) !== 0) return { ok: true };
  if (/^[^@\s]+@/.test(text)) return bad('put the user into `user`');
  if (/^[a-z]+:\/\//.test(text)) return bad('write the name or address alone, without a scheme');
  if (/^\[.*\]$/.test(text)) return bad('write an IPv6 address without brackets');
  if (/^[^:\s]+:\d+$/.test(text)) return bad('put the port into `port`');
  const labels = text.replace(/\.$/, '').split('.');
  if (labels.every((label) => /^\d+$/.test(label)))
    return bad('an IPv4 address is four numbers from 0 to 255');
  const fits =
    text.length <= 253 &&
    labels.every((label) => /^[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/.test(label));
  return fits ? { ok: true } : bad('write an IPv4 or IPv6 address or a host name');
}

const documentation = new BlockList();
documentation.addSubnet('192.0.2.0', 24, 'ipv4');
documentation.addSubnet('198.51.100.0', 24, 'ipv4');
documentation.addSubnet('203.0.113.0', 24, 'ipv4');
documentation.addSubnet('2001:db8::', 32, 'ipv6');
documentation.addSubnet('3fff::', 20, 'ipv6');

/**
 * True for what may only stand in examples: RFC 5737 (IPv4), RFC 3849 and RFC 9637 (IPv6), and
 * the names of RFC 2606 (`example.com`, `*.example`, `*.invalid`).
 */
export function isDocumentationAddress(address: string): boolean {
  const family = isIP(address);
  if (family !== 0) return documentation.check(address, family === 4 ? 'ipv4' : 'ipv6');
  return /(^|\.)(example(\.(com|net|org))?|invalid)\.?$/i.test(address);
}

function bad(hint: string): AddressCheck {
  return { ok: false, hint };
}
