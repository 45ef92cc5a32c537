import type { Check } from './define.ts';
import type { Task } from './define-task.ts';
import { checks, tasks } from './registry.generated.ts';

export type Entry = Check | Task;

const entries: readonly Entry[] = [...checks, ...tasks].sort((a, b) => (a.id < b.id ? -1 : 1));
const byId: ReadonlyMap<string, Entry> = new Map(entries.map((entry) => [entry.id, entry]));

/** The catalogue of this version of teiki, in the order of its ids. */
export const catalogue = {
  checks,
  tasks,
  entries,
  ids: [...byId.keys()],
  get: (id: string): Entry | undefined => byId.get(id),
};
