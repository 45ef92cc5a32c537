const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Bytes from a host as text in which nothing is lost: what is not valid UTF-8 appears as `\xNN`,
 * as a shell's `ls -b` would show it. (A decoder's U+FFFD would make two file names into one.)
 */
export function decodeBytes(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    return decodeInPieces(bytes);
  }
}

function decodeInPieces(bytes: Uint8Array): string {
  let text = '';
  let index = 0;
  while (index < bytes.length) {
    const length = sequenceLength(bytes, index);
    if (length === 0) {
      text += `\\x${(bytes[index] ?? 0).toString(16).padStart(2, '0')}`;
      index += 1;
    } else {
      text += decoder.decode(bytes.subarray(index, index + length));
      index += length;
    }
  }
  return text;
}

/** Length of the valid UTF-8 sequence at `index` (RFC 3629, section 4), 0 when there is none. */
function sequenceLength(bytes: Uint8Array, index: number): number {
  const lead = bytes[index] ?? 0;
  const length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
  if (length < 2) return length;
  try {
    decoder.decode(bytes.subarray(index, index + length));
    return index + length <= bytes.length ? length : 0;
  } catch {
    return 0;
  }
}
