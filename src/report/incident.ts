import { z } from 'zod';

export const incidentSeverities = ['critical', 'major', 'minor'] as const;
export const incidentCategories = [
  'capacity',
  'change',
  'code',
  'database',
  'external',
  'hardware',
  'human',
  'network',
  'security',
  'other',
] as const;
export type IncidentCategory = (typeof incidentCategories)[number];

const instant = z.iso.datetime();

/** What is to be done so that it does not come again. */
const FollowUp = z.object({
  text: z.string(),
  done: z.boolean(),
  /** A local date. */
  due: z.iso.date().exactOptional(),
});
export type FollowUp = z.output<typeof FollowUp>;

/** A disturbance of the service as people have told it, from an issue labelled `incident`. */
export const Incident = z.object({
  number: z.int(),
  title: z.string(),
  url: z.string(),
  state: z.enum(['open', 'closed']),
  /** Of the issue: only a stand-in for what people have not written down. */
  createdAt: instant,
  closedAt: instant.exactOptional(),
  started: instant.exactOptional(),
  detected: instant.exactOptional(),
  acknowledged: instant.exactOptional(),
  mitigated: instant.exactOptional(),
  resolved: instant.exactOptional(),
  severity: z.enum(incidentSeverities).exactOptional(),
  category: z.enum(incidentCategories).exactOptional(),
  component: z.string().exactOptional(),
  cause: z.string().exactOptional(),
  /** How many users felt it; 0: nobody. */
  customers: z.int().min(0).exactOptional(),
  planned: z.boolean(),
  followUps: z.array(FollowUp).readonly(),
  /** Fields that hold something which could not be read. */
  unreadable: z.array(z.string()).readonly(),
});
export type Incident = z.output<typeof Incident>;

/** The incidents as they were read last: committed, so that a report can be computed again. */
export const IncidentFile = z.object({
  schema: z.literal('teiki.incidents/1'),
  /** Nothing that began before this is missing. */
  completeUntil: instant,
  incidents: z.array(Incident).readonly(),
});
export type IncidentFile = z.output<typeof IncidentFile>;

/** The beginning that counts, and whether it is only that of the issue. */
export function beginOf({ started, detected, createdAt }: Incident): Reading {
  if (started !== undefined) return { at: started, fallback: false };
  return { at: detected ?? createdAt, fallback: true };
}

/** When it was over; absent while it is not. Reopened and closed again: the last closing counts. */
export function endOf({ resolved, closedAt }: Incident): Reading | undefined {
  if (resolved !== undefined) return { at: resolved, fallback: false };
  return closedAt === undefined ? undefined : { at: closedAt, fallback: true };
}

export interface Reading {
  readonly at: string;
  /** Not what people have written, but the nearest to it that is known. */
  readonly fallback: boolean;
}

/** From its beginning until users could work again; undefined when nobody felt it. */
export function outageOf(incident: Incident, until: number) {
  if (incident.customers === 0) return undefined;
  const end = incident.mitigated ?? endOf(incident)?.at;
  const from = Date.parse(beginOf(incident).at);
  const to = Math.min(until, end === undefined ? until : Date.parse(end));
  return from < to ? { from, to } : undefined;
}
