import { createHash } from 'node:crypto';

/** Longest object in a key: file names may be as long as a host likes. */
const maxObject = 160;

/**
 * What tells incidents apart: the check and the finding's key, within a scope.
 *
 * A file system is one thing however many checks look at it, so its key stands for itself. The
 * scope comes first and has no blank in it, so no finding key can imitate one.
 */
export function incidentKey(use: string, object: string, scope?: string): string {
  const name = bounded(object);
  const plain = isShared(object) ? name : `${use}:${name}`;
  return scope === undefined ? plain : `${scope} ${plain}`;
}

/** Findings that several checks make of one object. */
export function isShared(object: string): boolean {
  return object.startsWith('filesystem:');
}

/** Short and safe in a comment of HTML: what identifies is compared, never read back. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function bounded(object: string): string {
  if (object.length <= maxObject) return object;
  return `${object.slice(0, maxObject - 20)}…${digest(object)}`;
}
