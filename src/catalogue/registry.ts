import type { Check } from './define.ts';
import type { Task } from './define-task.ts';
import { checks, tasks } from './registry.generated.ts';

export type Entry = Check | Task;

const files = new Map(
  [
    ...Object.entries(checks).map(([id, file]) => {
      return { id, kind: 'check' as const, load: async () => (await file()).check };
    }),
    ...Object.entries(tasks).map(([id, file]) => {
      return { id, kind: 'task' as const, load: async () => (await file()).task };
    }),
  ]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((file) => [file.id, file] as const),
);

const loaded = new Map<string, Entry>();

/**
 * The catalogue of this version of teiki. Which entries there are is known from the start; what
 * they do is loaded for those that are used (docs/decisions/0010-entries-are-loaded-when-used.md).
 */
export const catalogue = {
  /** In their order. */
  ids: [...files.keys()],

  kindOf: (id: string): Entry['kind'] | undefined => files.get(id)?.kind,

  /** The entries of these ids, from now on to be had from `get`; ids that it has not are passed over. */
  async load(ids: Iterable<string>): Promise<readonly Entry[]> {
    const wanted = [...new Set(ids)].flatMap((id) => files.get(id) ?? []);
    return await Promise.all(
      wanted.map(async ({ id, load }) => {
        const entry = await load();
        loaded.set(id, entry);
        return entry;
      }),
    );
  },

  /** @throws Error for an entry that nobody has loaded: that is a fault of the caller */
  get(id: string): Entry | undefined {
    const entry = loaded.get(id);
    if (entry === undefined && files.has(id)) {
      throw new Error(`${id} is not loaded: \`await catalogue.load(['${id}'])\` comes first`);
    }
    return entry;
  },
};
