import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Message, MessageArgs } from '../core/message.ts';
import { recordMessages } from '../text/general.ts';
import { renderMessage } from '../text/render.ts';

/** Why records could not be written: a message `record/<reason>`. What was there is untouched. */
export class RecordError extends Error {
  override readonly name = 'RecordError';
  readonly reason: 'disk-full' | 'exists' | 'unwritable';
  readonly explanation: Message;

  constructor(reason: RecordError['reason'], args: MessageArgs, cause?: unknown) {
    const explanation = { id: `record/${reason}`, args };
    super(renderMessage(explanation, 'en', { timeZone: 'UTC', messages: recordMessages }), {
      cause,
    });
    this.reason = reason;
    this.explanation = explanation;
  }
}

export interface FileToWrite {
  /** Relative to the directory. */
  readonly path: string;
  readonly content: string;
  /** A record: may be there already with the same content, but never with another. */
  readonly immutable: boolean;
}

/**
 * Writes files so that each is whole or not there at all: first every content to a temporary file
 * beside its place and through to the disk, then all into their places. A full disk is met in the
 * first part, when nothing has changed yet.
 * @throws RecordError
 */
export async function writeFiles(directory: string, files: readonly FileToWrite[]): Promise<void> {
  const staged: { readonly file: FileToWrite; readonly temporary: string }[] = [];
  try {
    for (const file of files) {
      const present = await contentOf(join(directory, file.path));
      if (present === file.content) continue;
      if (file.immutable && present !== undefined) throw existing(file.path);
      const target = join(directory, file.path);
      await mkdir(dirname(target), { recursive: true });
      const temporary = join(dirname(target), `.${randomBytes(8).toString('hex')}.tmp`);
      staged.push({ file, temporary });
      await writeThrough(temporary, file.content);
    }
    for (const { file, temporary } of staged) await place(temporary, directory, file);
    const folders = new Set(staged.map(({ temporary }) => dirname(temporary)));
    for (const folder of folders) await syncFolder(folder);
  } catch (error) {
    throw error instanceof RecordError ? error : explained(error, directory);
  } finally {
    for (const { temporary } of staged) await rm(temporary, { force: true });
  }
}

async function writeThrough(path: string, content: string): Promise<void> {
  const handle = await open(path, 'wx', 0o644);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** `link` refuses where a file is, `rename` would replace it: link(2), rename(2). */
async function place(temporary: string, directory: string, file: FileToWrite): Promise<void> {
  const target = join(directory, file.path);
  if (!file.immutable) return await rename(temporary, target);
  try {
    await link(temporary, target);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') {
      if ((await contentOf(target)) !== file.content) throw existing(file.path);
    } else if (['EPERM', 'ENOTSUP', 'ENOSYS'].includes(codeOf(error))) {
      // A file system without hard links: nobody else writes this run's file.
      await rename(temporary, target);
    } else throw error;
  }
}

/** The new names survive a power cut only once their folder is on the disk. */
async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function contentOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function existing(path: string): RecordError {
  return new RecordError('exists', { path });
}

function explained(error: unknown, directory: string): RecordError {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new RecordError('disk-full', { directory }, error);
  }
  const detail = error instanceof Error ? error.message : String(error);
  return new RecordError('unwritable', { directory, detail }, error);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
