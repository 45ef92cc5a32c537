import type { z } from 'zod';
import type { SecretRefs } from '../core/secret.ts';

export type EntryKind = 'check' | 'task' | 'review';

/** What runbooks need to know of a catalogue entry. */
export interface CatalogueEntry {
  readonly kind: EntryKind;
  readonly id: string;
  readonly level: 1 | 2 | 3;
  readonly params: z.ZodType;
  /** Where a step's secrets come from, given its parameters. */
  secrets?(params: unknown): SecretRefs;
}

/** The catalogue as runbooks see it; the registry implements it, tests make their own. */
export interface CatalogueView {
  readonly ids: readonly string[];
  get(id: string): CatalogueEntry | undefined;
}

/** A catalogue that knows its ids at once, and its entries when they are loaded. */
export interface LoadableCatalogue extends CatalogueView {
  /** Ids that it has not are passed over. */
  load(ids: Iterable<string>): Promise<unknown>;
}
