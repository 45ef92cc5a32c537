import type { Check } from './define.ts';
import { checks } from './registry.generated.ts';

const byId: ReadonlyMap<string, Check> = new Map(checks.map((check) => [check.id, check]));

/** The catalogue of this version of teiki, in the order of its ids. */
export const catalogue = {
  checks,
  ids: [...byId.keys()],
  get: (id: string): Check | undefined => byId.get(id),
};
