/** A tar archive (POSIX ustar) of a few regular files: hosts without tar exist, and so does this. */
export function tarArchive(
  files: Readonly<Record<string, Uint8Array>>,
  modifiedAt: Date,
): Uint8Array {
  const blocks = Object.entries(files).flatMap(([path, content]) => [
    header(path, content.length, modifiedAt),
    content,
    Buffer.alloc(-content.length & 511),
  ]);
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

function header(path: string, size: number, modifiedAt: Date): Uint8Array {
  const block = Buffer.alloc(512);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`;
  block.write(path, 0);
  block.write(octal(0o644, 7), 100);
  block.write(octal(0, 7), 108);
  block.write(octal(0, 7), 116);
  block.write(octal(size, 11), 124);
  block.write(octal(Math.floor(modifiedAt.getTime() / 1000), 11), 136);
  block.write('        ', 148); // the checksum is taken with blanks in its own place
  block.write('0', 156);
  block.write('ustar\x0000', 257, 'latin1');
  const checksum = block.reduce((sum, byte) => sum + byte, 0);
  block.write(`${octal(checksum, 6)} `, 148);
  return block;
}
