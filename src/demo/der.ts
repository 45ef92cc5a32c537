/** The little of DER (ITU-T X.690) that certificates are written in. */
export type Der = Uint8Array;

function tagged(tag: number, ...contents: readonly Uint8Array[]): Der {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

export const sequence = (...parts: readonly Der[]): Der => tagged(0x30, ...parts);
export const set = (...parts: readonly Der[]): Der => tagged(0x31, ...parts);
/** `[n]`, constructed. */
export const explicit = (number: number, part: Der): Der => tagged(0xa0 + number, part);
/** `[n] IMPLICIT` of a string type. */
export const implicit = (number: number, bytes: Uint8Array): Der => tagged(0x80 + number, bytes);
/** A number without a sign: a zero goes before what would look negative. */
export const integer = (bytes: Uint8Array): Der =>
  (bytes[0] ?? 0) & 0x80 ? tagged(0x02, Buffer.from([0]), bytes) : tagged(0x02, bytes);
export const boolean = (value: boolean): Der => tagged(0x01, Buffer.from([value ? 0xff : 0]));
export const octetString = (bytes: Uint8Array): Der => tagged(0x04, bytes);
export const bitString = (bytes: Uint8Array, unusedBits = 0): Der =>
  tagged(0x03, Buffer.from([unusedBits]), bytes);
export const utf8String = (text: string): Der => tagged(0x0c, Buffer.from(text));

/** UTCTime until 2049, GeneralizedTime from then on (RFC 5280 section 4.1.2.5). */
export function time(date: Date): Der {
  const digits = date.toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  return date.getUTCFullYear() < 2050
    ? tagged(0x17, Buffer.from(digits.slice(2)))
    : tagged(0x18, Buffer.from(digits));
}

/** `2.5.4.3` */
export function objectIdentifier(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return tagged(0x06, Buffer.from(bytes));
}
