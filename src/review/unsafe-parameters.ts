import { shown, type ValueChange, without } from './difference.ts';

/** The catalogue's names for what holds a task back, and which way it holds back less. */
const isCap = (key: string) => /^max[A-Z]/.test(key) && !/Age/.test(key);
const isFloor = (key: string) => /^(keep|min)([A-Z]|$)|^olderThanDays$/.test(key);
const isPermission = (key: string) => /^allow[A-Z]/.test(key);
const isSafeguard = (key: string) => /^(health|verify|functional)$/.test(key);

/**
 * Parameters of a task that let it do more than before. Of a new task (`before` is undefined) only
 * what it is allowed although the catalogue forbids it; its caps are for the review to read.
 */
export function looserParameters(before: unknown, after: unknown): readonly ValueChange[] {
  return looser(before, after, '');
}

function looser(before: unknown, after: unknown, path: string): readonly ValueChange[] {
  if (Array.isArray(after)) {
    if (!Array.isArray(before)) return after.flatMap((item) => looser(undefined, item, path));
    return after.flatMap((item: unknown) =>
      looser(
        before.find((one: unknown) => identity(one) === identity(item)),
        item,
        path,
      ),
    );
  }
  if (!isRecord(after)) return [];
  const old = isRecord(before) ? before : undefined;
  const keys = [...new Set([...Object.keys(after), ...Object.keys(old ?? {})])];
  return keys.flatMap((key) => {
    const at = path === '' ? key : `${path}.${key}`;
    const change = isLooser(key, old, after) ? [changeOf(at, old?.[key], after[key])] : [];
    return [...change, ...looser(old?.[key], after[key], at)];
  });
}

function isLooser(key: string, old: Mapping | undefined, after: Mapping): boolean {
  const [was, is] = [old?.[key], after[key]];
  if (isPermission(key)) {
    if (Array.isArray(is)) return without(texts(is), texts(was)).length > 0;
    return is === true && was !== true;
  }
  if (!old) return false;
  if (isSafeguard(key)) return was !== undefined && is === undefined;
  if (isCap(key)) return typeof was === 'number' && (typeof is !== 'number' || is > was);
  if (isFloor(key)) return typeof was === 'number' && (typeof is !== 'number' || is < was);
  return false;
}

type Mapping = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map((item) => shown(item) ?? '') : [];
}

/** What an item of a list is about, so that it is found again. */
function identity(item: unknown): string {
  if (!isRecord(item)) return shown(item) ?? '';
  const { directory, pattern, patterns, path, name, unit } = item;
  return JSON.stringify([directory, pattern, patterns, path, name, unit]);
}

function changeOf(path: string, before: unknown, after: unknown): ValueChange {
  const [old, fresh] = [shown(before), shown(after)];
  return {
    path,
    ...(old !== undefined && { before: old }),
    ...(fresh !== undefined && { after: fresh }),
  };
}
