import { z } from 'zod';

/**
 * The manifest of a backup: `manifest_<time>.json` beside its files, written when all of them are
 * there. docs/backup-manifest.md describes it for those who write one of their own.
 */
const count = z.int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const table = z.object({ oid: count, schema: z.string(), name: z.string(), rows: count });
const sequence = z.object({
  schema: z.string(),
  name: z.string(),
  increment: z.number(),
  /** Null before its first use. */
  value: z.number().nullable(),
  /** Highest (lowest, where it counts down) value in the column that it serves; null of none. */
  most: z.number().nullable(),
});
const objects = z.record(z.string(), count);

export const contents = z.object({
  tables: z.array(table),
  sequences: z.array(sequence),
  extensions: z.array(z.object({ name: z.string(), version: z.string() })),
  /** Constraints and indexes that were not valid when the backup was made. */
  invalid: z.array(z.string()),
  objects,
});
export type Contents = z.output<typeof contents>;

export const manifestSchema = 'teiki.backup/1';

const manifest = z.object({
  schema: z.literal(manifestSchema),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  host: z.string(),
  database: z.object({
    name: z.string(),
    systemIdentifier: z.string(),
    serverVersion: z.string(),
    serverVersionNum: count,
    encoding: z.string(),
    collate: z.string(),
    ctype: z.string(),
    sizeBytes: count,
    /** True when it was made from a replica. */
    recovery: z.boolean(),
  }),
  /** What the dump and the counts both show. */
  snapshot: z.object({ at: z.iso.datetime({ offset: true }), lsn: z.string() }),
  dump: z.object({ format: z.string(), pgDump: z.string(), seconds: count }),
  contents,
  uploads: z
    .object({
      path: z.string(),
      entries: count,
      files: count,
      bytes: count,
      /** Files changed while they were read. */
      changed: z.boolean(),
      sample: z.array(z.object({ path: z.string(), sha256 })),
    })
    .nullable(),
  /** Relative to the folder of the manifest; of a folder, its members. */
  files: z.array(z.object({ path: z.string(), bytes: count, sha256 })),
});
export type Manifest = z.output<typeof manifest>;

export type ManifestReading = { readonly manifest: Manifest } | { readonly unusable: string };

/** @returns why it cannot be used, where it cannot */
export function readManifest(text: string): ManifestReading {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { unusable: error instanceof Error ? error.message : String(error) };
  }
  const read = manifest.safeParse(json);
  if (read.success) return { manifest: read.data };
  const [issue] = read.error.issues;
  return { unusable: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}` };
}

/** The files of one backup in it: the file itself, or the members of the folder. */
export function filesOf({ files }: Manifest, name: string): Manifest['files'] {
  return files.filter(({ path }) => path === name || path.startsWith(`${name}/`));
}

/** Lines of sha256sum, "<sum>  <path>"; of a file that was read as stdin the path is "-". */
export function parseSums(text: string): ReadonlyMap<string, string> {
  const sums = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, sum, path] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
    if (sum !== undefined && path !== undefined) sums.set(path, sum);
  }
  return sums;
}
