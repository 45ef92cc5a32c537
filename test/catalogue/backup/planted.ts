import { cpSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const hourAgo = Math.floor(Date.now() / 1000) - 3600;

/** Puts one finished backup, an hour old, into a folder of its own. */
export function plant(folder: string, content: Buffer | string, name = 'x.dump'): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, content);
  age(path);
  return path;
}

export function age(path: string): void {
  utimesSync(path, hourAgo, hourAgo);
}

/** A copy of a folder dump with one of its files changed. */
export function plantFolder(from: string, folder: string, name: string, change: Change): void {
  mkdirSync(folder, { recursive: true });
  const to = join(folder, 'x.dump');
  cpSync(from, to, { recursive: true });
  writeFileSync(join(to, name), change(readFileSync(join(to, name))));
  age(to);
}

export type Change = (bytes: Buffer) => Buffer;

export const cut =
  (share: number): Change =>
  (bytes) =>
    bytes.subarray(0, Math.floor(bytes.length * share));
export const shorten: Change = (bytes) => bytes.subarray(0, -1);
export const flip: Change = (bytes) => spoil(bytes, (byte) => byte ^ 0x55);
export const zero: Change = (bytes) => spoil(bytes, () => 0);

function spoil(bytes: Buffer, change: (byte: number) => number): Buffer {
  const copy = Buffer.from(bytes);
  const middle = copy.length >> 1;
  for (let at = middle; at < middle + 64; at++) copy[at] = change(copy[at] ?? 0);
  return copy;
}

/** A tar as GNU tar writes it: a folder, then so many files of 1 KiB that do not compress. */
export function tar(files: number, { ended = true } = {}): Buffer {
  const blocks: Buffer[] = [header('uploads/', 0, '5')];
  for (let index = 0; index < files; index++) {
    let state = index + 1;
    const body = Buffer.from(
      Array.from({ length: 1024 }, () => {
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
        return state >> 16;
      }),
    );
    blocks.push(header(`uploads/${index}.jpg`, body.length, '0'), body);
  }
  if (ended) blocks.push(Buffer.alloc(1024));
  return Buffer.concat(blocks);
}

/** POSIX.1-1988 ustar header (pax(1), "ustar Interchange Format"). */
function header(name: string, size: number, type: string): Buffer {
  const block = Buffer.alloc(512);
  const octal = (value: number, length: number) => `${value.toString(8).padStart(length, '0')}\0`;
  block.write(name, 0);
  block.write(octal(0o644, 7) + octal(0, 7) + octal(0, 7), 100);
  block.write(octal(size, 11) + octal(1_700_000_000, 11), 124);
  block.write(`        ${type}`, 148);
  block.write('ustar\x0000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

const rows = Array.from({ length: 2000 }, (_, row) => `${row}\trow ${row * 7919}`).join('\n');

/** Text as pg_dump writes it, with the line that newer minor versions put after the trailer. */
export const sql = `--
-- PostgreSQL database dump
--

COPY public.t (id, body) FROM stdin;
${rows}
\\.

--
-- PostgreSQL database dump complete
--

\\unrestrict 8l57ANEq2UpI4NJR3VYWfQfLAzDp4kaymQKy2brCFlZ2VBGSutFpaiKfpFd5HZo

`;

export const gzip = (content: Buffer | string): Buffer => gzipSync(content);
