/** A value that differs, by its path: `window.at`, `freezes`; undefined where there is none. */
export interface ValueChange {
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
}

/**
 * What differs between two values, leaf by leaf. Lists are sets: what left and what came, one by
 * one, for that is how freezes, paths and host keys are meant.
 */
export function valueChanges(before: unknown, after: unknown, path = ''): readonly ValueChange[] {
  if (isList(before) || isList(after)) return listChanges(listOf(before), listOf(after), path);
  if (isRecord(before) || isRecord(after)) {
    const [old, fresh] = [recordOf(before), recordOf(after)];
    const keys = [...new Set([...Object.keys(old), ...Object.keys(fresh)])];
    return keys.flatMap((key) =>
      valueChanges(old[key], fresh[key], path === '' ? key : `${path}.${key}`),
    );
  }
  const [old, fresh] = [shown(before), shown(after)];
  if (old === fresh) return [];
  return [
    {
      path,
      ...(old !== undefined && { before: old }),
      ...(fresh !== undefined && { after: fresh }),
    },
  ];
}

function listChanges(
  before: readonly unknown[],
  after: readonly unknown[],
  path: string,
): readonly ValueChange[] {
  const old = before.map((item) => shown(item) ?? '');
  const fresh = after.map((item) => shown(item) ?? '');
  return [
    ...without(old, fresh).map((item) => ({ path, before: item })),
    ...without(fresh, old).map((item) => ({ path, after: item })),
  ];
}

/** Each as often as it is there more. */
export function without<Item>(list: readonly Item[], others: readonly Item[]): readonly Item[] {
  const left = [...others];
  return list.filter((item) => {
    const at = left.indexOf(item);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

export function shown(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return value;
  if (value instanceof RegExp) return String(value);
  return JSON.stringify(value, (_key, part: unknown) =>
    part instanceof RegExp ? String(part) : part instanceof Set ? [...part] : part,
  );
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || isList(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function listOf(value: unknown): readonly unknown[] {
  return isList(value) ? value : value === undefined ? [] : [value];
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}
