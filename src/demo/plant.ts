import { createHash } from 'node:crypto';
import { mkdir, open, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Certificate } from './certificate.ts';
import { tarArchive } from './tar.ts';

export interface Planting {
  /** Stands for `/` of the host. */
  readonly root: string;
  readonly now: Date;
  readonly certificate: Certificate;
  readonly authorityPem: string;
  /** The newest dump ends in the middle, as when the disk was full for a moment. */
  readonly truncatedDump: boolean;
  /** Size of the application's log; beyond what is written it is a hole, so it costs no disk. */
  readonly logBytes: number;
}

const hour = 3_600_000;
/** Ages of the backups in hours: before today's there are three others to compare it with. */
const backupAges = [1, 25, 49, 73];
/** Cut so late that the size looks like every day's. */
const keptShare = 0.9;

/** Writes what the checks of the weekly runbook look at. */
export async function plantFiles(planting: Planting): Promise<void> {
  await Promise.all([plantBackups(planting), plantLog(planting), plantCertificate(planting)]);
  await put(planting, 'opt/mks/uploads/0001/photo.jpg', randomLooking('photo', 200_000), hour);
}

async function plantBackups(planting: Planting): Promise<void> {
  const { now, truncatedDump } = planting;
  for (const [index, age] of backupAges.entries()) {
    const takenAt = new Date(now.getTime() - age * hour);
    const day = takenAt.toISOString().slice(0, 10).replaceAll('-', '');
    const whole = gzipSync(sqlDump(takenAt));
    const isCut = truncatedDump && index === 0;
    const photo = { 'uploads/0001/photo.jpg': randomLooking('photo', 200_000) };
    const backups = {
      [`db_${day}.sql.gz`]: isCut ? whole.subarray(0, whole.length * keptShare) : whole,
      [`uploads_${day}.tar.gz`]: gzipSync(await tarArchive(photo, takenAt)),
    };
    for (const [name, content] of Object.entries(backups)) {
      await put(planting, `backup/mks/${name}`, content, age * hour);
      // The sum is of what was written: that it agrees does not make a cut dump whole.
      const sum = createHash('sha256').update(content).digest('hex');
      const manifest = Buffer.from(`${sum}  ${name}\n`);
      await put(planting, `backup/mks/${name}.sha256`, manifest, age * hour);
    }
  }
}

/** As pg_dump writes it, with the line that is only there when it has come to its end. */
function sqlDump(takenAt: Date): Uint8Array {
  const rows = Array.from({ length: 8000 }, (_, index) => {
    const token = createHash('sha256').update(String(index)).digest('hex');
    return `${index + 1}\tuser${index + 1}@example.com\t${token}\t${takenAt.toISOString()}`;
  });
  return Buffer.from(
    [
      '--',
      '-- PostgreSQL database dump',
      '--',
      '',
      '-- Dumped from database version 16.4',
      '-- Dumped by pg_dump version 16.4',
      '',
      'CREATE TABLE public.users (id integer, email text, token text, seen timestamptz);',
      '',
      'COPY public.users (id, email, token, seen) FROM stdin;',
      ...rows,
      '\\.',
      '',
      '--',
      '-- PostgreSQL database dump complete',
      '--',
      '',
    ].join('\n'),
  );
}

async function plantLog({ root, now, logBytes }: Planting): Promise<void> {
  const path = join(root, 'var/log/mks-backend/app.log');
  await mkdir(dirname(path), { recursive: true });
  const line = Buffer.from(`${now.toISOString()} INFO request served\n`);
  const file = await open(path, 'w');
  try {
    await file.write(line, 0, line.length, Math.max(0, logBytes - line.length));
  } finally {
    await file.close();
  }
}

async function plantCertificate(planting: Planting): Promise<void> {
  const { certificate, authorityPem } = planting;
  const folder = 'etc/letsencrypt/live/example.com';
  await put(planting, `${folder}/cert.pem`, Buffer.from(certificate.pem), 0);
  await put(planting, `${folder}/chain.pem`, Buffer.from(authorityPem), 0);
}

async function put(
  { root, now }: Planting,
  path: string,
  content: Uint8Array,
  ageMs: number,
): Promise<void> {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  const modifiedAt = new Date(now.getTime() - ageMs);
  await utimes(file, modifiedAt, modifiedAt);
}

/** Bytes that do not compress, and are the same every time. */
function randomLooking(seed: string, length: number): Uint8Array {
  const pieces = Array.from({ length: Math.ceil(length / 32) }, (_, index) =>
    createHash('sha256').update(`${seed}${index}`).digest(),
  );
  return Buffer.concat(pieces).subarray(0, length);
}
