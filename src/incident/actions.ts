import type { IncidentSeverity } from './model.ts';
import type { IssueDraft, IssuePatch } from './tracker.ts';

export type Step =
  | { readonly kind: 'create'; readonly draft: IssueDraft }
  | { readonly kind: 'comment'; readonly number: number; readonly body: string }
  | { readonly kind: 'update'; readonly number: number; readonly patch: IssuePatch };

/** What a team is told about a run (`src/notify`). */
export interface IncidentEvent {
  readonly kind: 'opened' | 'reopened' | 'worsened' | 'closed';
  readonly key: string;
  readonly title: string;
  readonly severity: IncidentSeverity;
  readonly hosts: readonly string[];
  readonly number?: number;
  readonly url?: string;
}

/**
 * What one issue needs, in this order. The last step writes the marker: whatever fails before it
 * leaves an issue from which the next tick comes to the same end.
 */
export interface IssuePlan {
  readonly key: string;
  readonly number?: number;
  readonly steps: readonly Step[];
  readonly event?: IncidentEvent;
}
