import type { Path } from './issue.ts';

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What stands at a path, undefined when there is nothing. */
export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)];
    return isMapping(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }, root);
}
