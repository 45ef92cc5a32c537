import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';

/** A tar archive of a few regular files: hosts without tar exist, and the demo runs on them. */
export async function tarArchive(
  files: Readonly<Record<string, Uint8Array>>,
  modifiedAt: Date,
): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) {
    archive.entry({ name, mtime: modifiedAt, mode: 0o644 }, Buffer.from(content));
  }
  archive.finalize();
  return await buffer(archive);
}
