import type { Locale } from '../core/message.ts';

/** What happened to an incident; `IncidentEvent` of src/incident is one. */
export interface NotifyIncident {
  readonly kind: 'opened' | 'reopened' | 'worsened' | 'closed';
  readonly key: string;
  readonly title: string;
  readonly severity: 'critical' | 'unknown' | 'warning';
  readonly hosts: readonly string[];
  readonly number?: number;
  readonly url?: string;
}

/** A level 2 or 3 window that is announced, or has been carried out. */
export interface NotifyNotice {
  readonly title: string;
  /** A sentence or two: when, and what users will notice. */
  readonly text?: string;
  readonly url?: string;
}

/** What one run has to tell. */
export interface Digest {
  readonly locale: Locale;
  readonly team: string;
  readonly run?: {
    readonly runbook: string;
    readonly title: string;
    /** The log of the run. */
    readonly url?: string;
    /** The page of the record. */
    readonly record?: string;
  };
  readonly incidents: readonly NotifyIncident[];
  readonly notices: readonly NotifyNotice[];
}

export type Audience = 'team' | 'users';

/** Users are told of what is planned, not of what is broken. */
export function forAudience(digest: Digest, audience: Audience): Digest {
  if (audience === 'team') return digest;
  const { run: _, ...rest } = digest;
  return { ...rest, incidents: [] };
}

export function isEmpty({ incidents, notices }: Digest): boolean {
  return incidents.length === 0 && notices.length === 0;
}
