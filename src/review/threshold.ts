import type { ValueChange } from './difference.ts';

export type Threshold = 'looser' | 'stricter' | 'other';

/**
 * Whether a value is a threshold of a check, and whether less will be found with it. Which way is
 * worse follows from its two thresholds: critical lies beyond warning.
 */
export function thresholdOf(
  { path, before, after }: ValueChange,
  params: unknown,
): Threshold | undefined {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  if (!/^(warning|critical)|(Warning|Critical)/.test(last)) return undefined;
  const parent = keys.reduce(inside, params);
  const partner = (name: 'warning' | 'critical') =>
    Number(
      inside(
        parent,
        last.replace(/warning|critical/i, (word) =>
          /^[A-Z]/.test(word) ? name.charAt(0).toUpperCase() + name.slice(1) : name,
        ),
      ) ?? Number.NaN,
    );
  const rises = partner('critical') - partner('warning');
  const moved = Number(after ?? Number.NaN) - Number(before ?? Number.NaN);
  // Equal, or not numbers: nobody can tell.
  if (!(Math.abs(rises) > 0 && Math.abs(moved) > 0)) return 'other';
  return rises > 0 === moved > 0 ? 'looser' : 'stricter';
}

function inside(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key];
}
