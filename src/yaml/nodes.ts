import { isScalar, type Node } from 'yaml';

/** The text of a plain key; undefined for one that is empty, a list or a mapping. */
export function keyText(key: unknown): string | undefined {
  return isScalar(key) && key.value !== null ? String(key.value) : undefined;
}

export function isNode(node: unknown): node is Node {
  return typeof node === 'object' && node !== null && 'range' in node;
}

/** Offset in the text at which a node begins. */
export function start(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}
